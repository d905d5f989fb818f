/** Uses the vault alone, and checks that this loads no other part of the package. */
const { Vault, generateKey, sealExisting } = require('ews-booking/crypto')

const context = { tenant: '42', table: 'exchange_connections', column: 'password', row: '7' }
const vault = new Vault({ keys: [generateKey()] })
if (vault.open(vault.seal('s3cret', context), context) !== 's3cret') throw new Error('What was sealed does not open')

const row = { id: '7', password: 's3cret' }
const sealing = sealExisting({
  vault,
  rows: [row],
  fields: ['password'],
  context: ({ id }) => ({ ...context, row: id }),
  save: (row, changed) => Boolean(Object.assign(row, changed)),
})
sealing.then(({ sealed }) => {
  if (sealed !== 1 || vault.open(row.password, context) !== 's3cret') throw new Error('A row is not sealed')
})

const others = Object.keys(require.cache).filter(
  (file) =>
    !/ews-booking[\\/]dist[\\/](crypto[\\/]index|chunks[\\/](crypto|validation|zod))\.js$/.test(file) &&
    file !== __filename,
)
const builtIn = process.moduleLoadList.filter((name) =>
  /^NativeModule (https?|tls|internal\/deps\/undici\/undici)$/.test(name),
)
const foreign = [...others, ...builtIn]
if (foreign.length > 0) throw new Error(`The vault loads what it doesn't need: ${foreign.join(', ')}`)
