import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Returns every file and package that an entry point loads, at once or later. */
async function loadedBy(entry: string): Promise<{ files: string[]; packages: string[] }> {
  const bundle = await rolldown({
    input: `${root}${entry}`,
    cwd: root,
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
  })
  const { output } = await bundle.generate()
  await bundle.close()
  const chunks = output.filter((each) => each.type === 'chunk')
  const own = new Set(chunks.map(({ fileName }) => fileName))
  const imported = chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
  return {
    files: chunks.flatMap(({ moduleIds }) => moduleIds.map((id) => id.replace(root, ''))),
    packages: [...new Set(imported.filter((each) => !own.has(each)))].sort(),
  }
}

describe('the vault', () => {
  it('loads the checks of its input and no other part of the package: no HTTP or XML code', async () => {
    const { files, packages } = await loadedBy('src/crypto/index.ts')
    expect(files).toContain('src/crypto/vault.ts')
    expect(files.filter((file) => !/^src\/(crypto|validation)\//.test(file))).toEqual([])
    expect(packages).toEqual(['node:buffer', 'node:crypto', 'zod/mini'])
  })

  it.each(['src/index.ts', 'src/booking/index.ts', 'src/simulator/index.ts'])('is not loaded by %s', async (entry) => {
    const { files } = await loadedBy(entry)
    expect(files).toContain(entry)
    expect(files.filter((file) => file.startsWith('src/crypto/'))).toEqual([])
  })
})
