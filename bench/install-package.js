/**
 * Packs ews-booking as it is published, and installs the tarball here with its peers. The root's build dependencies
 * are installed first if they are missing.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '..')
const packages = join(here, 'packed')

const npm = (cwd, ...parameters) => {
  execFileSync('npm', [...parameters, '--no-audit', '--no-fund', '--silent'], { cwd, stdio: 'inherit' })
}

if (!existsSync(join(root, 'node_modules'))) npm(root, 'ci')
rmSync(packages, { recursive: true, force: true })
mkdirSync(packages)
npm(here, 'pack', root, '--pack-destination', packages)
const tarball = readdirSync(packages).find((file) => file.endsWith('.tgz'))
if (tarball === undefined) throw new Error('npm pack made no tarball')
// npm takes a tarball of the same version for the one that is installed already.
rmSync(join(here, 'node_modules/ews-booking'), { recursive: true, force: true })
npm(here, 'install', '--no-save', join(packages, tarball))
