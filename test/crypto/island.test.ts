import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every file and package that a door loads, at once or later. */
async function loadedBy(entry: string): Promise<{ files: string[]; packages: string[] }> {
  const { metafile } = await build({
    entryPoints: [`${root}${entry}`],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    metafile: true,
    write: false,
  })
  const packages = Object.values(metafile.inputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external === true).map(({ path }) => path),
  )
  return { files: Object.keys(metafile.inputs), packages: [...new Set(packages)].sort() }
}

describe('the vault is an island', () => {
  it('that loads the checks of its input and no other part of the package: no HTTP or XML code', async () => {
    const { files, packages } = await loadedBy('src/crypto/index.ts')
    expect(files.filter((file) => !/^src\/(crypto|validation)\//.test(file))).toEqual([])
    expect(packages).toEqual(['node:buffer', 'node:crypto', 'zod/locales', 'zod/mini'])
  })

  it('that no other part of the package loads', async () => {
    for (const entry of ['src/index.ts', 'src/booking/index.ts', 'src/simulator/index.ts']) {
      const { files } = await loadedBy(entry)
      expect(files.filter((file) => file.startsWith('src/crypto/'))).toEqual([])
    }
  })
})
