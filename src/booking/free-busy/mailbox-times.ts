import type { EwsError } from 'ews-booking'
import type { Window } from '../calendar/window'
import type { Answer } from './answer'
import { type BusyPeriod, joined } from './busy-period'
import type { MailboxWorkingHours } from './working-hours'

/** The facts known about a mailbox so far. */
export class MailboxTimes {
  readonly #answers: (readonly BusyPeriod[])[] = []
  #workingHours: MailboxWorkingHours | undefined
  #error: EwsError | undefined

  constructor(readonly address: string) {}

  /** The mailbox's first error. It outweighs all answers. */
  get error(): EwsError | undefined {
    return this.#error
  }

  get workingHours(): MailboxWorkingHours | undefined {
    return this.#workingHours
  }

  add(answer: Answer): void {
    if (answer.error !== undefined) {
      this.#error ??= answer.error
      return
    }
    this.#answers.push(answer.periods)
    this.#workingHours ??= answer.workingHours
  }

  periods(window: Window): BusyPeriod[] {
    return joined(this.#answers, window)
  }
}
