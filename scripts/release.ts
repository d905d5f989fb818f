/**
 * Releases a version: `npx tsx scripts/release.ts minor` (or `major`, `patch`, `1.2.3`). It moves the unreleased changes of
 * CHANGELOG.md under the version, sets the version in package.json and its lock file, checks the package, commits, tags, and publishes
 * with provenance. Push the commit and the tag afterwards.
 *
 * `--dry-run` does the same in a copy of the last commit and publishes nothing. Right after a release it finds nothing to do.
 * `--no-publish` leaves publishing to the workflow that runs when the tag is pushed, which is where npm can attest the provenance.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { hasUnreleasedChanges, withRelease } from './changelog'

const root = fileURLToPath(new URL('..', import.meta.url))
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean', default: false }, 'no-publish': { type: 'boolean', default: false } },
})
const [increment] = positionals

const print = (text: string) => process.stdout.write(`${text}\n`)

/** Runs a command and shows what it prints. One that fails ends the release. */
function run(directory: string, command: string, ...parameters: readonly string[]) {
  print(`$ ${[command, ...parameters].join(' ')}`)
  execFileSync(command, parameters, { cwd: directory, stdio: 'inherit' })
}

const output = (directory: string, command: string, ...parameters: readonly string[]) =>
  execFileSync(command, parameters, { cwd: directory, encoding: 'utf8' }).trim()

function setVersion(directory: string, to: string): string {
  output(directory, 'npm', 'version', to, '--no-git-tag-version')
  const { version }: { version: string } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
  return version
}

function release(directory: string, to: string, { dryRun, publish }: { dryRun: boolean; publish: boolean }) {
  const version = setVersion(directory, to)
  const file = join(directory, 'CHANGELOG.md')
  const today = new Date().toISOString().slice(0, 10)
  const { changelog, changes } = withRelease(readFileSync(file, 'utf8'), version, today)
  writeFileSync(file, changelog)
  run(directory, 'git', 'commit', '--quiet', '--all', '--message', `Release ${version}`)
  run(directory, 'git', 'tag', '--annotate', `v${version}`, '--message', changes)
  const provenance = dryRun ? ['--dry-run', '--loglevel=error'] : ['--provenance']
  if (publish) run(directory, 'npm', 'publish', '--access', 'public', ...provenance)
  print(`${dryRun ? 'Would have released' : 'Released'} ${version}`)
}

/** A clone of the last commit, with the modules of this folder. */
function dryRun(to: string) {
  const parent = mkdtempSync(join(tmpdir(), 'ews-booking-release-'))
  const copy = join(parent, 'ews-booking')
  try {
    run(root, 'git', 'clone', '--quiet', root, copy)
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    output(copy, 'git', 'config', 'user.name', 'dry run')
    output(copy, 'git', 'config', 'user.email', 'dry-run@example.com')
    if (hasUnreleasedChanges(readFileSync(join(copy, 'CHANGELOG.md'), 'utf8'))) {
      release(copy, to, { dryRun: true, publish: true })
    } else print('Nothing has changed since the last release.')
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}

if (increment === undefined) throw new Error('Name what to release: major, minor, patch or a version')
if (values['dry-run']) dryRun(increment)
else {
  const changed = output(root, 'git', 'status', '--porcelain')
  if (changed !== '') throw new Error(`Commit these first:\n${changed}`)
  run(root, 'npm', 'run', 'check-package')
  release(root, increment, { dryRun: false, publish: !values['no-publish'] })
}
