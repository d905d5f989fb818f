import type { CheckCulprit, CheckName, CheckVerdict } from 'ews-booking'
import type { CheckRuntime } from '../../src/check/runtime'
import type { Setup } from './checked'

/** Something that is wrong at a customer's, and what a check has to say about it. */
export interface BrokenSetup {
  readonly name: string
  /** Sets it up, over real sockets. They end with the test. */
  readonly build: () => Promise<BuiltSetup> | BuiltSetup
  /** The step that has to notice. */
  readonly step: CheckName
  /** Defaults to `failed`. */
  readonly verdict?: CheckVerdict
  readonly whose: CheckCulprit
  /** What the step has to say. */
  readonly found: RegExp
  readonly remedy: RegExp
}

/** The options of the check, and the parts of the network that can't be had on loopback. */
export type BuiltSetup = Setup & { readonly runtime?: Partial<CheckRuntime> }
