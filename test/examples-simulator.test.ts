import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { needs, python } from './requirements'

// Its tests run here, under Vitest, as in a product.
import '../examples/simulator/vitest.test'

const root = fileURLToPath(new URL('..', import.meta.url))
const program = `${process.execPath} --import tsx src/cli/main.ts simulator`

/** Runs an example in a process of its own, from the root, and returns its output once it has ended. */
async function run(command: string, ...parameters: readonly string[]) {
  const env = { ...process.env, EWS_SIMULATOR: program }
  const child = spawn(command, [...parameters], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { stdout, stderr, code }
}

describe('examples/simulator', () => {
  it('node.test.ts passes', async () => {
    const ended = await run(process.execPath, '--import', 'tsx', '--test', 'examples/simulator/node.test.ts')
    expect(ended.stdout).toMatch(/pass 2\b/)
    expect(ended.code).toBe(0)
  })

  it('booking.py passes, and its simulator stops', needs('python'), async () => {
    const { stderr, code } = await run(python, 'examples/simulator/booking.py')
    expect(stderr).toMatch(/^Ran 3 tests in .*\n\nOK$/m)
    expect(code).toBe(0)
  })

  it('booking.php passes, and its simulator stops', needs('php'), async () => {
    const { stdout, stderr, code } = await run('php', 'examples/simulator/booking.php')
    expect(stdout.match(/^ok - /gm)).toHaveLength(3)
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })

  it('booking.sh reads a calendar, and sees a fault', needs('curl'), async () => {
    const { stdout, stderr, code } = await run('bash', 'examples/simulator/booking.sh')
    expect({ stdout, stderr, code }).toEqual({
      stdout: '<t:Subject>Surgery\n"status":503\n',
      stderr: '',
      code: 0,
    })
  })

  it('and all of them are tested here; scripts/check-package.ts runs jest.test.js', () => {
    const files = ['booking.php', 'booking.py', 'booking.sh', 'jest.test.js', 'node.test.ts', 'vitest.test.ts']
    expect(readdirSync(`${root}examples/simulator`).sort()).toEqual(files)
  })
})
