/** Reads an answer of a kind and length over HTTP, and tells its parent how long that took and what memory it took. */
import { setImmediate } from 'node:timers/promises'
import { deserialize, serialize } from 'node:v8'
import { ask, warmUp } from '../answer-client.js'
import { collectGarbage, median, processorTime } from '../contestant.js'
import type { Growth } from '../growth.js'
import { isAnswerKind } from '../long-answer.js'

const SAMPLE_EVERY_MS = 2
const ENOUGH_MS = 4000
const ENOUGH_RUNS = 15

const [origin, kind, length] = process.argv.slice(2)
if (origin === undefined || !isAnswerKind(kind)) throw new Error('Usage: growth.js origin kind bytes')
const bytes = Number(length)

function used(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Twice, as what waits for a finalizer is only freed by the next collection. */
async function usedAfterCollection(): Promise<number> {
  collectGarbage()
  await setImmediate()
  collectGarbage()
  return used()
}

/**
 * Releases the one value in `held` and returns its size: the memory that it keeps in use, or that of a plain copy if that is less,
 * so that a result which keeps the XML alive doesn't count that as its own.
 */
async function sizeOf(held: unknown[], before: number): Promise<number> {
  const kept = (await usedAfterCollection()) - before
  const serialized = serialize(held.pop())
  const without = await usedAfterCollection()
  held.push(deserialize(serialized))
  const copied = (await usedAfterCollection()) - without
  held.length = 0
  return Math.max(0, Math.min(kept, copied))
}

await warmUp(origin, kind)
const times: number[] = []
let peak = 0
let result = 0
for (
  let spent = 0;
  spent < ENOUGH_MS && times.length < ENOUGH_RUNS;
  spent = times.reduce((sum, time) => sum + time, 0)
) {
  const before = await usedAfterCollection()
  const sampling = setInterval(() => {
    peak = Math.max(peak, used() - before)
  }, SAMPLE_EVERY_MS)
  const start = process.cpuUsage()
  const held = [await ask(origin, kind, bytes)]
  times.push(processorTime(start))
  peak = Math.max(peak, used() - before)
  clearInterval(sampling)
  result = await sizeOf(held, before)
}
const growth: Growth = { time: median(times), peak, result }
process.send?.(growth, () => process.disconnect())
