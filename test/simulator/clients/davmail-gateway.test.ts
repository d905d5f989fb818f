import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../src/simulator'
import { freePort } from '../../free-port'
import { needs } from '../../requirements'
import { schemaDirectory, schemaErrors } from '../../schema'
import { DOCTOR } from '../exchange'

const NURSE = 'nurse@example.com'
const CALENDAR = `/users/${DOCTOR}/calendar`
const credentials = `Basic ${Buffer.from('doctor:s3cret').toString('base64')}`

/** Starts DavMail in front of the simulator, and returns how to send it requests of CalDAV. */
async function startDavmail({ url }: Simulator) {
  const folder = await mkdtemp(join(tmpdir(), 'davmail-'))
  const port = await freePort()
  const settings = {
    'davmail.server': 'true',
    'davmail.mode': 'EWS',
    'davmail.url': url,
    'davmail.caldavPort': port,
    'davmail.bindAddress': '127.0.0.1',
    'davmail.disableUpdateCheck': 'true',
    'davmail.logFilePath': join(folder, 'davmail.log'),
  }
  const file = join(folder, 'davmail.properties')
  await writeFile(
    file,
    Object.entries(settings)
      .map((each) => each.join('='))
      .join('\n'),
  )
  const gateway = spawn('davmail', [file], { env: { ...process.env, HOME: folder } })
  const ended = once(gateway, 'exit')
  const lines = createInterface(gateway.stdout)
  await Promise.race([
    new Promise<void>((resolve) => lines.on('line', (line) => line.includes('listening') && resolve())),
    ended.then(() => Promise.reject(new Error('DavMail has ended'))),
  ])
  return {
    async ask(method: string, path: string, body?: string, headers: Readonly<Record<string, string>> = {}) {
      const init = {
        method,
        headers: { authorization: credentials, ...headers },
        ...(body === undefined ? {} : { body }),
      }
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, init)
      return { status: answer.status, text: await answer.text() }
    },
    async [Symbol.asyncDispose]() {
      gateway.kill()
      await ended
      await rm(folder, { recursive: true })
    },
  }
}

const event = (uid: string, ...lines: readonly string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//ews-booking//test//EN',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20270101T000000Z',
    'DTSTART:20270105T090000Z',
    'DTEND:20270105T100000Z',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')

const freeBusy = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'METHOD:REQUEST',
  'BEGIN:VFREEBUSY',
  'UID:free-busy',
  'DTSTAMP:20270101T000000Z',
  'DTSTART:20270105T000000Z',
  'DTEND:20270106T000000Z',
  `ORGANIZER:mailto:${DOCTOR}`,
  `ATTENDEE:mailto:${NURSE}`,
  'END:VFREEBUSY',
  'END:VCALENDAR',
  '',
].join('\r\n')

const DEPTH = { depth: '1', 'content-type': 'text/xml' }
const allEvents = `<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/><c:calendar-data/></d:prop><c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"/></c:comp-filter></c:filter></c:calendar-query>`
const homes = `<d:propfind xmlns:d="DAV:"><d:prop><d:displayname/><d:resourcetype/></d:prop></d:propfind>`

describe('DavMail gets on with the simulator', needs('davmail'), () => {
  it('as a CalDAV server: folders, events, a series, an invitation, free/busy', async () => {
    await using exchange = await startSimulator({
      mailboxes: [NURSE],
      accounts: [{ username: 'doctor', password: 's3cret', mailbox: DOCTOR }],
      https: false,
    })
    const times = { start: new Date('2027-01-04T09:00:00Z'), end: new Date('2027-01-04T10:00:00Z') }
    exchange.add(DOCTOR, { subject: 'Visit', ...times })
    await using davmail = await startDavmail(exchange)
    const put = (name: string, text: string) =>
      davmail.ask('PUT', `${CALENDAR}/${name}.ics`, text, { 'content-type': 'text/calendar' })
    const subjects = async () => {
      const { text } = await davmail.ask('REPORT', `${CALENDAR}/`, allEvents, DEPTH)
      return [...text.matchAll(/SUMMARY:(.*?)\r?\n/g)].map(([, summary]) => summary).sort()
    }

    const home = await davmail.ask('PROPFIND', `/users/${DOCTOR}/`, homes, DEPTH)
    expect(home.status).toBe(207)
    expect(home.text).toContain(`${CALENDAR}/`)
    expect(await subjects()).toEqual(['Visit'])

    expect((await put('new', event('new', 'SUMMARY:New', 'DESCRIPTION:text', 'LOCATION:Room 1'))).status).toBe(201)
    expect(exchange.calendar(DOCTOR)[1]).toMatchObject({
      subject: 'New',
      location: 'Room 1',
      start: new Date('2027-01-05T09:00:00Z'),
      body: { value: 'text' },
    })
    expect((await davmail.ask('GET', `${CALENDAR}/new.ics`)).text).toContain('SUMMARY:New')
    expect((await put('new', event('new', 'SUMMARY:Changed'))).status).toBe(200)
    expect(await subjects()).toEqual(['Changed', 'Visit'])

    await put('series', event('series', 'SUMMARY:Series', 'RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=TU'))
    const month = { start: times.start, end: new Date('2027-02-01T00:00:00Z') }
    expect(exchange.calendar(DOCTOR, month).filter(({ subject }) => subject === 'Series')).toHaveLength(3)

    const attendee = `ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:${NURSE}`
    await put('meeting', event('meeting', 'SUMMARY:Meeting', `ORGANIZER:mailto:${DOCTOR}`, attendee))
    expect(exchange.calendar(NURSE)).toMatchObject([{ subject: 'Meeting', legacyFreeBusyStatus: 'Tentative' }])
    const asked = await davmail.ask('POST', `/users/${DOCTOR}/outbox/`, freeBusy, {
      'content-type': 'text/calendar',
      originator: `mailto:${DOCTOR}`,
      recipient: `mailto:${NURSE}`,
    })
    expect(asked.text).toContain('FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270105T090000Z/20270105T100000Z')

    expect((await davmail.ask('DELETE', `${CALENDAR}/new.ics`)).status).toBe(200)
    expect(await subjects()).toEqual(['Meeting', 'Series', 'Visit'])
    if (schemaDirectory === undefined) return
    for (const { operation, responseXml = '' } of exchange.requests) {
      if (operation !== undefined) expect(schemaErrors(responseXml)).toEqual([])
    }
  })
})
