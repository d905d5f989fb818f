import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CreateItem, DeleteItem, GetItem, type Operation, UpdateItem } from '../../src/operations'
import { CalendarItem } from '../../src/operations/calendar-item'
import { FieldURI } from '../../src/operations/field-uri'
import { ItemId, OccurrenceItemId, RecurringMasterItemId } from '../../src/operations/item-id'
import { Recurrence } from '../../src/operations/recurrence'
import { envelopeNamespaces, requestEnvelope } from '../../src/operations/soap'
import { TimeZoneDefinition } from '../../src/operations/time-zone'
import { ExchangeAsmx } from '../../src/simulator/exchange-asmx'
import { Injections } from '../../src/simulator/fault'
import { MailboxStore } from '../../src/simulator/mailbox'
import { findProperty, omit } from '../../src/simulator/property'
import { readOnlyProperties } from '../../src/simulator/read-only-property'
import { occurrencesOf } from '../../src/simulator/series'
import { servicesWith } from '../../src/simulator/services'
import { instant, writeXml } from '../../src/xml'
import { arbitraryOf, type Overrides } from '../arbitraries'
import { schemaDirectory, schemaErrors } from '../schema'

const MAILBOX = 'dr.meier@example.com'
const account = { username: 'svc', password: '', mailbox: MAILBOX, mayImpersonate: 'all' } as const
const hour = { start: new Date('2026-12-01T09:00:00Z'), end: new Date('2026-12-01T10:00:00Z') }
const guest = { mailbox: { emailAddress: 'guest@example.com' } }

/** A store with an item of each kind, and the ids of all of them. */
function filled() {
  const store = new MailboxStore([MAILBOX], () => new Date('2026-11-30T08:00:00Z'))
  const mailbox = store.find(MAILBOX)
  if (mailbox === undefined) throw new TypeError('There is no mailbox')
  const single = store.create(mailbox, { subject: 'single', ...hour })
  const meeting = store.create(mailbox, { subject: 'meeting', ...hour, requiredAttendees: [guest] })
  const invited = store.create(mailbox, {
    ...hour,
    requiredAttendees: [guest],
    myResponseType: 'NoResponseReceived',
    organizer: guest,
  })
  const series = store.create(mailbox, {
    ...hour,
    recurrence: { dailyRecurrence: { interval: 1 }, noEndRecurrence: { startDate: '2026-12-01' } },
  })
  const occurrences = occurrencesOf(series, hour.start, new Date('2026-12-05'))
  const items = [single, meeting, invited, series, ...occurrences]
  return {
    store,
    service: new ExchangeAsmx(servicesWith([]), store, new Injections([])),
    ids: items.map(({ itemId }) => itemId),
    series,
  }
}

const { ids, series } = filled()
const someId = fc.constantFrom(...ids)
const someTime = fc.integer({ min: 0, max: 96 }).map((hours) => new Date(hour.start.getTime() + hours * 3_600_000))
const someZone = fc.constantFrom({ id: 'W. Europe Standard Time' }, { id: 'UTC' }, { id: 'Nowhere' }, {})
const someRecurrence = fc.record({
  weeklyRecurrence: fc.record({ interval: fc.integer({ min: 0, max: 2 }), daysOfWeek: fc.constant(['Friday']) }),
  numberedRecurrence: fc.record({
    startDate: fc.constant('2026-12-01'),
    numberOfOccurrences: fc.integer({ min: 0, max: 9 }),
  }),
})

/** Ids of items that are there, and what the server's rules let pass more often than anything at all would. */
const likely: Overrides = new Map<Parameters<Overrides['get']>[0], fc.Arbitrary<unknown>>([
  [ItemId, fc.oneof({ weight: 9, arbitrary: someId }, fc.record({ id: fc.string() }))],
  [RecurringMasterItemId, someId.map(({ id }) => ({ occurrenceId: id }))],
  [
    OccurrenceItemId,
    fc.record({ recurringMasterId: fc.constant(series.itemId.id), instanceIndex: fc.integer({ min: -1, max: 4 }) }),
  ],
  [instant, someTime],
  [TimeZoneDefinition, someZone],
  [Recurrence, someRecurrence],
])

const writable = arbitraryOf(CalendarItem, likely).map((item) => ({
  ...hour,
  ...omit(item, [...readOnlyProperties, 'mimeContent']),
}))

const oneUpdate = fc
  .constantFrom(...(FieldURI.slots[0]?.type.kind === 'scalar' ? (FieldURI.slots[0].type.facets.enumeration ?? []) : []))
  .chain((fieldURI) => {
    const slot = CalendarItem.slots.find(({ key }) => key === findProperty(fieldURI))
    const path = { fieldURI: { fieldURI } }
    const removal = fc.constant({ deleteItemField: path })
    if (slot === undefined) return removal
    const change = arbitraryOf(slot.type, likely).map((value) => ({ ...path, calendarItem: { [slot.key]: value } }))
    return fc.oneof(
      change.map((setItemField) => ({ setItemField })),
      change.map((appendToItemField) => ({ appendToItemField })),
      removal,
    )
  })

const anything = (operation: Operation<unknown, unknown>) => arbitraryOf(operation.request.type, likely)

const requests: readonly (readonly [string, Operation<unknown, unknown>, fc.Arbitrary<unknown>])[] = [
  ...[CreateItem, UpdateItem, DeleteItem, GetItem].map(
    (operation: Operation<unknown, unknown>) => [operation.name, operation, anything(operation)] as const,
  ),
  [
    'CreateItem of what clients may set',
    CreateItem,
    fc.record({
      sendMeetingInvitations: fc.constantFrom('SendToNone', 'SendOnlyToAll'),
      items: fc.array(fc.record({ calendarItem: writable }), { minLength: 1, maxLength: 2 }),
    }),
  ],
  [
    'UpdateItem of one property at a time',
    UpdateItem,
    fc.record({
      conflictResolution: fc.constant('AlwaysOverwrite'),
      sendMeetingInvitationsOrCancellations: fc.constantFrom('SendToNone', 'SendOnlyToAll', 'SendOnlyToChanged'),
      itemChanges: fc.array(
        fc.record({ itemId: someId, updates: fc.array(oneUpdate, { minLength: 1, maxLength: 2 }) }),
        { minLength: 1, maxLength: 5 },
      ),
    }),
  ],
]

/** The answer, and then what GetItem has to say of all items that there are. */
function answersTo(operation: Operation<unknown, unknown>, request: unknown): string[] {
  const { service, store } = filled()
  const answer = (to: Operation<unknown, unknown>, body: unknown) => {
    const xml = writeXml(requestEnvelope(to), { body: { request: body } }, envelopeNamespaces)
    const { outcome } = service.answer(account, Buffer.from(xml))
    if (typeof outcome === 'string') throw new TypeError(`The outcome is ${outcome}`)
    return outcome.body
  }
  const first = answer(operation, request)
  const itemIds = store.mailboxes().flatMap((mailbox) => mailbox.appointments().map(({ itemId }) => ({ itemId })))
  if (itemIds.length === 0) return [first]
  return [first, answer(GetItem, { itemShape: { baseShape: 'AllProperties' }, itemIds })]
}

describe.skipIf(schemaDirectory === undefined)('whatever the request, the answer is valid by the schema', () => {
  it.each(requests)('%s', (_title, operation, arbitrary) => {
    let carriedOut = 0
    fc.assert(
      fc.property(arbitrary, (request) => {
        const [answer, ...others] = answersTo(operation, request)
        for (const each of [answer, ...others]) {
          expect(schemaErrors(each ?? '')).toEqual([])
          expect(each).not.toContain('ErrorInternalServerError')
        }
        if (answer?.includes('ResponseClass="Success"')) carriedOut += 1
      }),
      { numRuns: 150 },
    )
    expect(carriedOut).toBeGreaterThan(0)
  })
})
