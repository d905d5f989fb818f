import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { passwordHash } from '../../src/client/ntlm/negotiate-message'
import { exchange, MAILBOX, PASSWORD, USERNAME } from '../exchange'
import { type Behaviour, challengeToken, challenging, ntlmServer } from '../ntlm-server'
import { tlsProxy } from '../tls-proxy'

const TOKEN = 'c2VjcmV0LXRva2VuLW9mLXN2Yy1ib29raW5n'
const ACCOUNT = { username: USERNAME, token: TOKEN, mayImpersonate: [MAILBOX] }

const hash = await passwordHash(PASSWORD)
const basic = Buffer.from(`${USERNAME}:${PASSWORD}`)

/** The secrets, and values that are equivalent to them. */
const SECRETS = [
  PASSWORD,
  TOKEN,
  basic.toString('base64'),
  basic.toString('hex'),
  Buffer.from(PASSWORD).toString('latin1'),
  Buffer.from(PASSWORD).toString('base64'),
  Buffer.from(PASSWORD, 'utf16le').toString('base64'),
  Buffer.from(PASSWORD, 'utf16le').toString('hex'),
  hash.toString('hex'),
  hash.toString('base64'),
  hash.toString('latin1'),
]

/** Returns the output of the process up to its crash. */
async function outputOf(cases: readonly object[]): Promise<{ output: string; code: number }> {
  const run = spawn(process.execPath, ['--import', 'tsx', 'test/client/secrets-run.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      ...process.env,
      CASES: JSON.stringify(cases),
      SECRETS: JSON.stringify(SECRETS),
      NODE_DEBUG: 'undici,http,net,tls',
      NODE_EXTRA_CA_CERTS: '',
    },
  })
  const [output, errors, [code]] = await Promise.all([text(run.stdout), text(run.stderr), once(run, 'exit')])
  return { output: output + errors, code }
}

describe('pain 27: passwords and tokens', () => {
  it('are in no output, error or public property, whatever servers do', async () => {
    const right = await exchange({ accounts: [{ ...ACCOUNT, password: PASSWORD }] })
    const wrong = await exchange({ accounts: [{ ...ACCOUNT, password: 'another', token: 'another' }] })
    const wrongBasic = await exchange({ auth: ['Basic'], accounts: [{ ...ACCOUNT, password: 'another' }] })
    const wrongBearer = await exchange({
      auth: ['Bearer'],
      accounts: [{ ...ACCOUNT, password: 'x', token: 'another' }],
    })
    const hardened = await exchange({ https: true, extendedProtection: 'require' })
    const dropping: Behaviour = (request) => request.socket.destroy()
    const hanging: Behaviour = () => undefined
    const hostile = await Promise.all([
      ntlmServer({ negotiate: challenging('NTLM', 'Basic realm="x"') }),
      ntlmServer({ negotiate: challenging(`NTLM ${challengeToken({ negotiateFlags: 0x201 })}`) }),
      ntlmServer({ negotiate: challenging('NTLM AAAA') }),
      ntlmServer({ negotiate: challenging(`NTLM ${'A'.repeat(100_000)}`) }),
      ntlmServer({ proof: dropping, other: dropping }),
      ntlmServer({ proof: (_request, response) => response.writeHead(302, { location: '/owa/' }).end() }),
    ])
    const silent = await ntlmServer({ proof: hanging, other: hanging })
    const types = ['ntlm', 'auto', 'basic', 'bearer'] as const
    const { output, code } = await outputOf([
      { url: wrong.url, type: 'ntlm' },
      { url: wrong.url, type: 'auto' },
      { url: wrongBasic.url, type: 'basic' },
      { url: wrongBasic.url, type: 'auto' },
      { url: wrongBearer.url, type: 'bearer' },
      ...(['ntlm', 'basic', 'bearer'] as const).map((type) => ({ url: right.url, type })),
      { ...(await tlsProxy(hardened)), type: 'ntlm' },
      { url: hardened.url, type: 'ntlm' },
      { url: 'http://127.0.0.1:1/', type: 'ntlm' },
      ...hostile.flatMap(({ url }) => types.map((type) => ({ url, type }))),
      ...types.map((type) => ({ url: silent.url, type, timeoutMs: 200 })),
    ])

    expect(code).toBe(1)
    expect(output).toContain('EwsAuthenticationError: FindItem failed')
    expect(output).toContain('EwsConnectionError: FindItem failed')
    expect(output).toContain('EwsTimeoutError: FindItem failed')
    expect(output).toContain('NTLM [redacted]')
    expect(SECRETS.filter((secret) => output.includes(secret))).toEqual([])
    expect(output).not.toMatch(/NTLM TlRM|Basic [A-Za-z\d]{8}/)
    expect(/^HEAP (.*)$/m.exec(output)?.[1]).toBe('[]')
  })
})
