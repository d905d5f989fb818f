import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { EwsClient } from 'ews-booking'
import { describe, expect, it, onTestFinished } from 'vitest'
import { search } from '../../exchange'
import { send } from '../../simulator/control/control-client'
import { ended, start } from '../process'
import { run } from '../run'

interface Running {
  readonly url: string
  readonly ca?: string
  readonly control: string
  readonly accounts: readonly string[]
  readonly mailboxes: readonly string[]
}

/** A folder that is removed at the end of the test. */
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'ews-booking-test-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

function fileWith(content: string, name = 'exchange.json'): string {
  const file = join(folder(), name)
  writeFileSync(file, content)
  return file
}

/** Starts the program with `--json` and waits until it runs. It ends with the test. */
async function program(...parameters: readonly string[]) {
  const child = start(['simulator', '--json', ...parameters])
  onTestFinished(async () => {
    if (child.exitCode === null && child.kill()) await once(child, 'exit')
  })
  const stderr = text(child.stderr)
  const [line] = await once(createInterface(child.stdout), 'line')
  const running: Running = JSON.parse(line)
  const stopped = async (signal: 'SIGTERM' | 'SIGINT') => {
    const ended = once(child, 'close')
    child.kill(signal)
    const [code] = await ended
    return { code, stderr: await stderr }
  }
  return { running, stopped }
}

const APPOINTMENT = {
  mailbox: 'a@example.com',
  subject: 'Surgery',
  start: '2026-12-01T09:00:00+01:00',
  end: '2026-12-01T10:00:00+01:00',
}

describe('ews-booking simulator', () => {
  it('serves a client over HTTPS with NTLM, shows what comes, and stops on SIGTERM without a trace', async () => {
    const { running, stopped } = await program('--watch')
    expect(running).toMatchObject({
      accounts: ['EXAMPLE\\svc-booking'],
      mailboxes: ['dr.meier@example.com', 'room-1@example.com'],
    })
    const client = new EwsClient({
      url: running.url,
      tls: { ca: readFileSync(running.ca ?? '', 'utf8') },
      auth: { type: 'ntlm', username: 'EXAMPLE\\svc-booking', password: 's3cret' },
      impersonate: { primarySmtpAddress: 'dr.meier@example.com' },
    })
    await client.findItem(search)
    await client.close()
    const { code, stderr } = await stopped('SIGTERM')
    expect(code).toBe(0)
    expect(stderr).toMatch(/^\d{4}-\S+Z #1 POST \/EWS\/Exchange.asmx by ntlm-negotiate: 401\n/)
    expect(stderr).toMatch(/ #2 FindItem by EXAMPLE\\svc-booking: 200\n$/)
    expect(existsSync(running.ca ?? '')).toBe(false)
  })

  it('does what its configuration says, is controlled over HTTP, and stops on Ctrl-C', async () => {
    const config = fileWith(
      JSON.stringify({
        mailboxes: ['a@example.com'],
        accounts: [{ username: 'ann', password: 'hush', mailbox: 'a@example.com' }],
        appointments: [APPOINTMENT],
      }),
    )
    const time = ['--now', '2026-12-01T08:00:00Z', '--freeze']
    const { running, stopped } = await program('--config', config, '--http', '--auth', 'Basic', ...time, '--watch')
    const panel = { url: running.control }
    expect(running.url).toMatch(/^http:/)
    expect((await send(panel, 'GET', '/api/clock')).json).toEqual({ now: '2026-12-01T08:00:00.000Z', isFrozen: true })
    await send(panel, 'POST', '/api/faults', { body: { fault: 'serviceUnavailable' } })
    const headers = { Authorization: `Basic ${btoa('ann:hush')}`, 'Content-Type': 'text/xml' }
    expect((await fetch(running.url, { method: 'POST', headers, body: '<a/>' })).status).toBe(503)
    expect((await send(panel, 'GET', '/api/mailboxes/a@example.com/calendar')).json).toMatchObject({
      items: [{ subject: 'Surgery', start: '2026-12-01T08:00:00.000Z' }],
    })
    const { code, stderr } = await stopped('SIGINT')
    expect(code).toBe(0)
    expect(stderr).toContain('by ann: 503 after fault serviceUnavailable\n')
    expect(stderr).not.toContain('hush')
  })

  it('keeps what the mailboxes hold in a file, and goes on from there', async () => {
    const stateFile = join(folder(), 'state.json')
    const config = fileWith(JSON.stringify({ mailboxes: ['a@example.com'], appointments: [APPOINTMENT] }))
    const CALENDAR = '/api/mailboxes/a@example.com/calendar'
    const first = await program('--config', config, '--state', stateFile)
    const { mailbox, ...visit } = { ...APPOINTMENT, subject: 'Visit' }
    const { json } = await send({ url: first.running.control }, 'POST', CALENDAR, { body: visit })
    expect(existsSync(stateFile)).toBe(false)
    expect(await first.stopped('SIGTERM')).toEqual({ code: 0, stderr: '' })
    const second = await program('--config', config, '--state', stateFile)
    const panel = { url: second.running.control }
    const both = [{ subject: 'Surgery' }, { subject: 'Visit', itemId: json }]
    expect((await send(panel, 'GET', CALENDAR)).json).toMatchObject({ items: both })
    await send(panel, 'POST', CALENDAR, { body: visit })
    await second.stopped('SIGINT')
    const third = await program('--state', stateFile)
    expect(third.running.mailboxes).toEqual(['a@example.com'])
    await send({ url: third.running.control }, 'POST', '/api/reset')
    expect((await send({ url: third.running.control }, 'GET', CALENDAR)).json).toMatchObject({
      items: [...both, { subject: 'Visit' }],
    })
    await third.stopped('SIGTERM')
    expect(readdirSync(dirname(stateFile))).toEqual(['state.json'])
  })

  it('tells a person all that a client needs, and keeps the certificate where it is wanted', async () => {
    const stop = new AbortController()
    stop.abort()
    const caFile = join(folder(), 'ca.pem')
    const { stdout, code } = await run(['simulator', '--ca-file', caFile], { signal: stop.signal })
    expect(stdout).toMatch(
      /EWS +https:\S+\n +CA +\S+ca\.pem\n +Page +http:\S+\n +Accounts +EXAMPLE\\svc-booking with the password s3cret\n +Mailboxes +dr\.meier@example\.com\n +room-1@example\.com\n/,
    )
    const both = await run(['simulator', '--http-port', '0'], { signal: stop.signal })
    expect(both.stdout).toMatch(/EWS +https:\S+\n +http:\S+\n +CA /)
    expect(readFileSync(caFile, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----\n/)
    expect(code).toBe(0)
  })
})

describe('ews-booking simulator refuses', () => {
  it('a file for the certificate that it can’t write, and ends', async () => {
    const { stderr, code } = await ended(start(['simulator', '--ca-file', '/nowhere/ca.pem']))
    expect(stderr).toMatch(/^--ca-file: can't be written: .*ENOENT/)
    expect(code).toBe(2)
  })

  it.each([
    ['{"mailboxes": ["a"],\n  "b": tru}', /exchange\.json:2:11: isn't valid JSON from here on\n$/],
    ['{"a": [1,, ', /exchange\.json:1:10: isn't valid/],
    ['{"a": "unfinished', /exchange\.json:1:18: isn't valid/],
    ['', /exchange\.json:1:1: isn't valid/],
    ['[]', /exchange\.json: must have an object/],
    ['{"mailboxes": ["a"]}', /exchange\.json: mailboxes\.0: must be an address/],
    [
      '{"accounts": [{"username": "x", "pasword": "hush"}]}',
      /exchange\.json: accounts\.0\.password: .*pasword is unknown/,
    ],
    ['\ufeff{"mailbox": []}', /exchange\.json: the configuration: mailbox is unknown; did you mean mailboxes/],
  ])('the file %j, and names the place', async (content, message) => {
    const { stdout, stderr, code } = await run(['simulator', '--config', fileWith(content)])
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('hush')
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  })

  it.each([
    ['{"version": 1,, ', /state\.json:1:15: isn't valid JSON/],
    ['[]', /state\.json: must have an object, such as what the simulator has saved/],
    ['{"version": 2}', /state\.json: state\.version: must be 1/],
  ])('the state %j, and leaves it as it is', async (content, message) => {
    const state = fileWith(content, 'state.json')
    const { stdout, stderr, code } = await run(['simulator', '--config', fileWith('{}'), '--state', state])
    expect(stderr).toMatch(message)
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
    expect(readFileSync(state, 'utf8')).toBe(content)
  })

  it.each([
    [['--state', '/nowhere/state.json'], /^--state: can't be written: .*ENOENT/],
    [['--config', '/nowhere.json'], /^--config: can't be read: .*ENOENT/],
    [['--port', 'http'], /^--port: must be a port from 0 to 65535/],
    [['--control-port', '65536'], /^--control-port: must be a port/],
    [['--now', 'noon'], /^clock\.now: must be a time with an offset/],
    [['--auth', 'Digest'], /^auth\.0: /],
    [['--mailbox', 'x'], /^mailboxes\.0: must be an address/],
  ])('%j', async (parameters, message) => {
    const { stdout, stderr, code } = await run(['simulator', ...parameters])
    expect(stderr).toMatch(message)
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  })
})
