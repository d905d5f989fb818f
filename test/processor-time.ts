/** The least processor time of several runs, in microseconds. Unlike elapsed time, it barely depends on other processes. */
function processorTime(run: () => void): number {
  const times = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    return user + system
  })
  return Math.min(...times)
}

/** In microseconds. Runs below this aren't compared, since they are too short to measure. */
const SHORTEST = 5_000

/**
 * How many times as much work `long` is as `short`. With eight times the input it is about 8 in linear time, and 64 in quadratic time;
 * a test compares it with `MOST_LINEAR_GROWTH`.
 */
export const growth = (short: () => void, long: () => void): number =>
  processorTime(long) / Math.max(processorTime(short), SHORTEST)

/** Between linear and quadratic growth, for eight times the input. */
export const MOST_LINEAR_GROWTH = 24
