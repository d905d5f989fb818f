import pino, { type DestinationStream, type Logger } from 'pino'

/** Names under which somebody might log what must not be in a log. */
const SECRET = [
  'password',
  'title',
  'description',
  'customer',
  'mail',
  'address',
  'connection',
  'authorization',
  'cookie',
]

/** A log without personal data: JSON lines on the standard output, or wherever a test wants them. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const paths = SECRET.flatMap((name) => [name, `*.${name}`])
  const options = { level, base: undefined, redact: { paths, censor: '[redacted]' } }
  return destination === undefined ? pino(options) : pino(options, destination)
}
