import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { SlotTakenError } from 'ews-booking/booking'
import { describe, expect, it, onTestFinished } from 'vitest'
import { at, exchange, MAILBOX, PASSWORD, USERNAME } from '../exchange'
import { bySuite } from '../suite'
import { entriesOf } from './bookings'
import type { Call, Outcome, Task } from './process-run'

const { PROCESSES, CALLS } = bySuite({ quick: { PROCESSES: 3, CALLS: 12 }, slow: { PROCESSES: 8, CALLS: 50 } })
const SLOTS = 40
const MINUTE_MS = 60_000

const slot = (number: number) => {
  const start = at('08:00').getTime() + (number % SLOTS) * 15 * MINUTE_MS
  return { start, end: start + 60 * MINUTE_MS }
}

/** All processes go through the times in the same order, so they compete. Two processes ask for every fifth key. */
function callsOf(process: number): Call[] {
  return Array.from({ length: CALLS }, (_, index) => {
    const owner = index % 5 === 0 ? process - (process % 2) : process
    // Each time, the key of another process comes first.
    return { key: `${(owner * 3 + index * 5) % PROCESSES}-${owner}-${index}`, ...slot(index * 7) }
  })
}

/** Starts a process that waits for a signal to do its task. */
function processFor(task: Task) {
  const run = spawn(process.execPath, ['--import', 'tsx', 'test/booking/process-run.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, TASK: JSON.stringify(task) },
  })
  onTestFinished(() => void run.kill())
  const lines = createInterface(run.stdout)[Symbol.asyncIterator]()
  const errors = text(run.stderr)
  const line = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done === true) throw new Error(`The process ended without a word: ${await errors}`)
    return value
  }
  return {
    ready: line,
    /** The outcomes of its calls. */
    async outcomes(): Promise<Outcome[]> {
      run.stdin.end('go')
      return JSON.parse(await line())
    },
  }
}

interface Period {
  readonly start: number
  readonly end: number
}

const overlap = (first: Period, second: Period) => first.start < second.end && first.end > second.start

describe(`pain 25: ${PROCESSES} processes that call \`book\` ${CALLS} times each, for ${SLOTS} times that overlap`, () => {
  it('never book a time twice, and refuse nobody without cause', async () => {
    const server = await exchange({
      https: true,
      auth: ['NTLM'],
      extendedProtection: 'require',
      accounts: [{ username: USERNAME, password: PASSWORD, mailbox: MAILBOX }],
      mailboxes: [],
    })
    const account = { url: server.url, ca: server.ca, username: USERNAME, password: PASSWORD, mailbox: MAILBOX }
    const processes = Array.from({ length: PROCESSES }, (_, number) =>
      processFor({ ...account, calls: callsOf(number), atATime: 4 }),
    )
    await Promise.all(processes.map(({ ready }) => ready()))
    const outcomes = (await Promise.all(processes.map((each) => each.outcomes()))).flat()

    const entries = entriesOf(server).map(({ start, end, ...entry }) => ({
      ...entry,
      start: start?.getTime() ?? 0,
      end: end?.getTime() ?? 0,
    }))
    const isTaken = ({ error }: Outcome) => error?.code === SlotTakenError.code
    const [taken, won] = [outcomes.filter(isTaken), outcomes.filter(({ booking }) => booking !== undefined)]
    expect(outcomes.filter(({ error }) => error !== undefined && error.code !== SlotTakenError.code)).toEqual([])
    expect(outcomes).toHaveLength(PROCESSES * CALLS)
    expect(entries.every(({ state, status }) => state === 'confirmed' && status === 'Busy')).toBe(true)
    entries.forEach((entry, index) => {
      expect(entries.slice(index + 1).filter((other) => overlap(entry, other) || entry.key === other.key)).toEqual([])
    })
    for (const { call, booking } of won) {
      expect(entries).toContainEqual(expect.objectContaining({ ...call, id: booking?.itemId }))
    }
    expect(new Set(won.map(({ call }) => call.key)).size).toBe(entries.length)
    for (const { call } of taken) {
      expect(
        entries.some((entry) => entry.key !== call.key && overlap(entry, call)),
        JSON.stringify(call),
      ).toBe(true)
    }
  })
})
