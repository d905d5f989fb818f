import type { Reporter, TestModule, Vitest } from 'vitest/node'

/** Prints at the end of a run how many tests were skipped, and how to have them. */
export default class SkipReporter implements Reporter {
  #namesAreFiltered = false

  onInit({ config }: Vitest): void {
    this.#namesAreFiltered = config.testNamePattern !== undefined
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    // Vitest reports the tests that `-t` leaves out as skipped too.
    if (this.#namesAreFiltered) return
    const skipped = modules.flatMap(({ children }) => [...children.allTests('skipped')])
    for (const line of skipLines(skipped.map((test) => test.meta().remedy))) console.log(line)
  }
}

/** One line for each remedy, such as `74 tests skipped: set EWS_SCHEMA_DIR to ...`. */
export function skipLines(remedies: readonly (string | undefined)[]): string[] {
  const counts = new Map<string, number>()
  for (const remedy of remedies) {
    const line = remedy ?? 'no reason is given in test/requirements.ts'
    counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  return [...counts].map(([line, count]) => `${count} ${count === 1 ? 'test' : 'tests'} skipped: ${line}`)
}
