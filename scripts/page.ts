import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { RolldownOptions } from 'rolldown'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = `${root}src/page/`
const require = createRequire(import.meta.url)

/** How the code of the simulator's page is bundled: for browsers, into one file without comments. */
export const pageBundle = {
  input: `${source}main.tsx`,
  cwd: root,
  platform: 'browser',
  tsconfig: `${source}tsconfig.json`,
  transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  output: { format: 'esm', minify: true, codeSplitting: false },
} as const satisfies RolldownOptions

const STYLES = [
  'fullcalendar/skeleton.css',
  'fullcalendar/themes/breezy/theme.css',
  'fullcalendar/themes/breezy/palettes/indigo.css',
]

/** Writes the files of the page to a folder. */
export async function buildPage(folder: string = `${root}dist/page/`): Promise<void> {
  await using bundle = await rolldown(pageBundle)
  const { output } = await bundle.generate(pageBundle.output)
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/page.js`, output[0].code)
  const styles = [...STYLES.map((style) => require.resolve(style)), `${source}style.css`]
  writeFileSync(`${folder}/page.css`, styles.map((style) => readFileSync(style, 'utf8')).join('\n'))
  for (const file of ['index.html', 'icon.svg']) writeFileSync(`${folder}/${file}`, readFileSync(source + file))
}
