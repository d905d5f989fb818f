/**
 * Writes the test vectors of the vault's format to fixtures/vault: `npx tsx scripts/generate-vault-vectors.ts`. Keys and initialization
 * vectors are the SHA-256 of a name, so that each run writes the same files. The vault itself uses random ones.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { encrypt, IV_LENGTH } from '../src/crypto/a256gcm'
import { contextInfo, type VaultContext } from '../src/crypto/context'
import { writeToken } from '../src/crypto/token'
import { VaultKey } from '../src/crypto/vault-key'

const fixtures = fileURLToPath(new URL('../fixtures/vault/', import.meta.url))

const hash = (name: string) => createHash('sha256').update(`ews-booking/vault/vector/${name}`).digest()

const context = { tenant: '42', table: 'exchange_connections', column: 'password', row: '7' }

const connection = {
  url: 'https://mail.example.com/EWS/Exchange.asmx',
  username: 'EXAMPLE\\svc-booking',
  password: 's3cret',
  impersonate: { primarySmtpAddress: 'dr.meier@example.com' },
}

const cases: Readonly<Record<string, { context: VaultContext; plaintext: string | Buffer }>> = {
  text: { context, plaintext: 's3cret' },
  empty: { context, plaintext: '' },
  unicode: { context: { ...context, tenant: 'Zürich' }, plaintext: 'Vorgespräch für 𝔄nna 👩🏽‍⚕️' },
  'no-row': { context: { ...context, row: null }, plaintext: 's3cret' },
  'further-parts': {
    // In the order of code units, the last two names would be swapped.
    context: { ...context, Ärztin: 'Meier', Zone: 'eu', '\uff5e': 'fullwidth', '\u{1f511}': 'astral' },
    plaintext: 's3cret',
  },
  bytes: { context, plaintext: Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)) },
  connection: { context: { ...context, column: 'connection' }, plaintext: JSON.stringify(connection) },
}

mkdirSync(fixtures, { recursive: true })
for (const [name, { context, plaintext }] of Object.entries(cases)) {
  const keyBytes = hash(`key/${name}`)
  const key = new VaultKey(keyBytes, name)
  const info = contextInfo(context)
  const contentKey = key.contentKey(info)
  if (!Buffer.isBuffer(contentKey)) throw new Error('A context key that is derived for the first time must be bytes')
  const iv = hash(`iv/${name}`).subarray(0, IV_LENGTH)
  const vector = {
    key: keyBytes.toString('base64url'),
    kid: key.kid,
    context,
    info: Buffer.from(info, 'latin1').toString('hex'),
    contentKey: contentKey.toString('base64url'),
    iv: iv.toString('base64url'),
    ...(typeof plaintext === 'string' ? { plaintext } : { plaintextBytes: plaintext.toString('base64url') }),
    token: writeToken(key.header, encrypt(contentKey, iv, key.authenticated, Buffer.from(plaintext))),
  }
  writeFileSync(`${fixtures}${name}.json`, `${JSON.stringify(vector, undefined, 2)}\n`)
}
