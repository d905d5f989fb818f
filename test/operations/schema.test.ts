import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FindItem, GetUserAvailability } from '../../src/operations'
import {
  envelopeNamespaces,
  exchangeVersions,
  requestEnvelope,
  responseEnvelope,
} from '../../src/operations/soap/envelope'
import { type ElementDescription, writeXml } from '../../src/xml'
import { needs } from '../requirements'
import { schemaErrors } from '../schema'
import { bySuite } from '../suite'
import { publishedValue, requests, responses, write } from './envelopes'

const start = new Date('2026-12-01T00:00:00Z')
const end = new Date('2026-12-02T00:00:00Z')

const xmlOf = (root: ElementDescription<unknown>, value: unknown) => writeXml(root, value, envelopeNamespaces)

const findItemXml = (header?: unknown) =>
  xmlOf(requestEnvelope(FindItem), {
    header,
    body: {
      request: {
        traversal: 'Shallow',
        itemShape: { baseShape: 'IdOnly', bodyType: 'Text' },
        calendarView: { startDate: start, endDate: end, maxEntriesReturned: 1 },
        parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
      },
    },
  })

/** The type of its ids is abstract, so that the schema wants an `xsi:type`, which the reader ignores and the writer doesn't have. */
const ABSTRACT = 'a ConvertId response'

describe("every written document is valid by Microsoft's schema", needs('schema'), () => {
  const runs = [
    ...requests.map((envelope) => ({ ...envelope, numRuns: bySuite({ quick: 100, slow: 1000 }) })),
    ...responses
      .filter(({ title }) => title !== ABSTRACT)
      .map((envelope) => ({ ...envelope, numRuns: bySuite({ quick: 50, slow: 200 }) })),
  ]

  it.each(runs)('$title, for $numRuns of them', ({ numRuns, ...envelope }) => {
    fc.assert(
      fc.property(publishedValue(envelope), (value) => {
        expect(schemaErrors(write(envelope, value))).toEqual([])
      }),
      { numRuns },
    )
  })

  it.each(exchangeVersions)('pain 19: the version %s is in the schema', (version) => {
    expect(schemaErrors(findItemXml({ requestServerVersion: { version } }))).toEqual([])
  })

  it.each([
    ['principalName', 'svc@example.com'],
    ['sid', 'S-1-5-21-1'],
    ['primarySmtpAddress', 'ada@example.com'],
    ['smtpAddress', 'ada@example.com'],
  ])('an impersonation by %s', (key, value) => {
    expect(schemaErrors(findItemXml({ exchangeImpersonation: { connectingSID: { [key]: value } } }))).toEqual([])
  })

  it('pain 9: an availability request in UTC, a zone without daylight saving', () => {
    const request = {
      mailboxDataArray: [{ email: { address: 'room@example.com' }, attendeeType: 'Room' }],
      freeBusyViewOptions: { timeWindow: { startTime: start, endTime: end }, requestedView: 'FreeBusy' },
    }
    expect(schemaErrors(xmlOf(requestEnvelope(GetUserAvailability), { body: { request } }))).toEqual([])
  })

  it('a fault, which the schema does not have', () => {
    const fault = { faultcode: 'a:ErrorServerBusy', faultstring: 'Busy.' }
    expect(schemaErrors(xmlOf(responseEnvelope(FindItem), { body: { fault } }))).toEqual([])
  })
})

describe('the schema finds every fault', needs('schema'), () => {
  const valid = findItemXml({ requestServerVersion: { version: 'Exchange2016' } })

  it.each([
    ['an unknown version in a header', 'Exchange2016', 'Exchange2019', /'Exchange2019' is not an element of the set/],
    ['elements out of order', /(<t:BaseShape>.*?)(<t:BodyType>.*?<\/t:BodyType>)/, '$2$1', /BodyType.*not expected/],
    ['a missing attribute', ' Traversal="Shallow"', '', /'Traversal' is required but missing/],
    ['an unknown element', '<m:ItemShape>', '<m:Weather/><m:ItemShape>', /Weather.*not expected/],
    ['an element of the wrong namespace', /m:ItemShape/g, 't:ItemShape', /ItemShape.*not expected/],
    ['an unknown operation', /m:FindItem/g, 'm:FindWeather', /No matching global declaration/],
    ['an empty body', /<s:Body>.*<\/s:Body>/, '<s:Body/>', /A body has one element/],
    ['no body', /<s:Body>.*<\/s:Body>/, '', /one Body/],
    ['another envelope', /s:Envelope/g, 's:Letter', /Letter isn't a SOAP envelope/],
    ['a document that is not XML', '</m:FindItem>', '', /mismatch/],
  ])('%s', (_case, right, wrong, problem) => {
    expect(schemaErrors(valid)).toEqual([])
    expect(schemaErrors(valid.replace(right, wrong))).toContainEqual(expect.stringMatching(problem))
  })
})
