import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Operation } from '../../src/operations'
import { ExchangeAsmx } from '../../src/simulator/exchange-asmx'
import { Injections } from '../../src/simulator/fault'
import { servicesWith } from '../../src/simulator/services'
import { arbitraryOf } from '../arbitraries'
import { operations } from '../operations/envelopes'
import { schemaDirectory, schemaErrors } from '../schema'
import { requestXml } from './ews-connection'
import { DOCTOR } from './exchange'
import { namingWhatIsThere, populatedStore } from './populated-store'

const services = servicesWith([])
const account = { username: 'svc-booking', password: 's3cret', mayImpersonate: 'all' } as const

/** The answer of a new simulator, with items of every kind, to `request`. */
function answerTo(operation: Operation<unknown, unknown>, request: unknown): string {
  const service = new ExchangeAsmx(services, populatedStore(), new Injections([]))
  const { outcome } = service.answer(account, Buffer.from(requestXml(operation, request, { smtpAddress: DOCTOR })))
  if (typeof outcome === 'string') throw new TypeError(`No answer came: ${outcome}`)
  return outcome.body
}

describe.skipIf(schemaDirectory === undefined)(
  "whatever request can be described gets an answer that is valid by Microsoft's schema",
  () => {
    it.each(operations.map((operation) => ({ name: operation.name, operation })))('$name', ({ operation }) => {
      let successes = 0
      fc.assert(
        fc.property(arbitraryOf(operation.request.type, namingWhatIsThere), (request) => {
          const xml = answerTo(operation, request)
          expect(schemaErrors(xml)).toEqual([])
          expect(xml).not.toContain('ErrorInternalServerError')
          if (xml.includes('ResponseClass="Success"')) successes += 1
        }),
        { numRuns: 1000 },
      )
      expect(successes).toBeGreaterThan(0)
    })
  },
)
