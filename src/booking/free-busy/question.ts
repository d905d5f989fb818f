import { daysOf, piecesOf, type Window } from '../calendar/window'
import type { MailboxTimes } from './mailbox-times'

/** The most mailboxes of one request (Microsoft, "GetUserAvailability operation": ErrorMailboxDataArrayTooBig). */
const MAX_MAILBOXES = 100

/** Mailboxes that are asked for together, and the longest window that all of their servers are expected to grant. */
interface Batch {
  longestDays: number
}

/** One request: some mailboxes in one window. */
export interface Question {
  readonly batch: Batch
  readonly mailboxes: readonly MailboxTimes[]
  readonly window: Window
  /** The window length in days for which this question was cut. */
  readonly days: number
}

/** Whether the window can be halved. A server that refuses a single day isn't asked for hours. */
export const isDivisible = ({ window }: Question): boolean => daysOf(window) > 1

/** All requests that the answer takes. They are made one by one, because there can be very many. */
export class Questions {
  readonly #planned: Iterator<Question, undefined>
  /** A stack of questions that go before the planned ones. */
  readonly #next: Question[] = []

  constructor(mailboxes: readonly MailboxTimes[], window: Window, maxWindowDays: number) {
    this.#planned = planned(mailboxes, window, maxWindowDays)
  }

  /** Returns the next question, without mailboxes that have failed, or `undefined` if there is none at the moment. */
  next(): Question | undefined {
    for (;;) {
      const question = this.#next.pop() ?? this.#planned.next().value
      if (question === undefined) return undefined
      const mailboxes = question.mailboxes.filter(({ error }) => error === undefined)
      if (mailboxes.length === 0) continue
      const { window, batch } = question
      if (daysOf(window) <= batch.longestDays) return { ...question, mailboxes }
      this.#cut({ ...question, mailboxes }, batch.longestDays)
    }
  }

  /** Asks for these mailboxes of the question again, in windows of half the length. */
  halve(question: Question, mailboxes: readonly MailboxTimes[]): void {
    if (mailboxes.length > 0) this.#cut({ ...question, mailboxes }, Math.ceil(daysOf(question.window) / 2))
  }

  /**
   * Records that the question's window was granted. Its batch is never asked for a longer one again. Other batches have other servers,
   * which may grant more.
   */
  recordGranted({ batch, days }: Question): void {
    batch.longestDays = Math.min(batch.longestDays, days)
  }

  #cut(question: Question, days: number) {
    const pieces = [...piecesOf(question.window, days)].map((window) => ({ ...question, window, days }))
    this.#next.push(...pieces.reverse())
  }
}

function* planned(all: readonly MailboxTimes[], window: Window, days: number): Generator<Question, undefined> {
  for (let first = 0; first < all.length; first += MAX_MAILBOXES) {
    const mailboxes = all.slice(first, first + MAX_MAILBOXES)
    const batch = { longestDays: days }
    for (const piece of piecesOf(window, days)) yield { batch, mailboxes, window: piece, days }
  }
}
