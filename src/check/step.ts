import type { CheckName } from './check-step'
import type { Known } from './known'
import type { Outcome } from './outcome'
import type { Tools } from './tools'

/** One step of a check. */
export interface Step {
  readonly name: CheckName
  /** The steps without which this one can't be made: if one of them failed, this one is skipped. */
  readonly needs: readonly CheckName[]
  readonly look: (known: Known, tools: Tools) => Outcome | Promise<Outcome>
}
