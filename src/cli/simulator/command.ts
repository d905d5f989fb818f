import { buildCommand } from '@stricli/core'
import { described } from '../described-command'
import { json } from '../json'
import { on, text } from '../option'
import { UsageError } from '../usage-error'

function portOf(word: string): number {
  const port = /^\d{1,5}$/.test(word) ? Number(word) : Number.NaN
  if (port <= 65_535) return port
  throw new UsageError('must be a port from 0 to 65535')
}

const port = (brief: string) => ({ kind: 'parsed', parse: portOf, brief, placeholder: 'PORT', optional: true }) as const

const list = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: String, brief, placeholder, optional: true, variadic: true }) as const

export const simulator = described(
  buildCommand({
    docs: {
      brief: 'Runs a simulated Exchange, for tests and demos',
      fullDescription: `Runs an Exchange in memory until it is stopped, with a page to watch it and an
API to control it. Other EWS clients can use it too.`,
    },
    parameters: {
      flags: {
        config: text('Mailboxes, accounts, appointments and more, as JSON', 'FILE'),
        mailbox: list('A mailbox; can be given several times', 'ADDRESS'),
        http: on('Serve plain HTTP instead of HTTPS'),
        auth: list('A scheme: NTLM, Basic, Negotiate or Bearer;\ncan be given several times', 'SCHEME'),
        host: text('The address to listen on (default 127.0.0.1)', 'ADDRESS'),
        port: port('The port of Exchange (default a free one)'),
        httpPort: port('The port for plain HTTP beside HTTPS (default\nnone)'),
        controlPort: port('The port of the page and its API (default a free\none); always on loopback'),
        caFile: text('Where to write the CA certificate, as PEM\n(default a temporary file)', 'FILE'),
        state: text('Where to keep what the mailboxes hold: read at the\nstart, saved at the end', 'FILE'),
        now: text("The server's time at the start: 2026-12-01T08:00:00Z", 'TIME'),
        freeze: on('Let the time stand still'),
        watch: on('Show requests as they come'),
        json,
      },
    },
    loader: async () => (await import('./simulator')).simulator,
  }),
  {
    examples: [
      { line: 'simulator', purpose: 'Try it: it prints all that a client needs' },
      { line: 'simulator --config exchange.json --watch', purpose: 'Run your own, and watch it' },
      { line: 'simulator --state state.json', purpose: 'Keep appointments from one run to the next' },
      { line: 'simulator --http --port 8080 --json', purpose: 'Start it from a script, which reads a line of JSON' },
    ],
  },
)
