import { writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { type MinifyOptions, minify } from 'terser'
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

/** What each file of the code exports. */
const exportedNames = new Map<string, readonly string[]>()

/**
 * esbuild's own way to CommonJS looks up each imported function in its module whenever it is called, and tsup's own way to chunks
 * rewrites `?.` and `??` to calls of functions: both slow readers down.
 */
const commonJs: NonNullable<Options['plugins']>[number] = {
  name: 'commonjs',
  async renderChunk(code, { path }) {
    const { required, statements, names } = withoutImports(code)
    exportedNames.set(relative('dist', path), names)
    const requires = [...required].map(([module, imported]) => `const {${imported}} = require(${module});\n`)
    return shortened(`${requires.join('')}${statements}`)
  },
}

/** What only the command line runs stays a module. */
const commandLine: NonNullable<Options['plugins']>[number] = {
  name: 'command line',
  renderChunk: (code) => shortened(code, { module: true }),
}

async function shortened(printed: string, options: MinifyOptions = {}) {
  const code = withNamesOfClasses(printed)
  const { code: shorter = code } = await minify(code, { ...(isOurs(code) ? named(code) : nameless), ...options })
  return { code: shorter }
}

/** By the comments with which esbuild says where each part of a file is from. */
const isOurs = (code: string) => /^\/\/ src\//m.test(code)

const format: MinifyOptions['format'] = { semicolons: false, max_line_len: 500 }
const compress: MinifyOptions['compress'] = { passes: 2, toplevel: true, sequences: false }

/**
 * Functions and classes keep their names, none is moved to where it is called, and there is a line for each statement, so that stack
 * traces say where. An engine, too, finds each function where it was written: once, and not made anew at each call.
 */
const named = (code: string): MinifyOptions => ({
  compress: { ...compress, inline: false, reduce_vars: false, keep_fnames: true, keep_classnames: true },
  mangle: { toplevel: true, keep_fnames: true, keep_classnames: true, reserved: classNames(code) },
  format,
})

/** esbuild makes `class _Name` of a class that names itself, which stack traces and `constructor.name` would show. */
const withNamesOfClasses = (code: string) =>
  code.replace(/^var (\w+) = class _\1\b.*?^\};$/gms, (text, name: string) =>
    text.replaceAll(new RegExp(`\\b_${name}\\b`, 'g'), name),
  )

/** esbuild makes `var Name = class` of classes; terser doesn't see that the variable is what names the class. */
const classNames = (code: string) => [...code.matchAll(/^var (\w+) = class\b/gm)].map(([, name = '']) => name)

/** Of what is bundled nobody has the sources at hand. */
const nameless: MinifyOptions = { compress, mangle: { toplevel: true }, format }

/** An ECMAScript module as esbuild prints it, with its imports and exports as CommonJS has them. */
function withoutImports(code: string) {
  const required = new Map<string, string>()
  let names: string[] = []
  const statements = code
    .replace(/^import (?:\{([^}]*)\} from )?(".*");\n/gm, (_, imported: string | undefined, module: string) => {
      // The package has no side effects: where nothing is imported, nothing is missed.
      if (imported !== undefined) {
        required.set(module, `${required.get(module) ?? ''}${imported.replaceAll(' as ', ': ')},`)
      }
      return ''
    })
    .replace(/^export \{([^}]*)\};\n/m, (_, exported: string) => {
      const pairs = exported.split(',').map((each) => each.trim().split(' as '))
      names = pairs.map(([local, name = local]) => `${name}`)
      const properties = pairs.map(([local, name = local]) => `${name}: ${local}`)
      return `module.exports = Object.defineProperty({ ${properties} }, '__esModule', { value: true });\n`
    })
  const left = /^(?:import|export)\b.*/m.exec(statements)
  if (left !== null) throw new Error(`This has no equal in CommonJS yet: ${left}`)
  return { required, statements, names }
}

/**
 * By `import` as by `require` the same code is loaded, and the same types: so that an error of the one is `instanceof` the
 * class of the other, and nothing is in the package twice. Before it runs CommonJS for an `import`, Node.js reads it for the
 * names that it exports, as slowly as it runs all of it; the last `module.exports` is all that it looks at (cjs-module-lexer).
 */
async function writeDoors() {
  for (const door of Object.keys(doors)) {
    const names = exportedNames.get(`code/${door}.cjs`)
    if (names === undefined) throw new Error(`There is nothing behind the door ${door}`)
    await writeFile(
      `dist/${door}.cjs`,
      `module.exports = require('./code/${door}.cjs')\n0 && (module.exports = { ${names.join(', ')} })\n`,
    )
    await writeFile(`dist/${door}.js`, `export * from './${door}.cjs'\n`)
    await writeFile(`dist/${door}.d.ts`, `export * from './${door}.cjs'\n`)
  }
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
  { ...shared, entry: { cli: 'src/cli/main.ts' }, format: ['esm'], plugins: [commandLine] },
])
