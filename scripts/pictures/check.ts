import { readFileSync } from 'node:fs'
import { terminalPicture } from './terminal'

const RECORDING = /<!-- recording: wrong certificate -->\n+```text\n([\s\S]+?)\n```/

/** Shows a check that finds a wrong certificate, as `docs/check.md` has it. */
export function checkPicture(): string {
  const document = readFileSync(new URL('../../docs/check.md', import.meta.url), 'utf8')
  const [, recording] = RECORDING.exec(document) ?? []
  if (recording === undefined) throw new Error('docs/check.md has no recording of a wrong certificate')
  return terminalPicture('npx ews-booking check: a certificate for another name, and what to do about it', recording)
}
