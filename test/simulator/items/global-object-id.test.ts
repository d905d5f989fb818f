import { describe, expect, it } from 'vitest'
import { globalObjectIdOf, uidOfGlobalObjectId } from '../../../src/simulator/items/global-object-id'

/** One that Exchange has made. */
const OWN =
  '040000008200E00074C5B7101A82E008000000001BCFE1DAA354CE01000000000000000010000000A7F20CAF2EF2DA4D8870306202531473'
/** The same for the occurrence of 29 March 2027. */
const OF_OCCURRENCE =
  '040000008200E00074C5B7101A82E00807EB031D1BCFE1DAA354CE01000000000000000010000000A7F20CAF2EF2DA4D8870306202531473'
const DAY = new Date('2027-03-29T22:00:00Z')

describe('A GlobalObjectId', () => {
  it('is the UID in bytes if Exchange has made that, with the day of an occurrence', () => {
    expect(globalObjectIdOf(OWN).toString('hex').toUpperCase()).toBe(OWN)
    expect(globalObjectIdOf(OWN, DAY).toString('hex').toUpperCase()).toBe(OF_OCCURRENCE)
    expect(uidOfGlobalObjectId(Buffer.from(OF_OCCURRENCE, 'hex'))).toBe(OWN)
  })

  it('has a UID from elsewhere in it', () => {
    const bytes = globalObjectIdOf('visit-1@example.com')
    expect(bytes.toString('latin1', 40)).toBe('vCal-Uid\x01\0\0\0visit-1@example.com\0')
    expect(bytes.readUInt32LE(36)).toBe(bytes.length - 40)
    expect(uidOfGlobalObjectId(bytes)).toBe('visit-1@example.com')
  })

  it.each([
    ['too short', Buffer.from('0400', 'hex')],
    ['with characters that XML does not allow', globalObjectIdOf('visit\0\x01')],
  ])('%s stands for its own bytes', (_what, bytes) => {
    expect(uidOfGlobalObjectId(bytes)).toBe(bytes.toString('hex').toUpperCase())
  })
})
