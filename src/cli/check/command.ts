import { buildCommand } from '@stricli/core'
import { connectionFlags } from '../connection/flags'
import { described } from '../described-command'
import { json } from '../json'
import { on } from '../option'

const file = (brief: string) => ({ kind: 'parsed', parse: String, brief, placeholder: 'FILE', optional: true }) as const

export const check = described(
  buildCommand({
    docs: {
      brief: 'Finds out what is wrong with a connection',
      fullDescription: `Looks at everything that a connection to Exchange needs, step by step, and says
what was found, who can fix it, and how. A wrong password is tried once.`,
    },
    parameters: {
      flags: {
        ...connectionFlags,
        write: on('Test writing: an appointment in ten years is made,\nchanged and deleted'),
        report: file('Write a report in Markdown, for a support ticket'),
        redact: on('Replace names of hosts, accounts and mailboxes'),
        saveCa: file('Save the certificate of an authority that is missing,\nfor --ca'),
        json: { ...json, brief: 'Print each step as JSON, in a line of its own' },
      },
    },
    loader: async () => (await import('./check')).check,
  }),
  {
    examples: [
      {
        line: 'check --url mail.example.com --impersonate dr.meier@example.com',
        purpose: 'See what is wrong, and who can fix it',
      },
      { line: 'check --write --report ticket.md --redact', purpose: 'Write a report to send to others' },
    ],
  },
)
