import { describe, expect, it } from 'vitest'
import { addressText, kdcAddress } from '../../../src/client/kerberos/kdc-address'
import { inOrder, serviceNameOf } from '../../../src/client/kerberos/service-location'

describe('the address of a KDC', () => {
  it.each([
    ['dc1.example.com', 'dc1.example.com:88'],
    ['dc1.example.com:1088', 'dc1.example.com:1088'],
    ['127.0.0.1:50088', '127.0.0.1:50088'],
    ['[2001:db8::1]', '2001:db8::1:88'],
    ['[2001:db8::1]:1088', '2001:db8::1:1088'],
    ['https://proxy.example.com/KdcProxy', 'https://proxy.example.com'],
    ['HTTPS://proxy.example.com', 'https://proxy.example.com'],
  ])('%s is %s', (text, shown) => {
    const address = kdcAddress(text)
    expect(address && addressText(address)).toBe(shown)
  })

  it('of a proxy without a path gets the path of Windows', () => {
    expect(kdcAddress('https://proxy.example.com')).toMatchObject({ url: { pathname: '/KdcProxy' } })
    expect(kdcAddress('https://proxy.example.com/other')).toMatchObject({ url: { pathname: '/other' } })
  })

  it.each([
    '',
    ':88',
    'a b',
    'dc1:0',
    'dc1:65536',
    'dc1:x',
    'http://dc1',
    'user@dc1',
    '2001:db8::1',
    'https://',
    'kerberos.example.com/x',
  ])('%j is not one', (text) => {
    expect(kdcAddress(text)).toBeUndefined()
  })
})

describe('KDCs in DNS', () => {
  const record = (name: string, priority: number, weight: number) => ({ name, port: 88, priority, weight })
  /** A random generator that always returns the same number. */
  const always = (value: number) => (size: number) => Buffer.alloc(size, value)

  it('are looked up by the realm in small letters', () => {
    expect(serviceNameOf('EXAMPLE.COM')).toBe('_kerberos._tcp.example.com')
  })

  it('are tried by priority, and heavier ones usually first within a priority', () => {
    const records = [record('c', 20, 9), record('light', 10, 1), record('heavy', 10, 99), record('a', 5, 0)]
    expect(inOrder(records, always(0x80)).map(({ name }) => name)).toEqual(['a', 'heavy', 'light', 'c'])
  })

  it('come first in proportion to their weight', () => {
    let seed = 1
    const random = (size: number) => {
      const bytes = Buffer.alloc(size)
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      bytes.writeUInt32BE(seed)
      return bytes
    }
    const firsts = Array.from({ length: 4000 }, () => inOrder([record('1', 0, 1), record('3', 0, 3)], random)[0]?.name)
    const share = firsts.filter((name) => name === '3').length / firsts.length
    expect(share).toBeGreaterThan(0.7)
    expect(share).toBeLessThan(0.8)
  })
})
