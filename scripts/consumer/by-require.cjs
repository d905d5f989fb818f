const ews = require('ews-booking')
const booking = require('ews-booking/booking')
const crypto = require('ews-booking/crypto')
const simulator = require('ews-booking/simulator')
const scenario = require('./scenario.cjs')

/** The names in stack traces and in `constructor.name`. */
for (const [name, value] of Object.entries({ ...ews, ...booking, ...crypto, ...simulator }))
  if (typeof value === 'function' && value.name !== name) throw new Error(`${name} is named ${value.name}`)

const entryPoints = {
  'ews-booking': ews,
  'ews-booking/booking': booking,
  'ews-booking/crypto': crypto,
  'ews-booking/simulator': simulator,
}

/** `import` and `require` give the same classes and functions under the same names. */
async function compareWithImport() {
  for (const [specifier, required] of Object.entries(entryPoints)) {
    const imported = await import(specifier)
    for (const name of Object.keys(required))
      if (imported[name] !== required[name]) throw new Error(`import and require load different copies of ${name}`)
  }
}

async function run() {
  await compareWithImport()
  console.log(await scenario(ews, booking, crypto, simulator))
}

run().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
