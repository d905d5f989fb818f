import { describe, expect, it } from 'vitest'
import { Stopped } from '../../../src/cli/failure'
import { exchange, MAILBOX, PASSWORD, USERNAME } from '../../exchange'
import { run } from '../run'

async function output(environment: Record<string, string> = {}, ...options: readonly string[]): Promise<string> {
  const now = new Date('2026-11-24T12:00:00Z')
  const { stdout, stderr, code } = await run(['demo', ...options], { environment, now, timeZone: 'Europe/Zurich' })
  expect(code).toBe(0)
  return stdout + stderr
}

describe('the demo', () => {
  it('shows a week, books, reads the booking, cancels it, and leaves the week as it was', async () => {
    const text = await output()
    const views = text.match(/^ +Mon .*?^· free.*?$/gms) ?? []
    expect(views).toHaveLength(3)
    expect(views[0]).toBe(views[2])
    expect(views[0]).not.toBe(views[1])
    expect(text).toMatch(/a simulated Exchange at https:\/\/127\.0\.0\.1:\d+\/EWS\/Exchange\.asmx \(HTTPS, NTLM\)/)
    expect(text).toContain('Booked Mon 30 Nov, 10:30 to 11:30.')
    expect(text).toContain('title        First consultation')
    expect(text).toContain('description  Booked by the demo')
    expect(text).toContain('Free/busy is as it was.')
    expect(text).not.toMatch(/Surgery|Team meeting/)
  })

  it('prints every envelope with --trace, credentials redacted', async () => {
    const text = await output({}, '--trace')
    for (const operation of ['GetUserAvailability', 'CreateItem', 'FindItem', 'GetItem', 'DeleteItem']) {
      expect(text).toMatch(new RegExp(`--> #\\d+ ${operation} POST`))
      expect(text).toMatch(new RegExp(`<-- #\\d+ ${operation} HTTP 200`))
      expect(text).toContain(`<m:${operation}Response>`)
    }
    expect(text).toContain('authorization: NTLM [redacted]')
    expect(text).not.toMatch(/TlRM|correct horse/)
  })

  it('runs against the server that the environment names, and leaves nothing behind', async () => {
    const server = await exchange()
    const environment = {
      EWS_URL: server.url,
      EWS_USERNAME: USERNAME,
      EWS_PASSWORD: PASSWORD,
      EWS_IMPERSONATE: MAILBOX,
    }
    const text = await output(environment)
    expect(text).toContain(`Connecting to ${server.url} as ${USERNAME}.`)
    expect(text).toContain('Free/busy is as it was.')
    expect(text).not.toContain(PASSWORD)
    expect(server.calendar(MAILBOX)).toEqual([])
    expect(server.requests.filter(({ operation }) => operation === 'CreateItem')).toHaveLength(1)
  })

  it('cancels what it has booked when it is interrupted, and ends', async () => {
    const server = await exchange()
    const stop = new AbortController()
    server.watch(({ operation, status }) => {
      if (operation === 'UpdateItem' && status === 200) stop.abort(new Stopped(130))
    })
    const environment = {
      EWS_URL: server.url,
      EWS_USERNAME: USERNAME,
      EWS_PASSWORD: PASSWORD,
      EWS_IMPERSONATE: MAILBOX,
    }
    const { code, stdout } = await run(['demo'], { environment, signal: stop.signal })
    expect(stdout).toMatch(/\nCancelled\.\n\n$/)
    expect(code).toBe(130)
    expect(server.calendar(MAILBOX)).toEqual([])
  })
})
