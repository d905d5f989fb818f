/** Receives answers of a kind and length over HTTP, and tells its parent the longest block of the event loop during each. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { ask, discard, warmUp } from '../answer-client.js'
import type { LongestBlocks } from '../event-loop.js'
import { isAnswerKind } from '../long-answer.js'

const ANSWERS = 9

const [origin, kind, length] = process.argv.slice(2)
if (origin === undefined || !isAnswerKind(kind)) throw new Error('Usage: event-loop.js origin kind bytes')
const bytes = Number(length)

async function longestBlock(receive: () => Promise<unknown>): Promise<number> {
  await setTimeout(100)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await receive()
  await setTimeout(5)
  delay.disable()
  return delay.max / 1e6
}

await warmUp(origin, kind)
const blocks: LongestBlocks = { reading: [], discarding: [] }
for (let answers = 0; answers < ANSWERS; answers += 1) {
  blocks.reading.push(await longestBlock(() => ask(origin, kind, bytes)))
  blocks.discarding.push(await longestBlock(() => discard(origin, kind, bytes)))
}
process.send?.(blocks, () => process.disconnect())
