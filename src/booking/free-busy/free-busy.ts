import type { CallOptions, EwsClient, EwsError } from 'ews-booking'
import { takeSteps } from '../concurrency'
import { isSingleLine } from '../single-line'
import { checkWindow, invalid, type Window } from '../window'
import { type Answer, answersFor, isTooMuch } from './answer'
import { type BusyPeriod, mergePeriods } from './busy-period'
import { MailboxTimes } from './mailbox-times'
import { isDivisible, type Question, Questions } from './question'
import type { WorkingHours } from './working-hours'

/** How free/busy times are asked for, and in which form they are wanted. */
export interface FreeBusyOptions extends CallOptions {
  /**
   * Days of 24 hours in the window of one request; 42 where left out, which a server with default settings grants. One that grants
   * fewer is asked in smaller windows by itself; more, up to the `maximumQueryIntervalDays` of the server, spares requests.
   */
  readonly maxWindowDays?: number | undefined
  /** Whether the mailbox's working hours are wanted too. Exchange sends them with the times; they cost no request. */
  readonly workingHours?: boolean | undefined
  /** Whether the periods are wanted as `mergePeriods` makes them: disjoint, each with the strongest status of its time. */
  readonly merged?: boolean | undefined
}

/** What is known of one mailbox: its periods, or why there are none to be had. */
export type MailboxFreeBusy =
  | {
      /** In order, and within the window. */
      readonly periods: readonly BusyPeriod[]
      /** There where they were asked for and the server tells. */
      readonly workingHours?: WorkingHours | undefined
      readonly error?: undefined
    }
  | {
      /** `EwsResponseError` with Exchange's code, `ErrorMailRecipientNotFound`; `EwsProtocolError` where the answer is none. */
      readonly error: EwsError
      readonly periods?: undefined
      readonly workingHours?: undefined
    }

const DEFAULT_WINDOW_DAYS = 42

/**
 * The periods in the window in which mailboxes aren't free, by mailbox, in the order given; one that is given twice is asked for
 * once. Any number of mailboxes and any window: requests are for at most 100 mailboxes and `maxWindowDays`, and as many of them
 * are under way as the client has connections. Exchange is asked for times and statuses alone, so titles don't leave it.
 *
 * A mailbox of which some part of the window isn't known has `error`, and no periods.
 *
 * @throws EwsRequestError naming what is wrong with the arguments; and what the client throws when a request as a whole fails,
 * which ends those under way
 */
export async function freeBusyOf(
  client: EwsClient,
  mailboxes: readonly string[],
  window: Window,
  { signal, maxWindowDays = DEFAULT_WINDOW_DAYS, workingHours = false, merged = false }: FreeBusyOptions = {},
): Promise<Map<string, MailboxFreeBusy>> {
  checkMailboxes(mailboxes)
  checkWindow(window)
  checkDays(maxWindowDays)
  const all = [...new Set(mailboxes)].map((address) => new MailboxTimes(address))
  const questions = new Questions(all, window, maxWindowDays)
  const { maxConnections } = client
  await takeSteps(maxConnections, signal, questions, async (question, signal) => {
    const answers = await ask(client, question, signal)
    if (answers.some(([, { error }]) => error === undefined)) questions.remember(question)
    const refused: MailboxTimes[] = []
    for (const [mailbox, answer] of answers) {
      if (isTooMuch(answer.error) && isDivisible(question)) refused.push(mailbox)
      else mailbox.learn(answer)
    }
    questions.halve(question, refused)
  })
  return new Map(all.map((mailbox) => [mailbox.address, freeBusyIn(mailbox, window, { workingHours, merged })]))
}

function checkMailboxes(mailboxes: readonly string[]): void {
  if (!Array.isArray(mailboxes)) throw invalid('mailboxes', 'must be an array of SMTP addresses')
  const wrong = mailboxes.findIndex((mailbox) => typeof mailbox !== 'string' || !isSingleLine(mailbox))
  if (wrong !== -1) throw invalid(`mailboxes[${wrong}]`, 'must be an SMTP address')
}

function checkDays(maxWindowDays: number): void {
  if (Number.isSafeInteger(maxWindowDays) && maxWindowDays >= 1) return
  throw invalid('maxWindowDays', 'must be a whole number of days, at least 1')
}

type MailboxAnswer = readonly [MailboxTimes, Answer]

/** The answer for each mailbox of the question, also where the request as a whole is refused because it is for too much. */
async function ask(client: EwsClient, question: Question, signal: AbortSignal): Promise<readonly MailboxAnswer[]> {
  const { mailboxes, window } = question
  try {
    const { freeBusyResponseArray = [] } = await client.getUserAvailability(
      {
        mailboxDataArray: mailboxes.map(({ address }) => ({ email: { address }, attendeeType: 'Required' })),
        freeBusyViewOptions: {
          timeWindow: { startTime: window.start, endTime: window.end },
          requestedView: 'FreeBusy',
        },
      },
      { signal },
    )
    return answersFor(mailboxes, freeBusyResponseArray)
  } catch (error) {
    if (isTooMuch(error) && isDivisible(question)) return mailboxes.map((mailbox) => [mailbox, { error }])
    throw error
  }
}

function freeBusyIn(
  mailbox: MailboxTimes,
  window: Window,
  wanted: { readonly workingHours: boolean; readonly merged: boolean },
): MailboxFreeBusy {
  const { error, workingHours } = mailbox
  if (error !== undefined) return { error }
  const single = mailbox.periods(window)
  const periods = wanted.merged ? mergePeriods(single) : single
  return wanted.workingHours ? { periods, workingHours } : { periods }
}
