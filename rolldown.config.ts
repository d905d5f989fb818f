import { defineConfig, type Plugin } from 'rolldown'
import { minify } from 'rolldown/utils'
import { dependencies } from './package.json'

/** The root of the repository says `module`, for the sources. The nearest package.json decides how Node.js reads a file. */
const packageOfDist: Plugin = {
  name: 'package of dist',
  generateBundle() {
    const source = `${JSON.stringify({ type: 'commonjs', sideEffects: false })}\n`
    this.emitFile({ type: 'asset', fileName: 'package.json', source })
  },
}

/**
 * Node.js reads all that it loads, so comments, which are in `src` and in the declarations, are left out: importing takes a tenth less.
 * Bundled packages lose their white space too. No name changes.
 */
const withoutComments: Plugin = {
  name: 'without comments',
  async renderChunk(code, { moduleIds }) {
    const isOurs = !moduleIds.some((id) => id.includes('/node_modules/'))
    const codegen = { removeWhitespace: !isOurs }
    const { code: shorter, map } = await minify('', code, {
      compress: false,
      mangle: false,
      codegen,
      sourcemap: isOurs,
    })
    return { code: shorter, map: map ?? null }
  },
}

/**
 * The published code is CommonJS, which every Node.js and every tool loads by `import` and by `require` alike: each class exists
 * once. Names and statements are those of the source. An entry point is a list of exports in its own folder, beside the declarations that `tsc` writes there.
 * The code is in `dist/chunks`: a file for each module would double the time that an import takes.
 */
export default defineConfig({
  input: {
    index: 'src/index.ts',
    'booking/index': 'src/booking/index.ts',
    'crypto/index': 'src/crypto/index.ts',
    'simulator/index': 'src/simulator/index.ts',
    'cli/main': 'src/cli/main.ts',
  },
  platform: 'node',
  tsconfig: 'tsconfig.json',
  // All other packages are bundled. THIRD-PARTY-NOTICES.md has their licenses.
  external: Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
  output: {
    dir: 'dist',
    cleanDir: true,
    format: 'cjs',
    strict: true,
    esModule: true,
    dynamicImportInCjs: false,
    chunkFileNames: 'chunks/[name].js',
    minify: false,
    sourcemap: true,
    sourcemapExcludeSources: true,
    codeSplitting: {
      groups: [
        { name: 'stricli', test: /node_modules\/@stricli\// },
        { name: 'zod', test: /node_modules\/zod\// },
        { name: 'validation', test: /src\/validation\// },
        { name: 'time', test: /src\/time\// },
        { name: 'ical', test: /node_modules\/ical\.js\// },
        // Only the simulator has mail.
        { name: 'operations', test: /src\/(errors|operations(?!\/mail)|xml)\// },
        // Kerberos is loaded when it is first needed. Options and errors use these few files of it.
        {
          name: 'kerberos-names',
          test: /kerberos\/(messages\/)?(name-type|error-code|kdc-address|user-name|kerberos-error|error-text)\.ts$/,
        },
        // The client and its Kerberos both use it.
        { name: 'deadline', test: /src\/client\/deadline\.ts$/ },
        { name: 'kerberos', test: /src\/(client\/)?kerberos\// },
        // Discovery is loaded when it is first needed, as it needs an XML library and Node's own HTTP.
        { name: 'client', test: /src\/client\/(?!discovery\/(discovery|transport|user-settings)\.ts$)/ },
      ],
    },
  },
  plugins: [packageOfDist, withoutComments],
})
