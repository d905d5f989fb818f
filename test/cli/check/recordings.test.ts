import { readFileSync } from 'node:fs'
import { type CheckOptions, checkConclusion } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { systemRuntime } from '../../../src/check/runtime'
import { walk } from '../../../src/check/walk'
import { StepPrinter } from '../../../src/cli/check/step-printer'
import { WIDTH } from '../../../src/cli/check/step-text'
import { wrapped } from '../../../src/cli/wrapped'
import { newCertificate } from '../../certificate'
import { tickingClock } from '../../check/ticking-clock'
import { exchange, MAILBOX, PASSWORD, USERNAME } from '../../exchange'
import { tlsProxy } from '../../tls-proxy'

const HOST = 'mail.example.com'
const NAMES = [HOST, 'autodiscover.example.com']

/** Prints a check as the command line does. The server is on loopback, and passes for one with a name. */
async function recording(options: Pick<CheckOptions, 'url' | 'tls'>): Promise<string> {
  const lines: string[] = []
  const printer = new StepPrinter({ print: (line) => lines.push(line), terminal: undefined })
  const named = (text: string) =>
    text
      .replaceAll(/127\.0\.0\.1:\d+/g, HOST)
      .replaceAll(/Port \d+/g, 'Port 443')
      .replaceAll('127.0.0.1', '192.0.2.10')
  const steps = []
  const checking = {
    ...options,
    tls: { ...options.tls, servername: HOST },
    auth: { type: 'ntlm', username: USERNAME, password: PASSWORD },
    impersonate: { primarySmtpAddress: MAILBOX },
  } as const
  for await (const step of walk(checking, { ...systemRuntime, ...tickingClock() })) {
    const found = step.name === 'dns' ? `${HOST} is IPv4 192.0.2.10; IPv6 none.` : named(step.found)
    const shown = { ...step, found, ...(step.name === 'dns' && { verdict: 'ok' as const }) }
    steps.push(shown)
    printer.add(shown)
  }
  printer.end()
  return `$ npx ews-booking check\n${lines.join('\n')}\n\n${wrapped(checkConclusion(steps).sentence, WIDTH).join('\n')}`
}

/** What differs from run to run: times, dates of certificates, fingerprints, and where lines break because of them. */
const stable = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\d+ ms/g, 'T')
    .replaceAll(/until 20\d\d-\d\d-\d\d\./g, 'until D.')
    .replaceAll(/\b[\dA-F]{40}\b|SHA-256 [\dA-F: ]+/g, 'F')

/** The blocks of a document that follow `<!-- recording: name -->`. */
const recorded = (path: string, name: string): string => {
  const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
  return new RegExp(`<!-- recording: ${name} -->\\n+\`\`\`text\\n([\\s\\S]+?)\\n\`\`\``).exec(text)?.[1] ?? ''
}

async function servedBy(issuer: string) {
  const server = await exchange({ https: true, auth: ['NTLM'], extendedProtection: 'require' })
  const authority = await newCertificate({ commonName: issuer, authority: true })
  const { url } = await tlsProxy(server, await newCertificate({ commonName: HOST, names: NAMES, issuer: authority }))
  return { url, ca: authority.cert }
}

async function good() {
  const authority = await newCertificate({ commonName: 'Example Root CA', authority: true })
  const https = await newCertificate({ commonName: HOST, names: NAMES, issuer: authority })
  const { url } = await exchange({ https, auth: ['NTLM'], extendedProtection: 'require' })
  return recording({ url, tls: { ca: authority.cert } })
}

async function wrongCertificate() {
  const { url } = await exchange({
    https: await newCertificate({ commonName: 'EX01', names: ['EX01', 'EX01.example.com'] }),
  })
  return recording({ url })
}

async function extendedProtection() {
  const { url, ca } = await servedBy('Fortinet Untrusted CA')
  return recording({ url, tls: { ca } })
}

describe('the recorded runs are what is printed now', () => {
  it.each([
    ['docs/check.md', 'good', good],
    ['docs/check.md', 'wrong certificate', wrongCertificate],
    ['docs/check.md', 'Extended Protection', extendedProtection],
  ])('%s: %s', async (path, name, record) => {
    const printed = await record()
    expect(stable(recorded(path, name)), printed).toBe(stable(printed))
  })
})
