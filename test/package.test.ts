import { existsSync, readFileSync } from 'node:fs'
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
})
