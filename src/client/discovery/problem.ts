import { EwsError, EwsRequestError } from '../../errors'
import { RequestFailure } from '../http/request-failure'

/** A server's answer can't be used. The message continues a sentence after the address. */
export class UnusableAnswerError extends Error {
  override readonly name = 'UnusableAnswerError'
}

/** Returns why a server couldn't be asked, to stand after its address: `can't be reached (ENOTFOUND)`. */
export function problemOf(failure: unknown): string {
  const error = failure instanceof RequestFailure ? failure.cause : failure
  if (!(error instanceof Error)) throw error
  if (error instanceof EwsRequestError && error.path === 'url') return error.message.replace(/^The option url: /, '')
  if (error.name === 'AbortError') return "doesn't answer in time"
  if (error instanceof UnusableAnswerError) return error.message
  if (error instanceof EwsError) return `can't be asked: ${error.message.replace(/^Autodiscover failed: /, '')}`
  return `can't be reached (${codeOf(error)})`
}

/** How resolvers say that there is no such record. */
const ABSENT: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA'])

/** Returns why DNS named no service, to stand after the name that was looked up. */
export function lookupProblem(error: unknown): string {
  const code = error instanceof Error ? codeOf(error) : ''
  if (ABSENT.has(code)) return 'has no SRV record'
  return code === 'AbortError' ? "isn't looked up in time" : `can't be looked up (${code})`
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name)
