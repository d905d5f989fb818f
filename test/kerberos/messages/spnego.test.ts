import { describe, expect, it } from 'vitest'
import { Asn1Error } from '../../../src/kerberos/asn1'
import {
  Mechanism,
  readInitialToken,
  readKerberosToken,
  readNegotiation,
  TokenId,
  writeKerberosToken,
  writeNegotiation,
} from '../../../src/kerberos/messages'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

/** NegTokenInit according to RFC 4178, 4.2.1, with the mechanism token 01 02. */
const OFFER = '60 21 0606 2b0601050502 a0 17 30 15 a0 0d 30 0b 0609 2a864886f712010202 a2 04 0402 0102'

describe('the first token of SPNEGO', () => {
  it('offers only Kerberos', () => {
    expect(writeNegotiation(hex('0102'))).toEqual(hex(OFFER))
    expect(readNegotiation(hex(OFFER))).toEqual({ mechTypes: [Mechanism.kerberos], mechToken: hex('0102') })
  })

  it.each([
    ['is cut off', OFFER.slice(0, -2)],
    ['is followed by something', `${OFFER} 00`],
    ['is of another mechanism', '60 0b 0609 2a864886f712010202'],
    ['names no mechanism', '60 03 04 01 00'],
    ['is NTLM', Buffer.from('NTLMSSP\0').toString('hex')],
  ])('is refused if it %s', (_case, token) => {
    expect(() => readNegotiation(hex(token))).toThrow(Asn1Error)
  })
})

describe('a token of Kerberos', () => {
  it('has two bytes before its message that are not ASN.1', () => {
    const token = writeKerberosToken(TokenId.apRep, hex('6f 00'))
    expect(token).toEqual(hex('60 0f 0609 2a864886f712010202 0200 6f00'))
    expect(readKerberosToken(token)).toEqual({ tokenId: TokenId.apRep, message: hex('6f00') })
    expect(readInitialToken(token).mechanism).toBe(Mechanism.kerberos)
  })

  it('is refused without those bytes', () => {
    expect(() => readKerberosToken(hex('60 0b 0609 2a864886f712010202'))).toThrow(Asn1Error)
  })
})
