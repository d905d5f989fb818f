// Starts the application, and installs what it needs first if that isn't there yet.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const cwd = fileURLToPath(new URL('../..', import.meta.url))
const run = (command, parameters) =>
  spawnSync(command, parameters, { cwd, stdio: 'inherit', shell: process.platform === 'win32' })

if (!existsSync(new URL('../../node_modules/tsx', import.meta.url))) {
  const { status } = run('npm', ['ci'])
  if (status !== 0) process.exit(status ?? 1)
}
const { status } = run(process.execPath, ['--import', 'tsx', 'examples/booking-app/main.ts', ...process.argv.slice(2)])
process.exit(status ?? 0)
