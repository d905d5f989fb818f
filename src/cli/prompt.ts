import { createInterface } from 'node:readline/promises'
import { PassThrough } from 'node:stream'
import type { ReadStream, WriteStream } from 'node:tty'

interface Terminal {
  readonly input: ReadStream
  readonly output: WriteStream
}

/**
 * Asks a question on a terminal. The question goes to standard error, so that redirected output contains only the result.
 *
 * @returns the answer without its line break. It is empty after Ctrl-D.
 * @throws AbortError when `signal` aborts, which Ctrl-C does
 */
export async function promptOn(
  { input, output }: Terminal,
  question: string,
  { hidden = false, signal }: { readonly hidden?: boolean; readonly signal: AbortSignal },
): Promise<string> {
  // An editor that writes nowhere: what is typed can be corrected and isn't shown.
  const shown = hidden ? new PassThrough().resume() : output
  const editor = createInterface({ input, output: shown, terminal: true })
  const ended = new AbortController()
  editor.on('close', () => ended.abort())
  editor.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    if (hidden) output.write(question)
    return await editor.question(hidden ? '' : question, { signal: AbortSignal.any([signal, ended.signal]) })
  } catch (error) {
    if (ended.signal.aborted && !signal.aborted) return ''
    throw error
  } finally {
    editor.close()
    if (hidden) output.write('\n')
  }
}
