import { describe, expect, it } from 'vitest'
import { GetRoomLists, GetRooms, ResolveNames } from '../../../src/operations'
import { ExpandDL } from '../../../src/operations/directory/expand-dl'
import { DOCTOR, ROOM, withExchange } from '../exchange'

const ROOMS = 'rooms@example.com'
const STAFF = 'staff@example.com'

describe('The directory', () => {
  const { call } = withExchange({
    mailboxes: [{ address: DOCTOR, name: 'Dr. Anna Meier' }, { address: ROOM, name: 'Room 1' }, 'anton@example.com'],
    distributionGroups: [
      { address: ROOMS, name: 'All rooms', members: [ROOM, 'room-2@example.org'], isRoomList: true },
      { address: STAFF, members: [DOCTOR, ROOMS] },
    ],
  })

  it('has room lists, and their rooms', async () => {
    expect((await call(GetRoomLists, {})).roomLists).toMatchObject([
      { name: 'All rooms', emailAddress: ROOMS, routingType: 'SMTP', mailboxType: 'PublicDL' },
    ])
    expect((await call(GetRooms, { roomList: { emailAddress: ROOMS.toUpperCase() } })).rooms).toMatchObject([
      { id: { name: 'Room 1', emailAddress: ROOM, mailboxType: 'Mailbox' } },
      { id: { emailAddress: 'room-2@example.org' } },
    ])
  })

  it.each([STAFF, 'nobody@example.com'])('has no rooms of %s', async (emailAddress) => {
    expect(await call(GetRooms, { roomList: { emailAddress } })).toMatchObject({
      responseClass: 'Error',
      responseCode: 'ErrorNameResolutionNoResults',
    })
  })

  it.each([
    ['the beginning of an address', 'dr.meier', [DOCTOR]],
    ['an address with its kind', `smtp:${ROOM}`, [ROOM]],
    ['the beginning of a word of the name', 'anna', [DOCTOR]],
    ['a group', 'staff', [STAFF]],
  ])('resolves %s', async (_case, unresolvedEntry, addresses) => {
    const { responseMessages } = await call(ResolveNames, { unresolvedEntry, returnFullContactData: true })
    expect(responseMessages).toMatchObject([
      {
        responseClass: 'Success',
        resolutionSet: {
          includesLastItemInRange: true,
          resolution: addresses.map((emailAddress) => ({
            mailbox: { emailAddress },
            contact: { contactSource: 'ActiveDirectory', emailAddresses: [{ value: `SMTP:${emailAddress}` }] },
          })),
        },
      },
    ])
  })

  it('returns several matches as a warning with data', async () => {
    const { responseMessages } = await call(ResolveNames, { unresolvedEntry: 'an', returnFullContactData: false })
    expect(responseMessages).toMatchObject([
      {
        responseClass: 'Warning',
        responseCode: 'ErrorNameResolutionMultipleResults',
        resolutionSet: { totalItemsInView: 2 },
      },
    ])
  })

  it.each([
    ['no match', 'nobody', 'ErrorNameResolutionNoResults'],
    ['an entry without letters', '-', 'ErrorInvalidNameForNameResolution'],
    ['two entries', 'a,b', 'ErrorInvalidNameForNameResolution'],
  ])('reports %s', async (_case, unresolvedEntry, responseCode) => {
    const { responseMessages } = await call(ResolveNames, { unresolvedEntry, returnFullContactData: false })
    expect(responseMessages).toMatchObject([{ responseClass: 'Error', responseCode }])
  })

  it('expands a group, but not the groups in it', async () => {
    const { responseMessages } = await call(ExpandDL, { mailbox: { emailAddress: STAFF } })
    expect(responseMessages[0]?.dlExpansion?.mailbox).toMatchObject([
      { emailAddress: DOCTOR, mailboxType: 'Mailbox' },
      { emailAddress: ROOMS, mailboxType: 'PublicDL' },
    ])
    expect((await call(ExpandDL, { mailbox: { emailAddress: DOCTOR } })).responseMessages).toMatchObject([
      { responseCode: 'ErrorNameResolutionNoResults' },
    ])
  })
})
