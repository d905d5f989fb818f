/**
 * Starts a simulator, adds appointments and answers calendar views, and tells its parent the times. The client is this process's parent, so
 * that its work isn't counted.
 */
import { performance } from 'node:perf_hooks'
import { startSimulator } from 'ews-booking/simulator'
import type { SimulatorTimes } from '../simulator.js'

const MAILBOX = 'dr.meier@example.com'
const HOUR_MS = 3_600_000
const FIRST = Date.UTC(2026, 0, 1)

const items = Number(process.argv[2])
const beforeStart = performance.now()
const exchange = await startSimulator({
  mailboxes: [MAILBOX],
  accounts: [{ username: 'bench', password: 'bench', mailbox: MAILBOX }],
  https: process.argv[3] === 'https',
  maxRemembered: 100,
})
const startMs = performance.now() - beforeStart

const beforeAdding = performance.now()
for (let index = 0; index < items; index += 1) {
  // About 27 appointments a day with 10,000 items a year, and 274 with 100,000.
  const start = new Date(FIRST + Math.floor((index / items) * 365 * 24) * HOUR_MS)
  exchange.add(MAILBOX, { subject: `Appointment ${index}`, start, end: new Date(start.getTime() + HOUR_MS) })
}
const addingMs = performance.now() - beforeAdding

process.send?.(exchange.url)
const before = process.cpuUsage()
process.once('message', () => {
  const { user, system } = process.cpuUsage(before)
  const times: SimulatorTimes = { startMs, addingMs, processorMs: (user + system) / 1000 }
  process.send?.(times, () => process.exit())
})
