import { EwsResponseError } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { describe, expect, it } from 'vitest'
import { addresseesOf } from '../../../src/booking/directory/addressee'
import { getRooms } from '../../../src/simulator/services/get-rooms'
import { ServiceError } from '../../../src/simulator/soap/service-error'
import { clientOf, exchange, MAILBOX, rejection } from '../../exchange'
import { beforehand, invalidRequests, operationsOf } from '../bookings'

const mailboxes = Array.from({ length: 101 }, (_, index) => ({
  address: `room-${index}@example.com`,
  name: `Room ${index}`,
}))
const groups = [
  {
    address: 'berlin@example.com',
    name: 'Berlin',
    members: ['room-1@example.com', 'room-2@example.com'],
    isRoomList: true,
  },
  { address: 'paris@example.com', name: 'Paris', members: mailboxes.map(({ address }) => address), isRoomList: true },
  { address: 'room-group@example.com', name: 'Room group', members: ['room-1@example.com'] },
]

const organization = (options: Parameters<typeof exchange>[0] = {}) =>
  exchange({ mailboxes: [MAILBOX, ...mailboxes], distributionGroups: groups, ...options })

describe('BookingCalendar.rooms', () => {
  it('returns the room lists with their rooms, and says where there may be more', async () => {
    const server = await organization()
    const lists = await BookingCalendar.rooms(clientOf(server))
    expect(lists).toMatchObject([
      {
        name: 'Berlin',
        address: 'berlin@example.com',
        rooms: [
          { name: 'Room 1', address: 'room-1@example.com' },
          { name: 'Room 2', address: 'room-2@example.com' },
        ],
        isComplete: true,
      },
      { name: 'Paris', isComplete: false },
    ])
    expect(lists[1]?.rooms).toHaveLength(100)
    expect(operationsOf(server)).toEqual(['GetRoomLists', 'GetRooms', 'GetRooms'])
    expect(invalidRequests(server)).toEqual([])
  })

  it('returns none where the organization has none', async () => {
    expect(await BookingCalendar.rooms(clientOf(await exchange()))).toEqual([])
  })

  it('answers for the other lists if the rooms of one are unknown', async () => {
    const refusing = beforehand(getRooms, (request) => {
      if (JSON.stringify(request).includes('berlin')) throw new ServiceError('ErrorNameResolutionNoResults', 'No.')
    })
    const lists = await BookingCalendar.rooms(clientOf(await organization({ services: [refusing] })))
    expect(lists).toMatchObject([{ name: 'Berlin', error: expect.any(EwsResponseError) }, { name: 'Paris' }])
    expect(lists[0]).not.toHaveProperty('rooms')
  })

  it('returns addresses that can be booked', async () => {
    const client = clientOf(await organization())
    const [{ rooms = [] } = {}] = await BookingCalendar.rooms(client)
    const window = { start: new Date('2026-12-01T09:00:00Z'), end: new Date('2026-12-01T10:00:00Z') }
    const calendar = new BookingCalendar(client, { mailbox: MAILBOX })
    const booking = await calendar.book({ key: 'a', title: 'x', ...window, rooms: rooms.map(({ address }) => address) })
    expect((await calendar.get(booking))?.attendees).toHaveLength(2)
  })
})

describe('BookingCalendar.people', () => {
  it('finds people, rooms and groups by how their name or address begins', async () => {
    const server = await organization()
    const found = await BookingCalendar.people(clientOf(server), ' Room 99 ')
    expect(found).toEqual({
      people: [{ name: 'Room 99', address: 'room-99@example.com', isGroup: false }],
      isComplete: true,
    })
    expect(await BookingCalendar.people(clientOf(server), 'room-group')).toMatchObject({ people: [{ isGroup: true }] })
    expect(invalidRequests(server)).toEqual([])
  })

  it('finds nobody without an error, and says where there are more than it returns', async () => {
    const client = clientOf(await organization())
    expect(await BookingCalendar.people(client, 'nobody')).toEqual({ people: [], isComplete: true })
    const { people, isComplete } = await BookingCalendar.people(client, 'room')
    expect(people).toHaveLength(100)
    expect(isComplete).toBe(false)
  })

  it.each(['', ' ', 'a\nb', undefined])('refuses %j and sends nothing', async (text) => {
    const server = await organization()
    const outcome: Promise<unknown> = Reflect.apply(BookingCalendar.people, BookingCalendar, [clientOf(server), text])
    expect(await rejection(outcome)).toMatchObject({ path: 'text' })
    expect(server.requests).toEqual([])
  })

  it("passes on the server's refusal", async () => {
    const error = await rejection(BookingCalendar.people(clientOf(await organization()), 'Meier, Anna'))
    expect(error).toMatchObject({ responseCode: 'ErrorInvalidNameForNameResolution' })
  })
})

describe('an address that is none of SMTP', () => {
  it('is left out, because nobody can be invited by it', () => {
    expect(
      addresseesOf([
        { name: 'A', emailAddress: '/o=Example/cn=a', routingType: 'EX' },
        { name: 'B' },
        { emailAddress: 'c@example.com' },
      ]),
    ).toEqual([{ name: 'c@example.com', address: 'c@example.com' }])
  })
})
