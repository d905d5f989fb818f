import type { CallOptions, EwsClient, EwsError } from 'ews-booking'
import { checkCallOptions } from '../argument/call-options'
import { flag } from '../argument/flag'
import { given } from '../argument/given'
import { invalid } from '../argument/invalid-argument'
import type { NamesOf } from '../argument/names'
import { isSmtpAddress } from '../argument/smtp-address'
import { incomplete } from '../calendar/incomplete-answer'
import { aboutMailbox } from '../calendar/named-error'
import { checkWindow, type Window } from '../calendar/window'
import { runSteps } from '../concurrency'
import { type Answer, answersFor, isTooMuch } from './answer'
import { type BusyPeriod, mergePeriods } from './busy-period'
import { MailboxTimes } from './mailbox-times'
import { isDivisible, type Question, Questions } from './question'
import type { MailboxWorkingHours } from './working-hours'

/** Options of the free/busy methods. */
export interface FreeBusyOptions extends CallOptions {
  /**
   * Days of 24 hours in the window of one request. Defaults to 42, which a server with default settings grants. If the server grants fewer,
   * the window shrinks automatically. A larger value, up to the server's `maximumQueryIntervalDays`, saves requests.
   */
  readonly maxWindowDays?: number | undefined
  /** Whether to return the mailbox's working hours. Exchange sends them with the times, so they cost no request. Defaults to false. */
  readonly workingHours?: boolean | undefined
  /** Whether to merge the periods as `mergePeriods` does: disjoint, each with the strongest status of its time. Defaults to false. */
  readonly merged?: boolean | undefined
  /** The longest window to ask for, in days of 24 hours, against mistakes. Defaults to 1,827, five years. */
  readonly maxDays?: number | undefined
}

const FREE_BUSY_OPTIONS: NamesOf<FreeBusyOptions> = {
  signal: true,
  maxWindowDays: true,
  workingHours: true,
  merged: true,
  maxDays: true,
}

/** One mailbox's periods, or why they are unknown. */
export type MailboxFreeBusy =
  | {
      /** Sorted, and clipped to the window. */
      readonly periods: readonly BusyPeriod[]
      /** Present if they were asked for and the server sent them. */
      readonly workingHours?: MailboxWorkingHours | undefined
      readonly error?: undefined
    }
  | {
      /** `EwsResponseError` with Exchange's code, such as `ErrorMailRecipientNotFound`, or `EwsProtocolError` for an unusable answer. */
      readonly error: EwsError
      readonly periods?: undefined
      readonly workingHours?: undefined
    }

/** What free/busy needs of a client. */
export type AvailabilityClient = Pick<EwsClient, 'getUserAvailability' | 'maxConnections'>

const DEFAULT_WINDOW_DAYS = 42

/**
 * Returns when mailboxes aren't free, by mailbox and in the order given. Any number of mailboxes and any window will do: a request is for
 * at most 100 mailboxes and `maxWindowDays`, and as many run at a time as the client has connections. Exchange is asked for times and
 * statuses only, so titles never leave it. A mailbox that is given twice is asked for once.
 *
 * A mailbox has `error` and no periods if any part of the window is unknown.
 *
 * @throws EwsRequestError naming the argument that is wrong; and the client's error if a request as a whole fails
 */
export async function freeBusyOf(
  client: AvailabilityClient,
  mailboxes: readonly string[],
  window: Window,
  options: FreeBusyOptions = {},
): Promise<Map<string, MailboxFreeBusy>> {
  checkCallOptions(options, FREE_BUSY_OPTIONS)
  const { signal, maxWindowDays = DEFAULT_WINDOW_DAYS, maxDays } = options
  const wanted = { workingHours: flag('workingHours', options.workingHours), merged: flag('merged', options.merged) }
  checkMailboxes('mailboxes', mailboxes)
  checkWindow(window, maxDays)
  checkWindowDays(maxWindowDays)
  const all = [...new Set(mailboxes)].map((address) => new MailboxTimes(address))
  const questions = new Questions(all, window, maxWindowDays)
  const { maxConnections } = client
  await runSteps(maxConnections, signal, questions, async (question, signal) => {
    const answers = await ask(client, question, signal)
    if (answers.some(([, { error }]) => error === undefined)) questions.recordGranted(question)
    const refused: MailboxTimes[] = []
    for (const [mailbox, answer] of answers) {
      if (isTooMuch(answer.error) && isDivisible(question)) refused.push(mailbox)
      else mailbox.add(answer)
    }
    questions.halve(question, refused)
  })
  return new Map(all.map((mailbox) => [mailbox.address, freeBusyIn(mailbox, window, wanted)]))
}

/** What is known about one of the mailboxes that were asked for: one that nothing is known about has an error. */
export const answerAbout = (answers: ReadonlyMap<string, MailboxFreeBusy>, mailbox: string): MailboxFreeBusy =>
  answers.get(mailbox) ?? {
    error: aboutMailbox(incomplete('GetUserAvailability', 'the mailbox is missing in the answer'), mailbox),
  }

/** @throws EwsRequestError */
export function checkMailboxes(path: string, mailboxes: readonly string[]): void {
  if (!Array.isArray(mailboxes)) throw invalid(path, `must be an array of SMTP addresses, and ${given(mailboxes)}`)
  const wrong = mailboxes.findIndex((mailbox) => !isSmtpAddress(mailbox))
  if (wrong !== -1) throw invalid(`${path}[${wrong}]`, 'must be an SMTP address')
}

/** @throws EwsRequestError */
export function checkWindowDays(maxWindowDays: number): void {
  if (Number.isSafeInteger(maxWindowDays) && maxWindowDays >= 1) return
  throw invalid('maxWindowDays', 'must be a whole number of days, at least 1')
}

type MailboxAnswer = readonly [MailboxTimes, Answer]

/** Returns an answer for each mailbox, even if the server refuses the whole request because it asks for too much. */
async function ask(
  client: AvailabilityClient,
  question: Question,
  signal: AbortSignal,
): Promise<readonly MailboxAnswer[]> {
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
  if (error !== undefined) return { error: aboutMailbox(error, mailbox.address) }
  const single = mailbox.periods(window)
  const periods = wanted.merged ? mergePeriods(single) : single
  return wanted.workingHours ? { periods, workingHours } : { periods }
}
