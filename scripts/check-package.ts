/**
 * Packs the package, installs it into an empty project and uses it there as others do: by `import`, by `require`, under Deno, Bun and
 * Jest, with types under each module resolution, in an editor, from the command line. Then asks publint and are-the-types-wrong.
 *
 * Major versions of Node.js as arguments run `import` and `require` on those too: `npm run check-package -- 22 24 26`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const consumer = join(root, 'scripts/consumer')
const project = mkdtempSync(join(tmpdir(), 'ews-booking-'))
const furtherNodes = process.argv.slice(2)

/** The compilers that consumers have: the oldest that is supported, this repository's and the newest. Only the oldest has node10. */
const COMPILERS = [
  { version: '5.4', resolutions: ['node10', 'node16', 'nodenext', 'bundler'] },
  { version: '6.0', resolutions: ['node16', 'nodenext', 'bundler'] },
  { version: '7.0', resolutions: ['node16', 'nodenext', 'bundler'] },
] as const

const JEST = 'jest@^30.5.2'

/** Other runtimes that load packages from npm. */
const RUNTIMES = [
  { name: 'Deno', package: 'deno@^2.9.6', command: ['deno', 'run', '--allow-all'] },
  { name: 'Bun', package: 'bun@^1.4.5', command: ['bun', 'run'] },
] as const

/** The `module` that goes with a `moduleResolution`. */
const MODULES = { node10: 'commonjs', node16: 'node16', nodenext: 'nodenext', bundler: 'esnext' } as const

const print = (text: string) => process.stdout.write(`${text}\n`)

/** Runs a command in the project and prints what it found. A command that fails ends the check. */
function check(what: string, command: string, ...parameters: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd: project, encoding: 'utf8' })
  const found = stdout.trim()
  print(found.includes('\n') ? `${what}:\n${found}` : `${what}: ${found || 'passed'}`)
  if (status !== 0) throw new Error(`${what} failed: ${stderr}`)
}

function* files(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) yield join(entry.parentPath, entry.name)
  }
}

/** The version of a package that this repository has, so that the project is the same on each machine. */
function installed(name: string): string {
  const list = execFileSync('npm', ['ls', name, '--json', '--depth=0'], { cwd: root, encoding: 'utf8' })
  const { dependencies }: { dependencies: Record<string, { version: string }> } = JSON.parse(list)
  return `${name}@${dependencies[name]?.version}`
}

function install(): string {
  execFileSync('npm', ['pack', root, '--pack-destination', project, '--silent'], { cwd: project, stdio: 'pipe' })
  const tarball = readdirSync(project).find((file) => file.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm pack made no tarball')
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }))
  const compilers = COMPILERS.map(({ version }) => `typescript-${version}@npm:typescript@${version}`)
  const quiet = ['--no-audit', '--no-fund', '--silent']
  const runtimes = RUNTIMES.map((runtime) => runtime.package)
  const packages = [`./${tarball}`, installed('@types/node'), JEST, ...compilers, ...runtimes]
  execFileSync('npm', ['install', ...packages, ...quiet], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] })
  cpSync(consumer, project, { recursive: true })
  cpSync(join(root, 'examples/simulator/jest.test.js'), join(project, 'simulator.test.js'))
  for (const extension of ['cts', 'mts']) cpSync(join(consumer, 'typed.ts'), join(project, `typed.${extension}`))
  return tarball
}

function describe(tarball: string) {
  const sizes = Array.from(files(join(project, 'node_modules/ews-booking')), (file) => statSync(file).size)
  const unpacked = sizes.reduce((sum, size) => sum + size, 0)
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`
  print(
    `${tarball}: ${kilobytes(statSync(join(project, tarball)).size)}, unpacked ${kilobytes(unpacked)} in ${sizes.length} files`,
  )
  check('Dependencies', 'npm', 'ls', '--omit=dev', '--all', '--prefix', root)
}

function checkTypes() {
  for (const { version, resolutions } of COMPILERS) {
    const compiler = join('node_modules', `typescript-${version}`, 'bin/tsc')
    for (const resolution of resolutions) {
      const sources = resolution === 'node10' ? ['typed.ts'] : ['typed.cts', 'typed.mts']
      const options = ['--module', MODULES[resolution], '--moduleResolution', resolution, '--target', 'es2022']
      const strict = ['--noEmit', '--strict', '--declaration', '--types', 'node']
      check(`TypeScript ${version}, ${resolution}`, 'node', compiler, ...strict, ...options, ...sources)
    }
  }
}

try {
  const tarball = install()
  describe(tarball)
  check('import', 'node', 'by-import.mjs')
  check('require', 'node', 'by-require.cjs')
  for (const version of furtherNodes) {
    const node = ['-y', `node@${version}`]
    check(`import, Node.js ${version}`, 'npx', ...node, 'by-import.mjs')
    check(`require, Node.js ${version}`, 'npx', ...node, 'by-require.cjs')
  }
  for (const { name, command } of RUNTIMES) {
    check(`import, ${name}`, 'npx', ...command, 'by-import.mjs')
    check(`require, ${name}`, 'npx', ...command, 'by-require.cjs')
  }
  check('Loaded files', 'node', 'loading.cjs')
  check('The vault alone', 'node', 'vault.cjs')
  check('Stack trace', 'node', '--enable-source-maps', 'stack-trace.cjs')
  check('Jest', 'npx', 'jest', '--silent')
  check('Command line', 'npx', 'ews-booking', 'demo')
  check('Command line', 'npx', 'ews-booking', 'keygen')
  checkTypes()
  check('Editor', 'node', 'editor.cjs', join('node_modules', 'typescript-6.0', 'lib/tsserver.js'))
  const tool = (name: string) => join(root, 'node_modules/.bin', name)
  check('publint', tool('publint'), 'run', tarball, '--strict')
  check('are-the-types-wrong', tool('attw'), tarball, '--format', 'ascii')
} finally {
  rmSync(project, { recursive: true, force: true })
}
