import { describe, expect, it } from 'vitest'
import { responseCodeFacts, responseCodes } from '../../src/client/failure/response-code'
import { knownResponseCodes } from '../known-response-codes'

const errorCodes = knownResponseCodes.filter((code) => code !== 'NoError')
const kindOf = (kind: string) => errorCodes.filter((code) => responseCodeFacts(code).kind === kind).sort()

describe('the table of response codes', () => {
  it('contains only codes of the schema, each once', () => {
    const codes = responseCodes.flatMap((group) => group.codes)
    expect(codes.filter((code) => !knownResponseCodes.includes(code))).toEqual([])
    expect(new Set(codes).size).toBe(codes.length)
  })

  it('explains every code of the schema', () => {
    const unexplained = responseCodeFacts('ErrorFromTheFuture').hint.replace('ErrorFromTheFuture', '')
    expect(errorCodes.filter((code) => responseCodeFacts(code).hint.replace(code, '') === unexplained)).toEqual([])
  })

  it('explains in sentences, without repeating the code', () => {
    const hints = errorCodes.map((code) => [code, responseCodeFacts(code).hint] as const)
    expect(hints.filter(([, hint]) => !/^[A-Z]\S*(?: \S+){2,}\.$/.test(hint))).toEqual([])
    expect(hints.filter(([code, hint]) => hint.includes(code) || hint.length > 200)).toEqual([])
  })

  it.each([
    ['ErrorInvalidId', /recurringMasterItemId takes an occurrence's id/],
    ['ErrorUnifiedMessagingServerNotFound', /unified messaging.*this library's own operations/],
    ['ErrorSubscriptionNotFound', /subscriptions.*this library's own operations/],
    ['ErrorUnifiedGroupOfTomorrow', /groups.*this library's own operations/],
    ['ErrorFromTheFuture', /Microsoft's page "ResponseCode".*ErrorFromTheFuture/],
  ])('%s does not occur when booking, and its hint says so', (code, hint) => {
    expect(responseCodeFacts(code).hint).toMatch(hint)
  })

  it('pain 18: distinguishes throttling and transient errors', () => {
    expect(kindOf('throttled')).toEqual(['ErrorExceededConnectionCount', 'ErrorServerBusy'])
    expect(kindOf('transient')).toEqual([
      'ErrorADOperation',
      'ErrorADUnavailable',
      'ErrorConnectionFailed',
      'ErrorInternalServerTransientError',
      'ErrorMailboxFailover',
      'ErrorMailboxMoveInProgress',
      'ErrorMailboxStoreUnavailable',
      'ErrorNotEnoughMemory',
      'ErrorTimeoutExpired',
      'ErrorTooManyObjectsOpened',
    ])
  })
})
