import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Returns the URLs of the modules that a script loads. */
function loadedBy(script: string): string {
  const parameters = ['--import', 'tsx', '--import', './test/cli/print-modules.ts', '--input-type=module', '-e', script]
  const { stderr, status } = spawnSync(process.execPath, parameters, { cwd: root, encoding: 'utf8' })
  expect(status).toBe(0)
  return stderr
}

it('importing the package loads no step of a check, and checking loads them', () => {
  const alone = loadedBy("await import('ews-booking')")
  expect(alone).toContain('/src/check/check-connection.ts')
  expect(alone).not.toMatch(/\/src\/check\/(walk|runtime|steps|certificate)/)
  const checking = loadedBy(
    "const { checkConnection } = await import('ews-booking'); for await (const _ of checkConnection({ url: '', auth: {} }));",
  )
  expect(checking).toMatch(/\/src\/check\/steps\/tls\.ts/)
})
