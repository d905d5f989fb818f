const ews = require('ews-booking')
const booking = require('ews-booking/booking')
const crypto = require('ews-booking/crypto')
const simulator = require('ews-booking/simulator')
const scenario = require('./scenario.cjs')

const others = Object.keys(require.cache).filter((file) => /node_modules[\\/](?!ews-booking[\\/])/.test(file))
if (others.length > 0) throw new Error(`Importing loads what only some calls need: ${others.join(', ')}`)

/** What stack traces and `constructor.name` tell. */
for (const [name, value] of Object.entries({ ...ews, ...booking, ...crypto, ...simulator }))
  if (typeof value === 'function' && value.name !== name) throw new Error(`${name} is named ${value.name}`)

async function run() {
  if ((await import('ews-booking')).EwsError !== ews.EwsError)
    throw new Error('import and require load different classes')
  await scenario(ews, booking, crypto, simulator)
}

run().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
