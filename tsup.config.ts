import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { transform } from 'esbuild'
import { defineConfig, type Options } from 'tsup'

const shared: Options = {
  outDir: 'dist',
  target: 'node20',
  platform: 'node',
  external: [/^ews-booking/],
}

const doors = { index: 'src/index.ts', booking: 'src/booking/index.ts', simulator: 'src/simulator/index.ts' }

/** tsup's own way to chunks in CommonJS rewrites `?.` and `??` to calls of functions, which slows readers down. */
const commonJs: NonNullable<Options['plugins']>[number] = {
  name: 'commonjs',
  async renderChunk(code, { path }) {
    const { code: rendered } = await transform(code, {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      sourcefile: basename(path),
    })
    return { code: rendered }
  },
}

/**
 * By `import` as by `require` the same code is loaded, and the same types: so that an error of the one is `instanceof` the
 * class of the other, and nothing is in the package twice.
 */
async function writeModules() {
  for (const door of Object.keys(doors)) {
    const reexport = `export * from './${door}.cjs'\n`
    await writeFile(`dist/${door}.js`, reexport)
    await writeFile(`dist/${door}.d.ts`, reexport)
  }
}

export default defineConfig([
  {
    ...shared,
    entry: doors,
    format: ['esm'],
    splitting: true,
    clean: true,
    outExtension: () => ({ js: '.cjs' }),
    plugins: [commonJs],
    onSuccess: writeModules,
  },
  {
    ...shared,
    entry: doors,
    format: ['cjs'],
    // tsup 8 sets `baseUrl` for its type build, which TypeScript 6 deprecates.
    dts: { only: true, compilerOptions: { ignoreDeprecations: '6.0' } },
  },
  { ...shared, entry: { cli: 'src/cli/main.ts' }, format: ['esm'] },
])
