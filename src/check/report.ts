import type { CheckStep } from './check-step'
import { checkConclusion } from './conclusion'
import { checkRedaction } from './redaction'

/** How a report is written. */
export interface CheckReportOptions {
  /** Whether hosts, addresses, accounts, mailboxes and organizations are replaced. Defaults to false. */
  readonly redact?: boolean | undefined
  /** What stands at the top, such as the date. Defaults to nothing. */
  readonly heading?: string | undefined
}

/** Returns the steps of a check in Markdown, for a support ticket. It has no secrets. */
export function checkReport(steps: readonly CheckStep[], { redact = false, heading }: CheckReportOptions = {}): string {
  const shown = redact ? steps.map(checkRedaction()) : steps
  const rows = shown.map(
    ({ name, verdict, found, ms }) => `| ${name} | ${verdict} | ${cell(found)} | ${Math.round(ms)} |`,
  )
  const remedies = shown.flatMap(({ name, whose, remedy }) =>
    remedy === undefined ? [] : [`- **${name}** (${whose}): ${cell(remedy)}`],
  )
  const certificates = shown.flatMap(({ missingAuthority }) =>
    missingAuthority === undefined
      ? []
      : [`SHA-256 \`${missingAuthority.sha256}\``, `\`\`\`\n${missingAuthority.pem.trim()}\n\`\`\``],
  )
  return `${[
    '# Check of a connection to Exchange',
    ...(heading === undefined ? [] : [heading]),
    checkConclusion(steps).sentence,
    ['| step | verdict | found | ms |', '| --- | --- | --- | ---: |', ...rows].join('\n'),
    ...(remedies.length === 0 ? [] : ['## What to do', remedies.join('\n')]),
    ...(certificates.length === 0 ? [] : ['## The authority that is not trusted', ...certificates]),
  ].join('\n\n')}\n`
}

/** Escapes a text for a cell of a table in Markdown, which may contain HTML. */
const cell = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('\n', ' ')
