import { describe, expect, it } from 'vitest'
import { demo } from '../../src/cli/demo'
import { exchange, MAILBOX, PASSWORD, USERNAME } from '../exchange'

async function output(environment: Record<string, string> = {}, trace = false): Promise<string> {
  const lines: string[] = []
  await demo({
    environment,
    trace,
    now: new Date('2026-11-24T12:00:00Z'),
    timeZone: 'Europe/Zurich',
    print: (text) => lines.push(text),
  })
  return lines.join('\n')
}

describe('the demo', () => {
  it('shows a week, books, reads the booking, cancels it, and leaves the week as it was', async () => {
    const text = await output()
    const views = text.match(/^ +Mon 30 Nov.*?^· free.*?$/gms) ?? []
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
    const text = await output({}, true)
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

  it.each([
    [{ EWS_URL: 'mail.example.com' }, 'EWS_USERNAME'],
    [{ EWS_URL: 'mail.example.com', EWS_USERNAME: 'svc' }, 'EWS_PASSWORD'],
    [{ EWS_URL: 'mail.example.com', EWS_USERNAME: 'svc', EWS_PASSWORD: 'x' }, 'EWS_IMPERSONATE'],
  ])('names the variable that is missing in %o', async (environment, missing) => {
    await expect(output(environment)).rejects.toThrow(missing)
  })
})
