import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { offeredSchemes, readChallenges } from '../../../src/client/authentication/challenge'

const TYPE_2 = 'TlRMTVNTUAACAAAA+/=='

describe('challenges are read as RFC 9110, 11.6.1, defines them', () => {
  it.each([
    ['nothing', '', []],
    ['a scheme', 'Negotiate', [['Negotiate']]],
    ['several, as of several headers', 'Negotiate, NTLM, Basic realm="x"', [['Negotiate'], ['NTLM'], ['Basic']]],
    ['in any order', 'Basic realm="x", NTLM', [['Basic'], ['NTLM']]],
    ['in any letter case', 'ntlm, BASIC realm=x', [['ntlm'], ['BASIC']]],
    ['with a token', `NTLM ${TYPE_2}`, [['NTLM', TYPE_2]]],
    [
      'with a token between others',
      `Basic realm="x", NTLM ${TYPE_2}, Negotiate`,
      [['Basic'], ['NTLM', TYPE_2], ['Negotiate']],
    ],
    ['with parameters', 'Digest realm="x", nonce="a,b", qop=auth, NTLM', [['Digest'], ['NTLM']]],
    ['with white space around =', 'Basic realm = "x", NTLM', [['Basic'], ['NTLM']]],
    ['with quotes that look like others', `Basic realm="a, NTLM ${TYPE_2}, \\"b", Bearer`, [['Basic'], ['Bearer']]],
    ['with a quote that does not end', 'NTLM, Basic realm="a, Bearer', [['NTLM'], ['Basic']]],
    ['with empty elements', ',, NTLM ,,', [['NTLM']]],
    ['without spaces', 'NTLM,Basic realm="x"', [['NTLM'], ['Basic']]],
  ])('%s', (_case, header, expected) => {
    expect(readChallenges(header)).toEqual(expected.map(([scheme, token]) => ({ scheme, token })))
  })

  it('in linear time, whatever a server sends', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\\', '=', '\t'), maxLength: 2000 }),
        (header) => {
          expect(offeredSchemes(header).every((scheme) => scheme !== '')).toBe(true)
        },
      ),
    )
    expect(readChallenges(`"${'\\'.repeat(200_000)}`)).toEqual([])
    expect(readChallenges(`a${' '.repeat(200_000)}`)).toHaveLength(1)
  })
})
