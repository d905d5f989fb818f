import { performance } from 'node:perf_hooks'

/** One way of doing what others do too; awaited where it returns a promise. */
export type Run = () => unknown

/** Fast contestants are repeated within a sample until it takes this long. The resolution of the clock then doesn't matter. */
const SAMPLE_MS = 50
const WARM_UP_MS = 1000
const ROUNDS = 15
/** Contestants that take longer than this for one run are run in fewer rounds. */
const SLOW_MS = 500
const SLOW_ROUNDS = 5

/** The middle of the values; of an even number the upper of the two. */
export function median(values: readonly number[]): number {
  const [middle] = [...values].sort((a, b) => a - b).slice(Math.floor(values.length / 2))
  if (middle === undefined) throw new RangeError('There is no median of nothing')
  return middle
}

/** Collects the garbage of earlier runs, so that no contestant pays for another one's. */
export function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('Run node with --expose-gc')
  globalThis.gc()
}

/** All threads', in milliseconds: other than the time on the clock, it doesn't depend on what else the machine does. */
export function processorTime(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

async function timed(run: Run, repetitions: number): Promise<number> {
  const start = process.cpuUsage()
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const result = run()
    if (result instanceof Promise) await result
  }
  return processorTime(start) / repetitions
}

interface Runner {
  readonly name: string
  readonly run: Run
  readonly repetitions: number
  readonly rounds: number
  readonly samples: number[]
}

/** How often to repeat in one sample, found by running until V8 has seen enough to optimise. */
async function warmUp(run: Run): Promise<Pick<Runner, 'repetitions' | 'rounds'>> {
  const start = performance.now()
  let fastest = Number.POSITIVE_INFINITY
  do {
    const begun = performance.now()
    await timed(run, 1)
    fastest = Math.min(fastest, performance.now() - begun)
  } while (performance.now() - start < WARM_UP_MS)
  return { repetitions: Math.ceil(SAMPLE_MS / fastest), rounds: fastest > SLOW_MS ? SLOW_ROUNDS : ROUNDS }
}

/**
 * Lets the contestants take turns, after a warm-up each. Garbage is collected before each turn; as V8 then also throws away
 * what it compiled for those that haven't run for some collections, a turn begins unmeasured. Returns the median of each one's
 * processor times for one run, in milliseconds.
 */
export async function measureInTurn<Name extends string>(
  contestants: Readonly<Record<Name, Run>>,
): Promise<(name: Name) => number> {
  const runners: Runner[] = []
  for (const [name, run] of Object.entries<Run>(contestants)) {
    runners.push({ name, run, ...(await warmUp(run)), samples: [] })
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { run, repetitions, rounds, samples } of runners) {
      if (round >= rounds) continue
      collectGarbage()
      await timed(run, repetitions)
      samples.push(await timed(run, repetitions))
    }
  }
  return (name) => median(runners.find((runner) => runner.name === name)?.samples ?? [])
}
