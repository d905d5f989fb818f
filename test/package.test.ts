import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import manifest from '../package.json'

const root = new URL('..', import.meta.url)

interface LockedPackage {
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
}

const lockFile = readFileSync(new URL('package-lock.json', root), 'utf8')
const { packages }: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(lockFile)
const production = Object.entries(packages).filter(
  ([path, { dev }]) => path.startsWith('node_modules/') && dev !== true,
)

describe('pain 31: a consumer installs little', () => {
  it('at most a dozen packages, none of which runs a script or is compiled', () => {
    expect(production.length).toBeLessThanOrEqual(12)
    expect(production.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([])
  })
})

describe('the package', () => {
  it('contains files and folders that exist', () => {
    const paths = manifest.files.map((path) => path.replace(/\/?\*.*$/, '')).filter((path) => path !== 'dist')
    expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([])
  })

  it('is installed from whatever registry a machine uses', () => {
    expect(lockFile).not.toContain('"resolved"')
  })

  it('contains whatever the README and the guides link to', () => {
    const packed = packedFiles()
    const documents = [...packed].filter((file) => /^(?:README|SECURITY|docs\/.*)\.md$/.test(file))
    const links = documents.flatMap((document) =>
      [...readFileSync(new URL(document, root), 'utf8').matchAll(/\]\(([^)\s#]+)/g)].flatMap(([, link = '']) =>
        /^https?:/.test(link) ? [] : [`${document}: ${posix.join(posix.dirname(document), link)}`],
      ),
    )
    expect(links.length).toBeGreaterThan(100)
    expect(links.filter((link) => !packed.has(link.split(': ')[1] ?? ''))).toEqual([])
  })
})

/** The files that npm would pack, without those that the build makes. */
function packedFiles(): ReadonlySet<string> {
  const listing = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, stdio: 'pipe' })
  const [{ files } = { files: [] }]: { files: { path: string }[] }[] = JSON.parse(listing.toString())
  return new Set(files.map(({ path }) => path))
}
