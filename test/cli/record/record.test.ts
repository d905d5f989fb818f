import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { exchange, MAILBOX, PASSWORD, USERNAME } from '../../exchange'
import { run } from '../run'

const NOW = new Date('2026-12-01T06:00:00Z')

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'record-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'recording')
}

const contentOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')

async function record(password: string, ...options: readonly string[]) {
  const server = await exchange()
  server.add(MAILBOX, {
    subject: 'Surgery of Mrs Blum',
    start: NOW,
    end: new Date('2026-12-01T07:00:00Z'),
    location: 'Ward 7',
  })
  const environment = { EWS_URL: server.url, EWS_USERNAME: USERNAME, EWS_PASSWORD: password, EWS_IMPERSONATE: MAILBOX }
  const folder = newFolder()
  const ending = await run(['record', '--output', folder, ...options], { environment, now: NOW })
  return { server, folder, ...ending }
}

describe('record', () => {
  it('writes requests and answers without anything personal, and changes nothing', async () => {
    const { server, folder, stdout, code } = await record(PASSWORD)
    expect({ stdout, code }).toEqual({ stdout: `${folder}\n`, code: 0 })
    const content = contentOf(folder)
    expect(content).toContain('<m:ResponseCode>NoError</m:ResponseCode>')
    expect(content).toContain('<t:Start>2026-12-01T06:00:00Z</t:Start>')
    expect(content).not.toMatch(/Surgery|Blum|Ward|meier|svc-booking|zw0lf|127\.0\.0\.1|AAMk/i)
    expect(readdirSync(folder)).toContain('free-busy-1-GetUserAvailability')
    expect(server.requests.filter(({ operation }) => /Create|Update/.test(operation ?? ''))).toEqual([])
  })

  it('records a booking with --write, and leaves nothing of it behind', async () => {
    const { server, folder, code } = await record(PASSWORD, '--write')
    expect(code).toBe(0)
    expect(readdirSync(folder).some((name) => /^booking-\d+-CreateItem$/.test(name))).toBe(true)
    expect(server.calendar(MAILBOX)).toHaveLength(1)
  })

  it('records what a server says that refuses the account, tries once, and fails', async () => {
    const { folder, stderr, code } = await record('wrong-passw0rd')
    expect(code).toBe(4)
    expect(stderr).toMatch(/^free-busy .*EwsAuthenticationError$/m)
    expect(stderr.match(/EwsAuthenticationError/g)).toHaveLength(1)
    expect(contentOf(folder)).toContain('"status": 401')
  })

  it('is not confused by an account and a mailbox whose names are words of the schema', async () => {
    const account = { username: 'exchange', password: 'calendar', mayImpersonate: ['mail@example.com'] }
    const server = await exchange({ mailboxes: ['mail@example.com'], accounts: [account] })
    const environment = {
      EWS_URL: server.url,
      EWS_USERNAME: 'exchange',
      EWS_PASSWORD: 'calendar',
      EWS_IMPERSONATE: 'mail@example.com',
    }
    expect(await run(['record', '--output', newFolder()], { environment, now: NOW })).toMatchObject({ code: 0 })
  })

  it('writes to no folder that is there already', async () => {
    const server = await exchange()
    const environment = {
      EWS_URL: server.url,
      EWS_USERNAME: USERNAME,
      EWS_PASSWORD: PASSWORD,
      EWS_IMPERSONATE: MAILBOX,
    }
    const { stderr, code } = await run(['record', '--output', tmpdir()], { environment })
    expect(stderr).toMatch(/is there already\. Name a new folder with --output/)
    expect(code).toBe(2)
    expect(server.requests).toEqual([])
  })
})
