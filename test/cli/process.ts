import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Start {
  readonly preloaded?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** Starts the command line in a separate process, as its users do. */
export function start(parameters: readonly string[], { preloaded = [], environment }: Start = {}) {
  const imports = ['tsx', ...preloaded].flatMap((module) => ['--import', module])
  return spawn(process.execPath, [...imports, 'src/cli/main.ts', ...parameters], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Waits for a process to end, and returns what it printed and its exit code. */
export async function ended(child: ReturnType<typeof start>) {
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { stdout, stderr, code }
}
