import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { flawsOf } from '../../src/check/certificate/flaws'
import { type Certificate, certificateSignedWith, newCertificate } from '../certificate'

const x509 = ({ cert }: Certificate) => new X509Certificate(cert)

function flaws(distrust: string | undefined, leaf: X509Certificate, ...issuers: readonly X509Certificate[]) {
  const peer = { certificates: [leaf, ...issuers], distrust, protocol: 'TLSv1.3' }
  return flawsOf({ peer, leaf, name: '127.0.0.1', now: Date.now() }).map(({ serious, problem }) => ({
    serious,
    problem,
  }))
}

describe('a certificate that OpenSSL refuses without a code of its own', () => {
  it('is refused for its short key, not for an authority that nobody knows', async () => {
    const leaf = x509(await newCertificate({ rsaBits: 1024 }))
    expect(flaws('UNSPECIFIED', leaf)).toEqual([
      { serious: true, problem: 'The certificate has an RSA key of 1024 bits, which is too short' },
    ])
    expect(flaws(undefined, leaf)).toMatchObject([{ serious: false }])
  })

  it('is refused for its weak signature', async () => {
    const leaf = x509(await certificateSignedWith('ECDSA-SHA1'))
    expect(flaws('UNSPECIFIED', leaf)).toEqual([
      { serious: true, problem: 'The certificate is signed with SHA1, which can be forged' },
    ])
  })

  it('is refused for the short key of its authority', async () => {
    const authority = await newCertificate({ commonName: 'Old CA', authority: true, rsaBits: 1024 })
    const leaf = x509(await newCertificate({ issuer: authority }))
    expect(flaws('UNSPECIFIED', leaf, x509(authority))).toEqual([
      {
        serious: true,
        problem: 'The certificate of the issuer CN=Old CA has an RSA key of 1024 bits, which is too short',
      },
    ])
  })

  it('is called not valid if nothing weak is seen', async () => {
    const leaf = x509(await newCertificate({}))
    expect(flaws('UNSPECIFIED', leaf)).toEqual([
      { serious: true, problem: "The certificate isn't valid (UNSPECIFIED)" },
    ])
  })
})
