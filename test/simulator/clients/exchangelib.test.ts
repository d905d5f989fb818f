import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../../src/simulator'
import { needs, systemPython } from '../../requirements'
import { schemaDirectory, schemaErrors } from '../../schema'
import { DOCTOR } from '../exchange'

const NURSE = 'nurse@example.com'
const mailScript = fileURLToPath(new URL('use-mail.py', import.meta.url))
const script = fileURLToPath(new URL('use-calendar.py', import.meta.url))
const accounts = [
  { username: 'EXAMPLE\\doctor', password: 's3cret', mailbox: DOCTOR },
  { username: 'EXAMPLE\\svc-booking', password: 's3cret', mayImpersonate: 'all' },
] as const

describe('exchangelib gets on with the simulator', needs('exchangelib'), () => {
  it.each([
    ['basic', 'delegate', accounts[0]],
    ['basic', 'impersonation', accounts[1]],
    ['NTLM', 'delegate', accounts[0]],
    ['NTLM', 'impersonation', accounts[1]],
  ] as const)('by %s, with %s', async (scheme, access, { username, password }) => {
    await using exchange = await startSimulator({ mailboxes: [], accounts, https: false })
    const [start, end] = [new Date('2027-01-04T09:00:00Z'), new Date('2027-01-04T10:00:00Z')]
    exchange.add(DOCTOR, { subject: 'Visit', start, end })
    const { stdout } = await promisify(execFile)(systemPython, [
      script,
      ...[exchange.url, username, password, scheme, DOCTOR, access],
    ])
    expect(JSON.parse(stdout)).toMatchObject({
      folder: 'Calendar',
      view: ['Visit', 'New'],
      found: { body: 'text', location: 'Room 1' },
      busy: ['Busy'],
      folders: expect.arrayContaining(['Calendar', 'Inbox']),
      left: ['Visit'],
    })
    for (const { operation, responseXml = '' } of exchange.requests) {
      if (operation !== undefined && schemaDirectory !== undefined) expect(schemaErrors(responseXml)).toEqual([])
    }
  })

  it('with mail, and an invitation that is answered from the Inbox', async () => {
    const people = [DOCTOR, NURSE].map((mailbox) => ({ username: mailbox, password: 's3cret', mailbox }))
    await using exchange = await startSimulator({ mailboxes: [], accounts: people, https: false })
    const { stdout } = await promisify(execFile)(systemPython, [mailScript, exchange.url, DOCTOR, NURSE])
    expect(JSON.parse(stdout)).toEqual({
      sent: ['Letter', 'Second'],
      drafts: 0,
      letter: { sender: DOCTOR, attachment: 'hello', is_read: false, unread: 2 },
      unread: 1,
      answer: 'Thank you',
      request: { start: '2027-01-05T09:00:00+00:00', location: null },
      response: { type: 'Accept', subject: 'Accepted: Meeting' },
      attendee: 'Accept',
      left: ['Second'],
      synced: ['create'],
    })
    for (const { operation, responseXml = '' } of exchange.requests) {
      if (operation !== undefined && schemaDirectory !== undefined) expect(schemaErrors(responseXml)).toEqual([])
    }
  })
})
