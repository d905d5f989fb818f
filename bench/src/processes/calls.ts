/**
 * Lets the callers take turns in one process, after a warm-up, and tells its parent the median of each one's processor times for a call, in
 * milliseconds. V8 collects garbage when it wants to: with each collection that is forced, it also discards most of the compiled code.
 */
import { median } from '../contestant.js'
import { type Caller, callers, freeBusyCallers, timeOfCalls } from '../free-busy-callers.js'

const WARM_UP = 3000
const ROUNDS = 15
const CALLS = 500

const [origin = ''] = process.argv.slice(2)
const call = freeBusyCallers(origin)
const times: Record<Caller, number[]> = { freeBusy: [], getUserAvailability: [], undici: [] }
for (const caller of callers) await timeOfCalls(call[caller], WARM_UP)
for (let round = 0; round < ROUNDS; round += 1) {
  for (const caller of callers) times[caller].push(await timeOfCalls(call[caller], CALLS))
}
process.send?.(Object.fromEntries(callers.map((caller) => [caller, median(times[caller])])), () => process.exit())
