import { readFileSync } from 'node:fs'
import { UsageError } from '../usage-error'

/**
 * Reads a file with an object in JSON.
 *
 * @param option the option that names the file
 * @param example what the file may have
 * @throws UsageError with the place in the file that is wrong
 */
export function readJsonFile(file: string, option: string, example: string): object {
  const text = readText(file, option)
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new UsageError(`${file}:${placeOfError(text)}: isn't valid JSON from here on`)
  }
  throw new UsageError(`${file}: must have an object, such as ${example}`)
}

function readText(file: string, option: string): string {
  try {
    // Some editors begin a file with a byte order mark, which JSON must not have.
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  } catch (error) {
    throw new UsageError(`${option}: can't be read: ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * Line and column of the first character that JSON can't go on with. Engines tell the position of some errors only, so it is looked for: of a
 * text that is cut before it, they say that it ends too early.
 */
function placeOfError(text: string): string {
  let [sound, broken] = [0, text.length + 1]
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2)
    if (endsTooEarly(text.slice(0, middle))) sound = middle
    else broken = middle
  }
  const before = text.slice(0, sound).split('\n')
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}

/** Whether a text is the beginning of JSON. */
function endsTooEarly(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    const message = error instanceof SyntaxError ? error.message : ''
    const position = /at position (\d+)/.exec(message)?.[1]
    return /end of JSON|Unterminated string/.test(message) || Number(position) === text.length
  }
}
