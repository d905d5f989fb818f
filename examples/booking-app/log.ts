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

/** What may be logged of an error: a database, for one, may quote values in its messages. */
export const errorCode = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error ? String(error.code) : error.name
}
