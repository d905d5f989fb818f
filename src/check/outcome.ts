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

/** Who can fix it, and how. */
export interface Fix {
  readonly whose: CheckCulprit
  readonly remedy: string
}

const finding =
  (verdict: 'ok' | 'skipped') =>
  (found: string, learned?: Partial<Known>): Outcome => ({ verdict, found, ...(learned && { learned }) })

const problem =
  (verdict: 'warning' | 'failed') =>
  (found: string, { whose, remedy }: Fix, learned?: Partial<Known>): Outcome => ({
    verdict,
    found,
    whose,
    remedy,
    ...(learned && { learned }),
  })

export const ok = finding('ok')
export const skipped = finding('skipped')
export const warning = problem('warning')
export const failed = problem('failed')
