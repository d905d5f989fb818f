import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { systemPython } from '../../requirements'
import type { MitKdc } from './mit-kdc'

/** The verdict of MIT's GSS-API on a token. */
export interface Verdict {
  readonly accepted: boolean
  /** `alice@CORP.TEST` */
  readonly principal?: string
  /** `HTTP/localhost@CORP.TEST` */
  readonly target?: string | null
  /** Whether the token was bound to the channel. */
  readonly bound?: boolean
  readonly error?: string
  readonly token: string | null
}

/** MIT's GSS-API in a separate process. */
export interface GssAcceptor {
  /** @param binding the application data of the channel, to be required by the caller; `undefined` looks at none */
  verify(token: string, binding: Buffer | undefined): Promise<Verdict>
  close(): Promise<void>
}

export function startGssAcceptor({ env }: Pick<MitKdc, 'env'>): GssAcceptor {
  const script = fileURLToPath(new URL('gss-acceptor.py', import.meta.url))
  const process = spawn(systemPython, [script], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting: ((verdict: Verdict) => void)[] = []
  createInterface(process.stdout).on('line', (line) => waiting.shift()?.(JSON.parse(line)))
  return {
    verify(token, binding) {
      process.stdin.write(`${JSON.stringify({ token, binding: binding?.toString('base64') ?? null })}\n`)
      return new Promise((resolve) => waiting.push(resolve))
    },
    async close() {
      process.stdin.end()
      await once(process, 'exit')
    },
  }
}
