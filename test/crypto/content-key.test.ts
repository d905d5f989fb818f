import { KeyObject } from 'node:crypto'
import { generateKey } from 'ews-booking/crypto'
import { describe, expect, it } from 'vitest'
import { VaultKey } from '../../src/crypto/vault-key'

const newKey = () => new VaultKey(generateKey(), 'The key')

/** Contexts that no other test here uses. */
const contexts = (count: number): string[] => Array.from({ length: count }, (_, index) => `row ${index}`)

const bytesOf = (key: KeyObject | Buffer): Buffer => (key instanceof KeyObject ? key.export() : key)

/** The second use of a context yields a KeyObject if the context is remembered, and otherwise derives its key again, as bytes. */
const isRemembered = (key: VaultKey, info: string): boolean => key.contentKey(info) instanceof KeyObject

function use(key: VaultKey, ...infos: readonly string[]): void {
  for (const info of infos) key.contentKey(info)
}

describe('the key of a context', () => {
  it('is the same each time, and differs between contexts', () => {
    const key = newKey()
    const asked = ['a', 'a', 'b', 'a', 'a', 'b', 'b'].map((info) => bytesOf(key.contentKey(info)).toString('hex'))
    const [a, , b] = asked
    expect(asked).toEqual([a, a, b, a, a, b, b])
    expect(a).not.toBe(b)
  })

  it('becomes a KeyObject once, when the context is used again', () => {
    const key = newKey()
    expect(isRemembered(key, 'a')).toBe(false)
    const made = key.contentKey('a')
    use(key, 'b', 'b')
    expect(made).toBeInstanceOf(KeyObject)
    expect([key.contentKey('a'), key.contentKey('a')]).toEqual([made, made])
    expect(key.contentKey('a')).toBe(made)
  })
})

describe('256 contexts are remembered', () => {
  it('namely all of 256', () => {
    const key = newKey()
    use(key, ...contexts(256))
    expect(contexts(256).filter((info) => !isRemembered(key, info))).toEqual([])
  })

  it('and of 257 all but the least recently used', () => {
    const key = newKey()
    use(key, ...contexts(257))
    const [first = '', ...others] = contexts(257)
    expect(others.filter((info) => !isRemembered(key, info))).toEqual([])
    expect(isRemembered(key, first)).toBe(false)
  })

  it.each<[string, readonly string[]]>([
    ['once more', ['used']],
    ['several times on end', ['used', 'used', 'used']],
    ['in turn with another one', ['used', 'other', 'used', 'other', 'used']],
  ])('and one that is used %s is not the least recently used', (_case, uses) => {
    const key = newKey()
    use(key, 'used', 'other', ...contexts(254), ...uses, 'one more', 'and another')
    expect(isRemembered(key, 'used')).toBe(true)
    expect(isRemembered(key, 'row 0')).toBe(false)
  })

  it('and the most recently used is forgotten in its turn', () => {
    const key = newKey()
    use(key, 'last', 'last', 'last', ...contexts(256))
    expect(isRemembered(key, 'last')).toBe(false)
  })
})
