import type { EwsError } from 'ews-booking'
import type { Window } from '../window'
import type { Answer } from './answer'
import { type BusyPeriod, joined } from './busy-period'
import type { WorkingHours } from './working-hours'

/** What the answers have told of one mailbox so far. */
export class MailboxTimes {
  readonly #answers: (readonly BusyPeriod[])[] = []
  #workingHours: WorkingHours | undefined
  #error: EwsError | undefined

  constructor(readonly address: string) {}

  /** The first error of all; with it nothing else is of use. */
  get error(): EwsError | undefined {
    return this.#error
  }

  get workingHours(): WorkingHours | undefined {
    return this.#workingHours
  }

  learn(answer: Answer): void {
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
