import {
  EwsAuthenticationError,
  EwsConnectionError,
  type EwsError,
  EwsProtocolError,
  EwsRequestError,
  EwsResponseError,
  EwsThrottledError,
  EwsTimeoutError,
  type ResponseCode,
} from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { isInDoubt, isTransient, retryCleanUp } from '../../../src/booking/calendar/failure'

const told = { message: 'x', hint: '.' }
const response = (responseCode: ResponseCode) =>
  new EwsResponseError({ ...told, responseCode, messageText: '', messageXml: {} })

describe('a change that failed', () => {
  it.each<[string, EwsError, boolean, boolean]>([
    ['a connection that was cut', new EwsConnectionError(told), true, true],
    ['a request that never left', new EwsConnectionError({ ...told, retryable: true }), false, true],
    ['no answer in time', new EwsTimeoutError({ ...told, timeoutMs: 1 }), true, true],
    ['an answer that is not EWS', new EwsProtocolError(told), true, true],
    ['ErrorInternalServerError', response('ErrorInternalServerError'), true, true],
    ['ErrorInternalServerTransientError', response('ErrorInternalServerTransientError'), true, true],
    ['ErrorTimeoutExpired', response('ErrorTimeoutExpired'), true, true],
    ['ErrorMailboxStoreUnavailable', response('ErrorMailboxStoreUnavailable'), true, true],
    ['ErrorBatchProcessingStopped', response('ErrorBatchProcessingStopped'), true, true],
    ['a server that is overloaded', new EwsThrottledError({ ...told, retryable: true, backOffMs: 1 }), false, true],
    ['ErrorAccessDenied', response('ErrorAccessDenied'), false, false],
    ['a wrong password', new EwsAuthenticationError(told), false, false],
    ['a request that is wrong', new EwsRequestError({ ...told, path: 'x' }), false, false],
  ])('for %s', (_case, error, unsure, passes) => {
    expect(isInDoubt(error)).toBe(unsure)
    expect(isTransient(error)).toBe(passes)
  })
})

describe('a clean-up request', () => {
  const failing = (times: number, error: unknown) => {
    const calls = { count: 0 }
    const request = async () => {
      calls.count += 1
      if (calls.count <= times) throw error
      return 'done'
    }
    return { calls, request }
  }

  it('is sent three times', async () => {
    const error = new EwsConnectionError(told)
    expect(await retryCleanUp(failing(2, error).request)).toBe('done')
    const { calls, request } = failing(3, error)
    await expect(retryCleanUp(request)).rejects.toBe(error)
    expect(calls.count).toBe(3)
  })

  it.each([response('ErrorAccessDenied'), new TypeError('x')])('is not repeated after %s', async (error) => {
    const { calls, request } = failing(1, error)
    await expect(retryCleanUp(request)).rejects.toBe(error)
    expect(calls.count).toBe(1)
  })
})
