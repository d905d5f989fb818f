import { describe, expect, it } from 'vitest'
import { responseCodeFacts, responseCodes } from '../../src/client/failure/response-code'
import { knownResponseCodes } from '../known-response-codes'

const errorCodes = knownResponseCodes.filter((code) => code !== 'NoError')
const kindOf = (kind: string) => errorCodes.filter((code) => responseCodeFacts(code).kind === kind).sort()

describe('the table of response codes', () => {
  it('has codes of the schema only, each once', () => {
    const codes = responseCodes.flatMap((group) => group.codes)
    expect(codes.filter((code) => !knownResponseCodes.includes(code))).toEqual([])
    expect(new Set(codes).size).toBe(codes.length)
  })

  it('says of every code of the schema what it means', () => {
    const unexplained = responseCodeFacts('ErrorFromTheFuture').hint.replace('ErrorFromTheFuture', '')
    expect(errorCodes.filter((code) => responseCodeFacts(code).hint.replace(code, '') === unexplained)).toEqual([])
  })

  it('says it in sentences, and never by the code itself', () => {
    const hints = errorCodes.map((code) => [code, responseCodeFacts(code).hint] as const)
    expect(hints.filter(([, hint]) => !/^[A-Z]\S*(?: \S+){2,}\.$/.test(hint))).toEqual([])
    expect(hints.filter(([code, hint]) => hint.includes(code) || hint.length > 200)).toEqual([])
  })

  it.each([
    ['ErrorUnifiedMessagingServerNotFound', /unified messaging.*this library's own operations/],
    ['ErrorSubscriptionNotFound', /subscriptions.*this library's own operations/],
    ['ErrorUnifiedGroupOfTomorrow', /groups.*this library's own operations/],
    ['ErrorFromTheFuture', /Microsoft's page "ResponseCode".*ErrorFromTheFuture/],
  ])('%s is none that booking can meet, and says so', (code, hint) => {
    expect(responseCodeFacts(code).hint).toMatch(hint)
  })

  it('pain 18: knows what is throttling, and what is likely to pass', () => {
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
