import { describe, expect, it } from 'vitest'
import { KeytabError, keysOf, readKeytab } from '../../../src/client/kerberos/keytab'
import { entry, hole, keytab } from './keytab-file'

const namesOf = (bytes: Buffer) =>
  readKeytab(bytes).map(({ components, realm, version, key }) => [
    components.join('/'),
    realm,
    version,
    key.encryption.id,
  ])

describe('a keytab', () => {
  it('has keys of principals, and gaps of deleted ones', () => {
    const bytes = keytab(
      entry({}),
      hole(20),
      entry({ components: ['HTTP', 'mail'], version: 7, type: 17, key: Buffer.alloc(16) }),
    )
    expect(namesOf(bytes)).toEqual([
      ['svc', 'EXAMPLE.COM', 1, 18],
      ['HTTP/mail', 'EXAMPLE.COM', 7, 17],
    ])
  })

  it('has versions beyond 255 after the entry', () => {
    expect(namesOf(keytab(entry({ version: 1, longVersion: 257 }), entry({ version: 3, longVersion: 0 })))).toEqual([
      ['svc', 'EXAMPLE.COM', 257, 18],
      ['svc', 'EXAMPLE.COM', 3, 18],
    ])
  })

  it('may have keys that are skipped: RC4, and those of a wrong length', () => {
    expect(namesOf(keytab(entry({ type: 23, key: Buffer.alloc(16) }), entry({ key: Buffer.alloc(31) })))).toEqual([])
  })

  it('gives the newest keys of a principal, in any letter case', () => {
    const entries = readKeytab(
      keytab(entry({ version: 2 }), entry({ version: 3 }), entry({ components: ['other'], version: 9 })),
    )
    expect(keysOf(entries, ['SVC'], 'example.com').map((key) => key.reveal()[0])).toEqual([3])
    expect(keysOf(entries, ['nobody'], 'EXAMPLE.COM')).toEqual([])
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['the old format', Buffer.from([5, 1, 0, 0, 0, 0])],
    ['text', Buffer.from('password')],
  ])('is not %s', (_case, bytes) => {
    expect(() => readKeytab(bytes)).toThrow(KeytabError)
  })

  it('that is cut off is refused, or yields its complete entries', () => {
    const bytes = keytab(entry({}), entry({}))
    for (let length = 0; length < bytes.length; length += 1) {
      try {
        expect(readKeytab(bytes.subarray(0, length)).length).toBeLessThan(2)
      } catch (error) {
        expect(error).toBeInstanceOf(KeytabError)
      }
    }
  })
})
