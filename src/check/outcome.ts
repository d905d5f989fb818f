import type { CheckCulprit, CheckName, CheckVerdict, MissingAuthority } from './check-step'
import type { Known } from './known'

/** What a step finds. */
export interface Outcome {
  readonly verdict: CheckVerdict
  readonly found: string
  readonly whose?: CheckCulprit
  readonly remedy?: string
  readonly because?: CheckName
  readonly missingAuthority?: MissingAuthority
  /** Facts for the steps after it. */
  readonly learned?: Partial<Known>
}

/** Who mends it, and how. */
export interface Mending {
  readonly whose: CheckCulprit
  readonly remedy: string
}

export const ok = (found: string, learned?: Partial<Known>): Outcome => ({
  verdict: 'ok',
  found,
  ...(learned && { learned }),
})

export const skipped = (found: string, learned?: Partial<Known>): Outcome => ({
  verdict: 'skipped',
  found,
  ...(learned && { learned }),
})

export const warning = (found: string, { whose, remedy }: Mending, learned?: Partial<Known>): Outcome => ({
  verdict: 'warning',
  found,
  whose,
  remedy,
  ...(learned && { learned }),
})

export const failed = (found: string, { whose, remedy }: Mending, learned?: Partial<Known>): Outcome => ({
  verdict: 'failed',
  found,
  whose,
  remedy,
  ...(learned && { learned }),
})
