// Preloaded into an example: what it sends and gets is written to stderr, an envelope a line, as JSON.
import { subscribe } from 'node:diagnostics_channel'

for (const channel of ['ews-booking:request', 'ews-booking:response']) {
  subscribe(channel, (message) => {
    if (typeof message !== 'object' || message === null || !('body' in message) || message.body === '') return
    process.stderr.write(`${JSON.stringify(message.body)}\n`)
  })
}
