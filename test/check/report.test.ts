import { type CheckStep, checkRedaction, checkReport } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { newCertificate } from '../certificate'
import { exchange, MAILBOX, PASSWORD } from '../exchange'
import { tlsProxy } from '../tls-proxy'
import { checked, ntlm } from './checked'

const steps = async (setup: Parameters<typeof checked>[0]) => Object.values(await checked(setup))

/** Words that tell where the check was made. The simulator and our own examples share a domain. */
const PRIVATE = [MAILBOX, 'svc-booking is', ntlm.username, '127.0.0.1', 'Clinic Root', PASSWORD]

describe('a report', () => {
  it('has each step in a table, what to do, and the authority that is missing', async () => {
    const { url } = await exchange({ https: true })
    const report = checkReport(await steps({ url }), { heading: '2026-11-29' })
    expect(report).toMatch(/^# Check of a connection to Exchange\n\n2026-11-29\n\nTLS fails/)
    expect(report).toMatch(/^\| tls \| failed \| The certificate is self-signed .* \| \d+ \|$/m)
    expect(report).toMatch(/^- \*\*tls\*\* \(you\): Ask the administrator/m)
    expect(report).toMatch(/-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n```\n$/)
  })

  it('has no name of a host, an account or a mailbox if it is redacted', async () => {
    const server = await exchange({ https: true, extendedProtection: 'require', auth: ['NTLM'] })
    const authority = await newCertificate({ commonName: 'Clinic Root', authority: true })
    const { url } = await tlsProxy(server, await newCertificate({ issuer: authority }))
    const untrusted = checkReport(await steps({ url }), { redact: true })
    const refused = checkReport(await steps({ url, tls: { ca: authority.cert } }), { redact: true })
    for (const report of [untrusted, refused]) {
      for (const word of PRIVATE) expect(report).not.toContain(word)
      expect(report).not.toMatch(/BEGIN CERTIFICATE|[\dA-F]{40}|([\dA-F]{2}:){10}/)
      expect(report).toMatch(/mailbox-1/)
    }
  })

  it('cannot be broken by what a server says', () => {
    const found = 'The page says: "</td>|<img src=x>`*_".'
    const report = checkReport([{ name: 'http', verdict: 'failed', found, ms: 1, confidential: [] }])
    expect(report).toContain('| http | failed | The page says: "&lt;/td>\\|&lt;img src=x>\\`\\*\\_". | 1 |')
  })
})

describe('redaction', () => {
  const step = (found: string, confidential: readonly string[] = []): CheckStep => ({
    name: 'http',
    verdict: 'ok',
    found,
    ms: 1,
    confidential,
  })
  const redacted = (found: string, confidential?: readonly string[]) =>
    checkRedaction()(step(found, confidential)).found

  it.each([
    ['It leads to https://sts.clinic.ch/adfs/ls.', 'It leads to https://host-1/adfs/ls.'],
    ['anna@clinic.ch and CLINIC\\anna', 'mailbox-1 and account-1'],
    ['at 10.1.2.3 and 2001:db8:0:1::5', 'at address-1 and address-2'],
    [
      'Set auth.type, or tls.ca; see docs/check.md and /EWS/Exchange.asmx',
      'Set auth.type, or tls.ca; see docs/check.md and /EWS/Exchange.asmx',
    ],
    ['https://mail.example.com, EXAMPLE\\svc-booking', 'https://mail.example.com, EXAMPLE\\svc-booking'],
  ])('of what looks like a name: %s', (found, expected) => {
    expect(redacted(found)).toBe(expected)
  })

  it('replaces what the step names, in any letter case, as whole words', () => {
    expect(redacted('EX01, ex01, EX011', ['EX01'])).toBe('name-1, name-1, EX011')
  })

  it('takes names for what they are, not for patterns', () => {
    expect(redacted('a.c abc (x', ['a.c', '(x'])).toBe('host-1 abc name-1')
  })

  it('uses the same word in all steps', () => {
    const redact = checkRedaction()
    expect(redact(step('b.clinic.ch')).found).toBe('host-1')
    expect(redact(step('a.clinic.ch, B.clinic.ch')).found).toBe('host-2, host-1')
  })
})
