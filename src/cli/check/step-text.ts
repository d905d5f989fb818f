import type { CheckCulprit, CheckName, CheckStep, CheckVerdict } from 'ews-booking'
import { withFlagNames } from '../flag-names'
import { wrapped } from '../wrapped'

/** What people call the steps. */
export const LABELS: Readonly<Record<CheckName, string>> = {
  url: 'Address',
  account: 'Account',
  dns: 'Name resolution',
  tcp: 'Connection',
  proxy: 'Proxy',
  tls: 'TLS',
  http: 'Who answers',
  schemes: 'Sign-in schemes',
  kerberos: 'Kerberos',
  extendedProtection: 'Extended Protection',
  authentication: 'Sign-in',
  serverVersion: 'Server version',
  schema: 'Schema version',
  impersonation: 'Impersonation',
  calendar: 'Calendar',
  freeBusy: 'Free/busy',
  writing: 'Writing',
  promises: 'Promises kept',
  throttling: 'Throttling',
  clock: 'Clocks',
  latency: 'Latency',
}

/** The longest line, in columns. */
export const WIDTH = 80
/** A mark, a label, and the space after them. */
const INDENT = 23

const MARKS: Readonly<Record<CheckVerdict, string>> = { ok: '✓', warning: '!', failed: '✗', skipped: '-' }

/** SGR parameters (ECMA-48, 8.3.117): green, yellow, red, faint. */
const COLORS: Readonly<Record<CheckVerdict, string>> = { ok: '32', warning: '33', failed: '31', skipped: '2' }

const FIXERS: Readonly<Record<CheckCulprit, string>> = {
  you: 'You',
  exchange: 'Exchange administrator',
  network: 'Network',
}

/** How steps are shown. */
export interface Style {
  readonly colors: boolean
}

/** Returns a step as lines of at most 80 columns: what was found, who can fix it, and how. */
export function stepText({ name, verdict, found, whose, remedy }: CheckStep, style: Style): string {
  const fix = remedy === undefined || whose === undefined ? [] : [`${FIXERS[whose]}: ${remedy}`]
  return block(verdict, LABELS[name], [found, ...fix], style)
}

/** Says in a line how many steps were skipped because of another one. */
export function skippedText(because: CheckName, count: number, style: Style): string {
  return block(
    'skipped',
    'Skipped',
    [`${count} ${count === 1 ? 'step' : 'steps'}, because of ${LABELS[because]}.`],
    style,
  )
}

function block(verdict: CheckVerdict, label: string, texts: readonly string[], { colors }: Style): string {
  const [first = '', ...others] = texts.flatMap((text) => wrapped(withFlagNames(text), WIDTH - INDENT))
  const mark = colors ? `\u001b[${COLORS[verdict]}m${MARKS[verdict]}\u001b[0m` : MARKS[verdict]
  const head = `${mark} ${label.padEnd(INDENT - 3)} ${first}`
  return [head, ...others.map((line) => `${' '.repeat(INDENT)}${line}`)].map((line) => line.trimEnd()).join('\n')
}
