/** Reads answers of a kind and length over HTTP, and tells its parent the longest block of the event loop during each. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { ask, warmUp } from '../answer-client.js'
import { isAnswerKind } from '../long-answer.js'

const ANSWERS = 7

const [origin, kind, length] = process.argv.slice(2)
if (origin === undefined || !isAnswerKind(kind)) throw new Error('Usage: event-loop.js origin kind bytes')

await warmUp(origin, kind)
const longest: number[] = []
for (let answers = 0; answers < ANSWERS; answers += 1) {
  await setTimeout(100)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await ask(origin, kind, Number(length))
  await setTimeout(5)
  delay.disable()
  longest.push(delay.max / 1e6)
}
process.send?.(longest, () => process.disconnect())
