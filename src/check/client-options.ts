import type { EwsClientOptions } from '../client/options'
import type { CheckOptions } from './options'

/** The options without those of the check itself. */
export function clientOptions({
  mailbox: _mailbox,
  write: _write,
  signal: _signal,
  ...options
}: CheckOptions): EwsClientOptions {
  return options
}
