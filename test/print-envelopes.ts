// Preloaded into an example. Writes each envelope that it sends and receives to stderr, one a line, as JSON.
import { subscribe } from 'node:diagnostics_channel'

for (const channel of ['ews-booking:request', 'ews-booking:response']) {
  subscribe(channel, (message) => {
    if (typeof message !== 'object' || message === null || !('body' in message) || message.body === '') return
    process.stderr.write(`${JSON.stringify(message.body)}\n`)
  })
}
