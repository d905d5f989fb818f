import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { transform } from 'esbuild'
import { minify } from 'terser'
import { defineConfig, type Options } from 'tsup'

const shared: Options = {
  outDir: 'dist',
  target: 'node20',
  platform: 'node',
  external: [/^ews-booking/],
}

const doors = {
  index: 'src/index.ts',
  booking: 'src/booking/index.ts',
  crypto: 'src/crypto/index.ts',
  simulator: 'src/simulator/index.ts',
}

/** What is behind each door; the door itself is a file that Node.js can find the exported names in without reading all of it. */
const code = Object.fromEntries(Object.entries(doors).map(([door, source]) => [`code/${door}`, source]))

/**
 * tsup's own way to chunks in CommonJS rewrites `?.` and `??` to calls of functions, which slows readers down. Of the names only those of
 * local variables become shorter, and lines stay short, so that stack traces say where.
 */
const commonJs: NonNullable<Options['plugins']>[number] = {
  name: 'commonjs',
  async renderChunk(code, { path }) {
    const { code: rendered } = await transform(code, {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      sourcefile: basename(path),
    })
    const { code: shortened = rendered } = await minify(rendered, {
      compress: false,
      mangle: { keep_classnames: true, keep_fnames: true },
      format: { max_line_len: 200 },
    })
    return { code: shortened }
  },
}

/**
 * By `import` as by `require` the same code is loaded, and the same types: so that an error of the one is `instanceof` the
 * class of the other, and nothing is in the package twice. Before it runs CommonJS for an `import`, Node.js reads it for the
 * names that it exports, as slowly as it runs all of it; the last `module.exports` is all that it looks at (cjs-module-lexer).
 */
async function writeDoors() {
  for (const door of Object.keys(doors)) {
    const names = await exportedNames(`dist/code/${door}.cjs`)
    await writeFile(
      `dist/${door}.cjs`,
      `module.exports = require('./code/${door}.cjs')\n0 && (module.exports = { ${names.join(', ')} })\n`,
    )
    await writeFile(`dist/${door}.js`, `export * from './${door}.cjs'\n`)
    await writeFile(`dist/${door}.d.ts`, `export * from './${door}.cjs'\n`)
  }
}

/** As esbuild notes them at the end of a CommonJS file. */
async function exportedNames(file: string): Promise<string[]> {
  const [, names] = /\b0&&\(module\.exports=\{([^}]*)\}\);\s*$/.exec(await readFile(file, 'utf8')) ?? []
  if (names === undefined) throw new Error(`${file} doesn't tell what it exports`)
  return names.split(',').map((name) => name.trim())
}

export default defineConfig([
  {
    ...shared,
    entry: code,
    format: ['esm'],
    splitting: true,
    clean: true,
    outExtension: () => ({ js: '.cjs' }),
    plugins: [commonJs],
    onSuccess: writeDoors,
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
