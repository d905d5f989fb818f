import { defineConfig, type Options } from 'tsup'

const shared: Options = {
  outDir: 'dist',
  target: 'node20',
  platform: 'node',
  splitting: true,
  external: [/^ews-booking/],
  // tsup 8 sets `baseUrl` for its type build, which TypeScript 6 deprecates.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
}

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts', booking: 'src/booking/index.ts', simulator: 'src/simulator/index.ts' },
    format: ['esm', 'cjs'],
    clean: true,
  },
  { ...shared, entry: { cli: 'src/cli/main.ts' }, format: ['esm'], dts: false },
])
