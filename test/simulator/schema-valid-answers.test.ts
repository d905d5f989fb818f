import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GetItem, type Operation } from '../../src/operations'
import { ExchangeAsmx } from '../../src/simulator/exchange-asmx'
import type { MailboxStore } from '../../src/simulator/mailbox/mailbox-store'
import { servicesWith } from '../../src/simulator/services/services'
import { arbitraryOf } from '../arbitraries'
import { operations } from '../operations/envelopes'
import { needs } from '../requirements'
import { schemaErrors } from '../schema'
import { bySuite } from '../suite'
import { requestXml } from './ews-connection'
import { DOCTOR } from './exchange'
import { everyItemOf, namingWhatIsThere, populatedStore, populatedSubscriptions } from './populated-store'

const RUNS = bySuite({ quick: 100, slow: 1000 })

const services = servicesWith([])
/** Without latency and throttling. */
const pace = { latencyMs: () => 0, costMs: () => 0, throttle: undefined, sleep: () => Promise.resolve() }
const account = { username: 'svc-booking', password: 's3cret', mayImpersonate: 'all' } as const

/** The most changed items to look at. A series changes with all of its occurrences. */
const MOST_ITEMS = 5

const itemsOf = (store: MailboxStore) => store.mailboxes().flatMap(everyItemOf)
const changeKeys = new Set(itemsOf(populatedStore()).map(({ itemId }) => itemId.changeKey))

/** The answer of a new simulator with items of every kind, and its answer to GetItem for new and changed items. */
async function answersTo(operation: Operation<unknown, unknown>, request: unknown): Promise<string[]> {
  const store = populatedStore()
  const service = new ExchangeAsmx(services, store, populatedSubscriptions(store, account), pace)
  const ask = (asked: Operation<unknown, unknown>, body: unknown) =>
    service.read(account, Buffer.from(requestXml(asked, body, { smtpAddress: DOCTOR }))).carryOut()
  const { body: answer, rest } = ask(operation, request)
  const further: string[] = []
  for await (const each of rest?.(new AbortController().signal) ?? []) further.push(each)
  if (operation.safe) return [answer, ...further]
  const changed = itemsOf(store).filter(({ itemId }) => !changeKeys.has(itemId.changeKey))
  const itemIds = changed.slice(0, MOST_ITEMS).map(({ itemId }) => ({ itemId }))
  return itemIds.length === 0
    ? [answer]
    : [answer, ask(GetItem, { itemShape: { baseShape: 'AllProperties' }, itemIds }).body]
}

describe(
  "every request that can be described gets an answer that is valid by Microsoft's schema",
  needs('schema'),
  () => {
    it.each(operations.map((operation) => ({ name: operation.name, operation })))('$name', async ({ operation }) => {
      let successes = 0
      await fc.assert(
        fc.asyncProperty(arbitraryOf(operation.request.type, namingWhatIsThere), async (request) => {
          const answers = await answersTo(operation, request)
          for (const xml of answers) {
            expect(schemaErrors(xml)).toEqual([])
            expect(xml).not.toContain('ErrorInternalServerError')
          }
          if (answers[0]?.includes('ResponseClass="Success"')) successes += 1
        }),
        { numRuns: RUNS },
      )
      expect(successes).toBeGreaterThan(RUNS / 50)
    })
  },
)
