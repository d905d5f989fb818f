import { commandLine } from '../../src/cli/command-line'
import { terminalPicture } from './terminal'

/** The columns of the picture, in which ids of Exchange have no place. */
const WIDTH = 78

/** Runs the demo and shows what it prints until it has booked. */
export async function demoPicture(): Promise<string> {
  const title = 'npx ews-booking demo: a week of free and busy times, and the booking that a product stores'
  return terminalPicture(title, await demoOutput())
}

/**
 * Runs the demo in this process at a fixed time, and returns what it prints until it has booked. What differs from run to run is the same
 * here: the port of the simulated Exchange and the random part of the key. Long ids are cut.
 */
async function demoOutput(): Promise<string> {
  const lines: string[] = []
  const print = (line: string) => lines.push(...line.split('\n'))
  await commandLine(['demo'], {
    process: { stdout: { write: print }, stderr: { write: print } },
    environment: {},
    timeZone: 'Europe/Zurich',
    now: () => new Date('2026-11-24T12:00:00Z'),
    signal: new AbortController().signal,
    terminal: undefined,
    print,
    note: print,
    ask: async () => undefined,
    readInput: async () => '',
  })
  const end = lines.indexOf('}')
  return ['$ npx ews-booking demo', ...lines.slice(0, end + 1)].map(settled).join('\n')
}

function settled(line: string): string {
  const same = line.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:8443').replace(/demo-[\da-f-]+/, 'demo-a6e48a51')
  return same.length > WIDTH ? `${same.slice(0, WIDTH - 1)}…` : same
}
