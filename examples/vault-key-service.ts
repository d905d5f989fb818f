// A vault whose key is wrapped by a key management service. Only the service can unwrap it. The one here is a stand-in that wraps
// like a real one (AES Key Wrap, RFC 3394). Replace it with a call to your own.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { generateKey, openConnection, sealConnection, Vault } from 'ews-booking/crypto'

const serviceKey = randomBytes(32)
const initialValue = Buffer.alloc(8, 0xa6) // RFC 3394, 2.2.3.1

function wrap(key: Uint8Array): Buffer {
  const cipher = createCipheriv('id-aes256-wrap', serviceKey, initialValue)
  return Buffer.concat([cipher.update(key), cipher.final()])
}

async function unwrap(wrapped: string): Promise<Buffer> {
  const decipher = createDecipheriv('id-aes256-wrap', serviceKey, initialValue)
  return Buffer.concat([decipher.update(wrapped, 'base64'), decipher.final()])
}

// Once. The wrapped key is stored with the application's configuration. It is useless without the service.
const wrappedKey = wrap(Buffer.from(generateKey(), 'base64url')).toString('base64')

// Whenever the application starts.
const vault = await Vault.fromKms({ wrappedKeys: [wrappedKey], unwrap })

const context = { tenant: '42', table: 'exchange_connections', column: 'connection', row: '7' }
const connection = { url: 'mail.example.com', username: 'EXAMPLE\\svc-booking', password: 's3cret' }
const stored = sealConnection(vault, connection, context)
console.log(stored)
console.log(openConnection(vault, stored, context)) // the password prints as [secret], and EwsClient accepts it unchanged
