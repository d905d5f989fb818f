import type { CheckName, CheckStep } from 'ews-booking'
import type { Surroundings } from '../surroundings'
import { skippedText, stepText } from './step-text'

/** Prints steps as they come. Those that are skipped because of another one are gathered. */
export class StepPrinter {
  readonly #print: (line: string) => void
  readonly #colors: boolean
  #skipped: CheckStep[] = []

  constructor({ print, terminal }: Pick<Surroundings, 'print' | 'terminal'>) {
    this.#print = print
    this.#colors = terminal?.colors ?? false
  }

  add(step: CheckStep): void {
    if (step.because !== undefined) {
      this.#skipped.push(step)
    } else {
      this.#print(stepText(step, { colors: this.#colors }))
    }
  }

  /** Prints what was gathered. */
  end(): void {
    const byCause = new Map<CheckName, CheckName[]>()
    for (const { because, name } of this.#skipped) {
      if (because !== undefined) byCause.set(because, [...(byCause.get(because) ?? []), name])
    }
    for (const [because, names] of byCause) this.#print(skippedText(because, names, { colors: this.#colors }))
    this.#skipped = []
  }
}
