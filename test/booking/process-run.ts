/**
 * Says that it is ready, books what it was told to as soon as its input has something, and says what came of each call. It runs in a
 * process of its own, beside others that book the same times; `processes.test.ts` reads its output.
 */
import { once } from 'node:events'
import { EwsClient, EwsError } from 'ews-booking'
import { type Booking, BookingCalendar } from 'ews-booking/booking'

/** A process's task, passed as the variable TASK. */
export interface Task {
  readonly url: string
  readonly ca: string | undefined
  readonly username: string
  readonly password: string
  readonly mailbox: string
  readonly calls: readonly Call[]
  /** How many calls run at a time. */
  readonly atATime: number
}

/** One call of `book`. */
export interface Call {
  readonly key: string
  /** Milliseconds since 1970, UTC. */
  readonly start: number
  readonly end: number
}

/** The outcome of a call: a booking or an error. */
export interface Outcome {
  readonly call: Call
  readonly booking?: Booking
  readonly error?: { readonly code: string | undefined; readonly message: string }
}

const { url, ca, username, password, mailbox, calls, atATime }: Task = JSON.parse(process.env.TASK ?? '')
/** Longer than a busy machine takes for all calls: this test isn't about deadlines. */
const AN_HOUR_MS = 60 * 60_000
const client = new EwsClient({ url, auth: { type: 'ntlm', username, password }, tls: { ca }, timeoutMs: AN_HOUR_MS })
const calendar = new BookingCalendar(client, { mailbox })

async function book(call: Call): Promise<Outcome> {
  const { key, start, end } = call
  try {
    const request = { key, title: 'Consultation', start: new Date(start), end: new Date(end) }
    const booking = await calendar.book(request, { deadlineMs: AN_HOUR_MS })
    return { call, booking }
  } catch (error) {
    return { call, error: { code: error instanceof EwsError ? error.code : undefined, message: String(error) } }
  }
}

const waiting = calls.values()

async function bookInTurn(): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const call of waiting) outcomes.push(await book(call))
  return outcomes
}

console.log('ready')
await once(process.stdin, 'data')
process.stdin.destroy()
const outcomes = await Promise.all(Array.from({ length: atATime }, bookInTurn))
await client.close()
console.log(JSON.stringify(outcomes.flat()))
