import { daysOf, piecesOf, type Window } from '../window'
import type { MailboxTimes } from './mailbox-times'

/** Mailboxes that one request can ask for (Microsoft, "GetUserAvailability operation": ErrorMailboxDataArrayTooBig). */
const MOST_MAILBOXES = 100

/** Some mailboxes that are asked for together, and the longest window that all of their servers are thought to grant. */
interface Batch {
  longestDays: number
}

/** What one request asks for: some mailboxes, in one window. */
export interface Question {
  readonly batch: Batch
  readonly mailboxes: readonly MailboxTimes[]
  readonly window: Window
  /** How many days a window was to have when this one was cut. */
  readonly days: number
}

/** Whether there is anything to halve: a server that refuses a single day isn't asked for hours. */
export const isDivisible = ({ window }: Question): boolean => daysOf(window) > 1

/** All that has to be asked to know `mailboxes` in `window`; made bit by bit, because it can be very much. */
export class Questions {
  readonly #planned: Iterator<Question, undefined>
  /** To be asked before what is planned, the last one first. */
  readonly #next: Question[] = []

  constructor(mailboxes: readonly MailboxTimes[], window: Window, maxWindowDays: number) {
    this.#planned = planned(mailboxes, window, maxWindowDays)
  }

  /** What is to be asked next, leaving out mailboxes that have failed; `undefined` if there is nothing for the time being. */
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

  /** These of the question's mailboxes are to be asked for again, in windows of half the length. */
  halve(question: Question, mailboxes: readonly MailboxTimes[]): void {
    if (mailboxes.length > 0) this.#cut({ ...question, mailboxes }, Math.ceil(daysOf(question.window) / 2))
  }

  /**
   * The question's window was granted. Its batch is from now on not asked for longer ones: each mailbox's own server decides, and
   * those of other batches may grant more.
   */
  remember({ batch, days }: Question): void {
    batch.longestDays = Math.min(batch.longestDays, days)
  }

  #cut(question: Question, days: number) {
    const pieces = [...piecesOf(question.window, days)].map((window) => ({ ...question, window, days }))
    this.#next.push(...pieces.reverse())
  }
}

function* planned(all: readonly MailboxTimes[], window: Window, days: number): Generator<Question, undefined> {
  for (let first = 0; first < all.length; first += MOST_MAILBOXES) {
    const mailboxes = all.slice(first, first + MOST_MAILBOXES)
    const batch = { longestDays: days }
    for (const piece of piecesOf(window, days)) yield { batch, mailboxes, window: piece, days }
  }
}
