import type { Simulator } from 'ews-booking/simulator'
import { beforeEach, describe, expect, it } from 'vitest'
import { at, exchange, MAILBOX, PASSWORD, USERNAME } from '../../exchange'
import { run } from '../run'

const ROOM = 'room-1@example.com'
const NOW = new Date('2026-12-01T06:00:00Z')

let server: Simulator
let environment: Record<string, string>

const ewsBooking = (parameters: readonly string[], input?: string) =>
  run(parameters, { environment, now: NOW, timeZone: 'UTC', ...(input !== undefined && { input }) })

/** Lines of an output, without space at their ends. */
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length))

beforeEach(async () => {
  server = await exchange({
    distributionGroups: [{ address: 'rooms@example.com', name: 'Rooms', members: [ROOM], isRoomList: true }],
  })
  environment = { EWS_URL: server.url, EWS_USERNAME: USERNAME, EWS_PASSWORD: PASSWORD, EWS_IMPERSONATE: MAILBOX }
})

describe('free-busy', () => {
  it('draws the week of one mailbox, and never asks for titles', async () => {
    server.add(MAILBOX, { subject: 'Surgery', start: at('09:00'), end: at('10:00'), status: 'Busy' })
    const { stdout, stderr, code } = await ewsBooking(['free-busy'])
    expect(stdout).toMatch(new RegExp(`^${MAILBOX} \\(UTC\\)\n\n {7}Tue {7}Wed`))
    expect(stdout).toMatch(/^09:00 {2}█{9} ·/m)
    expect(stdout).not.toContain('Surgery')
    expect(widest(stdout)).toBeLessThanOrEqual(80)
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })

  it('draws several mailboxes side by side, within 80 columns even for a whole day', async () => {
    const day = { start: at('00:00'), end: at('23:59') }
    server.add(MAILBOX, { subject: 'Duty', ...day, status: 'OOF' })
    const { stdout, code } = await ewsBooking(['free-busy', MAILBOX, ROOM, '--days', '1'])
    expect(stdout).toContain(`${MAILBOX}  ${'▓'.repeat(48)}\n`)
    expect(stdout).toContain(`${ROOM.padEnd(MAILBOX.length)}  ${'·'.repeat(48)}\n`)
    expect(widest(stdout)).toBeLessThanOrEqual(80)
    expect(code).toBe(0)
  })

  it('shows the others where one mailbox is unknown, says why, and fails', async () => {
    const { stdout, stderr, code } = await ewsBooking(['free-busy', MAILBOX, 'nobody@example.com', '--days', '1'])
    expect(stdout).toMatch(/^nobody@example.com {4}\?{20}$/m)
    expect(stdout).toContain('? unknown')
    expect(stderr).toMatch(/nobody@example.com: .*ErrorMailRecipientNotFound/)
    expect(code).toBe(1)
  })

  it('prints JSON, with an error for a mailbox that is unknown', async () => {
    server.add(MAILBOX, { subject: 'Surgery', start: at('09:00'), end: at('10:00'), status: 'Busy' })
    const { stdout, code } = await ewsBooking(['free-busy', MAILBOX, 'nobody@example.com', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      [MAILBOX]: { periods: [{ start: at('09:00').toISOString(), end: at('10:00').toISOString(), status: 'busy' }] },
      'nobody@example.com': { error: { code: 'ERR_EWS_RESPONSE', responseCode: 'ErrorMailRecipientNotFound' } },
    })
    expect(code).toBe(1)
  })
})

describe('events', () => {
  it('lists appointments by day, within 80 columns', async () => {
    const location = 'A conference room in the basement'
    server.add(MAILBOX, { subject: 'A title that is '.repeat(9), start: at('09:00'), end: at('10:00'), location })
    server.add(MAILBOX, { subject: 'Secret', start: at('11:00'), end: at('12:00'), sensitivity: 'Private' })
    const { stdout, code } = await ewsBooking(['events'])
    expect(stdout).toMatch(/^Tue 1 Dec\n {2}09:00 to 10:00 {2}█ A title that is .*… {2}A conference room…\n/)
    expect(stdout).toMatch(/^ {2}11:00 to 12:00 {2}█ \(private\)$/m)
    expect(widest(stdout)).toBeLessThanOrEqual(80)
    expect(code).toBe(0)
    expect((await ewsBooking(['events', '--private'])).stdout).toContain('Secret')
  })

  it('prints nothing that turns a text around on the terminal', async () => {
    server.add(MAILBOX, { subject: 'a\u202eb\u0085c\n\td', start: at('09:00'), end: at('10:00') })
    expect((await ewsBooking(['events'])).stdout).toMatch(/█ abc ?d$/m)
  })

  it('says on standard error that there are none, and prints [] as JSON', async () => {
    expect(await ewsBooking(['events'])).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(/no appointments/),
      code: 0,
    })
    expect(await ewsBooking(['events', '--json'])).toMatchObject({ stdout: '[]\n', stderr: '', code: 0 })
  })
})

describe('book and cancel', () => {
  const request = ['book', '--start', '2026-12-01T09:30', '--title', 'Consultation', '--key', 'order-1']

  it('books once for a key, prints what to store, and cancels that from standard input', async () => {
    const first = await ewsBooking([...request, '--location', 'Room 1', '--attendee', 'guest@example.org'])
    expect(first.stderr).toMatch(/^Booked Tue 1 Dec, 09:30 to 10:00 \(UTC\) in the calendar of dr\.meier@example\.com/)
    expect(JSON.parse(first.stdout)).toMatchObject({ key: 'order-1', mailbox: MAILBOX, itemId: expect.any(String) })
    const again = await ewsBooking([...request, '--location', 'Room 1', '--attendee', 'guest@example.org'])
    expect(again.stdout).toBe(first.stdout)
    expect(server.calendar(MAILBOX)).toHaveLength(1)
    expect(await ewsBooking(['cancel'], first.stdout)).toMatchObject({
      stdout: `Cancelled order-1 in the calendar of ${MAILBOX}.\n`,
      code: 0,
    })
    expect(server.calendar(MAILBOX)).toEqual([])
  })

  it('cancels the booking with a key, once', async () => {
    await ewsBooking(request)
    await ewsBooking(['book', '--start', '2026-12-01T11:00', '--title', 'Consultation', '--key', 'order-2'])
    expect(await ewsBooking(['cancel', '--key', 'order-1'])).toMatchObject({
      stdout: `Cancelled order-1 in the calendar of ${MAILBOX}.\n`,
      stderr: '',
      code: 0,
    })
    expect(server.calendar(MAILBOX)).toMatchObject([{ start: at('11:00') }])
    const again = await ewsBooking(['cancel', '--key', 'order-1'])
    expect(again).toMatchObject({ stdout: '', code: 1 })
    expect(again.stderr).toMatch(
      /^The calendar of dr\.meier@example\.com has no booking with the key order-1\. Nothing/,
    )
    expect(server.calendar(MAILBOX)).toHaveLength(1)
  })

  it('takes a key or a file, not both, and no empty key', async () => {
    expect(await ewsBooking(['cancel', '--key', 'order-1', 'booking.json'])).toMatchObject({
      stderr: expect.stringMatching(/^Give --key or a file/),
      code: 2,
    })
    expect(await ewsBooking(['cancel', '--key', ''])).toMatchObject({ stdout: '', code: 2 })
    expect(server.requests).toEqual([])
  })

  it('ends with 7 where the time is taken', async () => {
    server.add(MAILBOX, { subject: 'Surgery', start: at('09:00'), end: at('10:00') })
    expect(await ewsBooking(request)).toMatchObject({ stdout: '', code: 7 })
  })

  it.each([
    [['--end', '2026-12-01T09:00'], /^--end must be after --start/],
    [['--end', '2026-12-01T10:00', '--minutes', '30'], /^Give --end or --minutes/],
    [['--minutes', '1.5'], /^--minutes: 1\.5 is not a whole number/],
    [['--time-zone', 'Mars/Phobos'], /^Mars\/Phobos is not the IANA name/],
  ])('refuses %j', async (options, message) => {
    const { stderr, code } = await ewsBooking([...request, ...options])
    expect(stderr).toMatch(message)
    expect(code).toBe(2)
    expect(server.requests).toEqual([])
  })

  it.each([
    ['', /^There is no booking/],
    ['[]', /^There is no booking/],
    ['{"itemId":"AAA="}', /^Booking 1 is not what 'book' printed/],
    ['{"itemId":5,"mailbox":"a@example.com"}', /^Booking 1/],
    ['{"itemId":"AAA=","mailbox":"a@example.com"}\nnull', /^Booking 2/],
    ['{}\n{', /^Line 2 is not JSON/],
    ['5', /^Booking 1/],
  ])('cancels nothing given %j', async (input, message) => {
    const { stderr, code } = await ewsBooking(['cancel'], input)
    expect(stderr).toMatch(message)
    expect(code).toBe(2)
  })
})

describe('the mailbox that a command acts for', () => {
  const request = ['book', '--start', '2026-12-01T09:30', '--title', 'Consultation', '--key', 'order-1']

  /** Whom the requests so far impersonated. */
  const impersonated = () => [
    ...new Set(
      server.requests
        .filter(({ operation }) => operation !== undefined)
        .map(({ xml }) => /<t:ConnectingSID><t:PrimarySmtpAddress>([^<]+)/.exec(xml)?.[1]),
    ),
  ]

  it('is that of the booking, where the account impersonates', async () => {
    server = await exchange({
      accounts: [{ username: USERNAME, password: PASSWORD, mayImpersonate: [MAILBOX, ROOM] }],
    })
    environment = { ...environment, EWS_URL: server.url }
    const booking = await ewsBooking([...request, '--mailbox', ROOM])
    expect(JSON.parse(booking.stdout)).toMatchObject({ mailbox: ROOM })
    expect(impersonated()).toEqual([ROOM])
    expect(await ewsBooking(['cancel'], booking.stdout)).toMatchObject({ stderr: '', code: 0 })
    expect(impersonated()).toEqual([ROOM])
    expect(server.calendar(ROOM)).toEqual([])
  })

  it('is the impersonated one that was typed, whatever the environment says', async () => {
    environment = { ...environment, EWS_MAILBOX: ROOM, EWS_IMPERSONATE: ROOM }
    expect(await ewsBooking([...request, '--impersonate', MAILBOX])).toMatchObject({ code: 0 })
    expect(impersonated()).toEqual([MAILBOX])
  })

  it("is the account's own where it doesn't impersonate", async () => {
    server = await exchange({
      accounts: [{ username: USERNAME, password: PASSWORD, mailbox: ROOM }],
      mailboxes: [{ address: MAILBOX, permissions: { [ROOM]: 'Editor' } }],
    })
    environment = { EWS_URL: server.url, EWS_USERNAME: USERNAME, EWS_PASSWORD: PASSWORD }
    const booking = await ewsBooking([...request, '--mailbox', MAILBOX])
    expect(booking).toMatchObject({ code: 0 })
    expect(await ewsBooking(['cancel'], booking.stdout)).toMatchObject({ stderr: '', code: 0 })
    expect(impersonated()).toEqual([undefined])
  })
})

describe('free-slots', () => {
  it('lists the times that are left on weekdays', async () => {
    server.add(MAILBOX, { subject: 'Surgery', start: at('09:00'), end: at('16:00') })
    const { stdout, code } = await ewsBooking(['free-slots', '--days', '1'])
    expect({ stdout, code }).toEqual({ stdout: 'Tue 1 Dec   16:00  16:30\n', code: 0 })
  })

  it('names the calendars that are free with --any', async () => {
    server.add(MAILBOX, { subject: 'Surgery', start: at('09:00'), end: at('16:00') })
    const parameters = ['free-slots', MAILBOX, ROOM, '--any', '--days', '1', '--open', '15:30', '--close', '16:30']
    const { stdout } = await ewsBooking(parameters)
    expect(stdout).toBe(`Tue 1 Dec\n  15:30  ${ROOM}\n  16:00  ${MAILBOX}, ${ROOM}\n`)
    const { stdout: printed } = await ewsBooking([...parameters, '--json'])
    expect(JSON.parse(printed)).toMatchObject([{ calendars: [ROOM] }, { calendars: [MAILBOX, ROOM] }])
  })

  it('refuses hours that are no times of day', async () => {
    expect(await ewsBooking(['free-slots', '--open', '9'])).toMatchObject({
      stderr: expect.stringMatching(/^--open: 9 is not a time/),
      code: 2,
    })
  })
})

describe('calendars', () => {
  it('lists them with the rights of the account, and with their ids as JSON', async () => {
    expect(await ewsBooking(['calendars'])).toMatchObject({
      stdout: expect.stringMatching(/^ {2}Calendar \(default\) {2}read, create, edit, delete$/m),
      code: 0,
    })
    expect(JSON.parse((await ewsBooking(['calendars', '--json'])).stdout)).toMatchObject([
      { id: expect.any(String), name: 'Calendar', isDefault: true },
    ])
  })
})

describe('rooms', () => {
  it('lists rooms by their lists', async () => {
    const { stdout } = await ewsBooking(['rooms'])
    expect(stdout).toMatch(/^Rooms \(rooms@example\.com\)\n {2}room-1@example\.com/)
    expect(JSON.parse((await ewsBooking(['rooms', '--json'])).stdout)).toMatchObject([
      { name: 'Rooms', address: 'rooms@example.com', rooms: [{ address: ROOM }] },
    ])
  })

  it('prints no control characters of the server', async () => {
    const list =
      '<t:Address><t:Name>Rooms\u009b2J</t:Name><t:EmailAddress>rooms\u009b1m@example.com</t:EmailAddress></t:Address>'
    server.inject({
      operation: 'GetRoomLists',
      fault: 'xml',
      body: answer('GetRoomLists', `<m:RoomLists>${list}</m:RoomLists>`),
    })
    const room =
      '<t:Room><t:Id><t:Name>1\u202e</t:Name><t:EmailAddress>room-1\u009b1m@example.com</t:EmailAddress></t:Id></t:Room>'
    server.inject({ operation: 'GetRooms', fault: 'xml', body: answer('GetRooms', `<m:Rooms>${room}</m:Rooms>`) })
    const { stdout } = await ewsBooking(['rooms'])
    expect(stdout).toBe('Rooms2J (rooms1m@example.com)\n  room-11m@example.com  1\n')
  })
})

/** An answer to an operation without response messages. */
const answer = (operation: string, content: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body><m:${operation}Response ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${content}</m:${operation}Response></s:Body></s:Envelope>`

describe('zones', () => {
  it('lists those with a word', async () => {
    const { stdout } = await ewsBooking(['zones', 'w. europe'])
    expect(stdout).toMatch(/^ {2}W\. Europe Standard Time +\(UTC\+01:00\)/)
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(JSON.parse((await ewsBooking(['zones', 'w. europe', '--json'])).stdout)).toMatchObject([
      { id: 'W. Europe Standard Time' },
    ])
  })
})

describe('a wrong password', () => {
  it('ends with 4, and isn’t shown', async () => {
    environment = { ...environment, EWS_PASSWORD: 'wrong-passw0rd' }
    const { stdout, stderr, code } = await ewsBooking(['events'])
    expect(stderr).toContain('refused')
    expect(stdout + stderr).not.toContain('wrong-passw0rd')
    expect(code).toBe(4)
  })
})
