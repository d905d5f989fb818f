import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url))

const resolve = {
  alias: [
    { find: /^ews-booking$/, replacement: source('index.ts') },
    { find: /^ews-booking\/(booking|crypto|simulator)$/, replacement: source('$1/index.ts') },
  ],
}

/** What reckons with times, and so must come to the same wherever the process is. */
const RECKONING = [
  'test/booking/*.test.ts',
  'test/booking/time-zone/*.test.ts',
  'test/cli/*.test.ts',
  'test/client/{availability,operations,recorded}.test.ts',
  'test/simulator/{availability,calendar}/**/*.test.ts',
  'test/xml/scalar.test.ts',
  'test/process-time-zone.test.ts',
]

/** Long, and with nothing of clocks on the wall in it. */
const ELSEWHERE_LEFT_OUT = [
  'test/booking/{processes,cut-connections,free-busy-joined}*.test.ts',
  'test/cli/command-line.test.ts',
]

const project = (timeZone: string, include: string[], exclude: string[] = []) => ({
  resolve,
  test: { name: timeZone, include, exclude, env: { TZ: timeZone }, testTimeout: 20_000 },
})

export default defineConfig({
  test: {
    // By default one core is left idle, which of two is half of them.
    maxWorkers: '100%',
    projects: [
      project('UTC', ['test/**/*.test.ts']),
      project('Europe/Zurich', RECKONING, ELSEWHERE_LEFT_OUT),
      project('America/St_Johns', RECKONING, ELSEWHERE_LEFT_OUT),
    ],
  },
})
