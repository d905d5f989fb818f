import { readFileSync } from 'node:fs'
import type { CheckFailure } from 'ews-booking'
import { expect, it } from 'vitest'
import { exitCodeFor } from '../../../src/cli/check/exit-code'

const documentation = readFileSync(new URL('../../../docs/check.md', import.meta.url), 'utf8')

/** The rows `| code | failure | meaning |`. */
const documented = [...documentation.matchAll(/^\| (\d+) +\| `(\w+)` +\|/gm)].map(([, code, failure = '']) => [
  failure,
  Number(code),
])

const FAILURES: readonly CheckFailure[] = [
  'options',
  'network',
  'signIn',
  'notEws',
  'busy',
  'tls',
  'extendedProtection',
  'server',
  'mailbox',
  'writing',
]

it('each failure has an exit code of its own, which docs/check.md has', () => {
  const codes = FAILURES.map((failure) => [failure, exitCodeFor(failure)])
  expect(new Set(codes.map(([, code]) => code)).size).toBe(FAILURES.length)
  expect(documented).toEqual(codes)
})

it('success is 0', () => {
  expect(exitCodeFor(undefined)).toBe(0)
})
