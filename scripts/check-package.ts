/**
 * Packs the package, installs it into an empty project and uses it there as others will: by import, by require, with
 * types under each module resolution, from the command line. Then asks publint and are-the-types-wrong.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const consumer = join(root, 'scripts/consumer')
const project = mkdtempSync(join(tmpdir(), 'ews-booking-'))

function run(what: string, command: string, ...parameters: readonly string[]) {
  process.stdout.write(`${what}\n`)
  execFileSync(command, parameters, { cwd: project, stdio: 'inherit' })
}

/** The versions that this repository has, so that the project is the same on each machine. */
const versionOf = (name: string): string => {
  const list = execFileSync('npm', ['ls', name, '--json', '--depth=0'], { cwd: root, encoding: 'utf8' })
  const { dependencies }: { dependencies: Record<string, { version: string }> } = JSON.parse(list)
  return `${name}@${dependencies[name]?.version}`
}

try {
  run('Packing', 'npm', 'pack', root, '--pack-destination', project, '--silent')
  const tarball = readdirSync(project).find((file) => file.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm pack made no tarball')
  cpSync(consumer, project, { recursive: true })
  cpSync(join(consumer, 'typed.ts'), join(project, 'typed.cts'))
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }))
  const quiet = ['--no-audit', '--no-fund', '--silent']
  run('Installing', 'npm', 'install', `./${tarball}`, versionOf('typescript'), versionOf('@types/node'), ...quiet)
  run('By import', 'node', 'by-import.mjs')
  run('By require', 'node', 'by-require.cjs')
  run('The vault alone', 'node', 'vault.cjs')
  run('Documentation', 'node', 'documentation.cjs')
  run('By command line', 'npx', 'ews-booking', 'demo')
  run('A key by command line', 'npx', 'ews-booking', 'keygen')
  for (const [module, moduleResolution] of [
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ] as const) {
    const options = ['--module', module, '--moduleResolution', moduleResolution]
    run(
      `Types under ${moduleResolution}`,
      'npx',
      'tsc',
      '--noEmit',
      '--strict',
      '--declaration',
      '--target',
      'es2022',
      ...options,
      'typed.ts',
      'typed.cts',
    )
  }
  const tool = (name: string) => join(root, 'node_modules/.bin', name)
  run('publint', tool('publint'), 'run', tarball, '--strict')
  run('are-the-types-wrong', tool('attw'), tarball)
} finally {
  rmSync(project, { recursive: true, force: true })
}
