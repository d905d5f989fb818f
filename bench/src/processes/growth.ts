/** Reads an answer of a kind and length over HTTP, and tells its parent how long that took and what memory it took. */
import { performance } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { deserialize, serialize } from 'node:v8'
import { ask, warmUp } from '../answer-client.js'
import { collectGarbage, median } from '../contestant.js'
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

/** What a plain copy takes: a result that keeps the XML's buffers alive must not count them as its own. */
async function sizeOfCopy(result: unknown): Promise<number> {
  const serialized = serialize(result)
  const before = await usedAfterCollection()
  const copy: unknown[] = [deserialize(serialized)]
  const size = (await usedAfterCollection()) - before
  copy.length = 0
  return size
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
  const start = performance.now()
  const answer = await ask(origin, kind, bytes)
  times.push(performance.now() - start)
  peak = Math.max(peak, used() - before)
  clearInterval(sampling)
  const kept = (await usedAfterCollection()) - before
  result = Math.min(kept, await sizeOfCopy(answer))
}
const growth: Growth = { time: median(times), peak, result }
process.send?.(growth, () => process.disconnect())
