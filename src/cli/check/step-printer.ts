import type { CheckName, CheckStep } from 'ews-booking'
import type { Surroundings } from '../surroundings'
import { skippedText, stepText } from './step-text'

/** Prints steps as they come. Those that are skipped because of another one are counted. */
export class StepPrinter {
  readonly #print: (line: string) => void
  readonly #colors: boolean
  readonly #skipped = new Map<CheckName, number>()

  constructor({ print, terminal }: Pick<Surroundings, 'print' | 'terminal'>) {
    this.#print = print
    this.#colors = terminal?.colors ?? false
  }

  add(step: CheckStep): void {
    const { because } = step
    if (because === undefined) this.#print(stepText(step, { colors: this.#colors }))
    else this.#skipped.set(because, (this.#skipped.get(because) ?? 0) + 1)
  }

  /** Prints what was counted. */
  end(): void {
    for (const [because, count] of this.#skipped) this.#print(skippedText(because, count, { colors: this.#colors }))
    this.#skipped.clear()
  }
}
