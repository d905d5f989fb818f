import { afterEach, beforeEach, expect } from 'vitest'
import type { Operation } from '../../src/operations'
import type { ConnectingSID, Fault } from '../../src/operations/soap/envelope'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator'
import { schemaDirectory, schemaErrors } from '../schema'
import { basic, EwsConnection, readAnswer, requestXml } from './ews-connection'

export const DOCTOR = 'dr.meier@example.com'
export const ROOM = 'room-1@example.com'
export const NOW = new Date('2026-12-01T08:00:00Z')

export const options: SimulatorOptions = {
  mailboxes: [DOCTOR, ROOM],
  accounts: [
    { username: 'EXAMPLE\\svc-booking', password: 's3cret', mayImpersonate: 'all' },
    { username: 'doctor@example.com', password: 'grüezi', mailbox: DOCTOR },
    { username: 'clerk', password: 'a:b', mayImpersonate: ['Room-1@EXAMPLE.com'] },
  ],
  https: false,
  now: () => NOW,
}

/** A time on 1 December 2026: `at('09:45')`. */
export const at = (time: string) => new Date(`2026-12-01T${time}:00Z`)

/**
 * Starts a simulator for each test, and a connection to it. If Microsoft's schema is available, every answer to `ask`, `call` and
 * `fault` is validated.
 */
export function withExchange(more: Partial<SimulatorOptions> = {}) {
  const started: { exchange: Simulator; connection: EwsConnection }[] = []
  const current = () => {
    const last = started.at(-1)
    if (last === undefined) throw new TypeError('No simulator has been started')
    return last
  }
  beforeEach(async () => {
    const exchange = await startSimulator({ ...options, ...more })
    started.push({ exchange, connection: new EwsConnection(exchange) })
  })
  afterEach(async () => {
    const { exchange, connection } = current()
    connection.close()
    await exchange.close()
  })
  const ask = async <Request, Response>(operation: Operation<Request, Response>, request: Request, who: Who = {}) => {
    const { authorization = basic('EXAMPLE\\svc-booking', 's3cret'), as = { smtpAddress: DOCTOR } } = who
    const body = requestXml(operation, request, as === 'self' ? undefined : as)
    const answer = await current().connection.send({ authorization, body })
    if (schemaDirectory !== undefined) expect(schemaErrors(answer.text)).toEqual([])
    return { ...readAnswer(operation, answer.text).body, status: answer.status, text: answer.text }
  }
  return {
    exchange: () => current().exchange,
    connection: () => current().connection,
    ask,
    /** Sends `request` and returns the answer. */
    async call<Request, Response>(
      operation: Operation<Request, Response>,
      request: Request,
      who?: Who,
    ): Promise<Response> {
      const { response, fault } = await ask(operation, request, who)
      if (response === undefined) throw new TypeError(`A fault came instead of an answer: ${fault?.faultcode}`)
      return response
    },
    /** Sends `request` and returns the fault. */
    async fault<Request>(
      operation: Operation<Request, unknown>,
      request: Request,
      who?: Who,
    ): Promise<Fault & { status: number }> {
      const { fault, status } = await ask(operation, request, who)
      if (fault === undefined) throw new TypeError('An answer came instead of a fault')
      return { ...fault, status }
    },
  }
}

/** The account of a request, and the mailbox that it impersonates. `self` is without impersonation. */
export interface Who {
  readonly authorization?: string
  readonly as?: ConnectingSID | 'self'
}

export const CLERK = basic('clerk', 'a:b')
export const DOCTORS_ACCOUNT = basic('doctor@example.com', 'grüezi')
