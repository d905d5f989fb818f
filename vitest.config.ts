import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

const resolve = {
  alias: [
    { find: /^ews-booking$/, replacement: path('src/index.ts') },
    { find: /^ews-booking\/(booking|crypto|simulator)$/, replacement: path('src/$1/index.ts') },
  ],
}

/** Tests of calculations with dates and times. Their results must not depend on the time zone of the process. */
const TIME_ZONE_TESTS = [
  'test/booking/*.test.ts',
  'test/booking/time-zone/*.test.ts',
  'test/cli/{demo,time,week}/*.test.ts',
  'test/client/{availability,operations,recorded}.test.ts',
  'test/simulator/{availability,calendar}/**/*.test.ts',
  'test/xml/scalar.test.ts',
  'test/process-time-zone.test.ts',
]

/** Time zone tests that take long and don't use wall-clock time. */
const UTC_ONLY = ['test/booking/{processes,cut-connections,free-busy-joined}*.test.ts']

/** The files that the slow suite runs: those that try more cases in it, and those with tests that run in it alone. */
const SLOW = /bySuite\(|needs\('(slowSuite|sambaDomainController|postgresql)'\)/
const SLOW_TESTS = readdirSync(path('test'), { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name}`)
  .filter((name) => name.endsWith('.test.ts') && SLOW.test(readFileSync(path(name), 'utf8')))

// A test that hangs ends after this time. No test may come near it, however busy the machine is.
const HANG_MS = 10 * 60_000
const SLOW_HANG_MS = 60 * 60_000

interface Suite {
  readonly include: string[]
  readonly exclude?: string[]
  readonly env: Readonly<Record<string, string>>
  readonly hangMs?: number
}

const project = (name: string, { include, exclude = [], env, hangMs = HANG_MS }: Suite) => ({
  resolve,
  test: { name, include, exclude, env: { ...env }, testTimeout: hangMs, hookTimeout: hangMs },
})

export default defineConfig({
  test: {
    // The default leaves one core idle, which is half of two.
    maxWorkers: '100%',
    teardownTimeout: HANG_MS,
    reporters: ['default', './test/skip-reporter.ts'],
    projects: [
      project('UTC', { include: ['test/**/*.test.ts'], env: { TZ: 'UTC' } }),
      ...['Europe/Zurich', 'America/St_Johns'].map((TZ) =>
        project(TZ, { include: TIME_ZONE_TESTS, exclude: UTC_ONLY, env: { TZ } }),
      ),
      project('slow', { include: SLOW_TESTS, env: { TZ: 'UTC', EWS_TEST_SUITE: 'slow' }, hangMs: SLOW_HANG_MS }),
    ],
  },
})
