/** Makes the first calls of a process, and tells its parent the processor time of one in milliseconds. */
import { callers, freeBusyCallers, timeOfCalls } from '../free-busy-callers.js'

const [origin = '', name, calls] = process.argv.slice(2)
const caller = callers.find((known) => known === name)
if (caller === undefined) throw new Error('Usage: first-calls.js origin caller calls')
const time = await timeOfCalls(freeBusyCallers(origin)[caller], Number(calls))
process.send?.(time, () => process.exit())
