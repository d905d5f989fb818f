import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

/** A file that browsers load. */
export interface Asset {
  readonly body: string
  readonly type: string
  /** For `If-None-Match`. */
  readonly tag: string
}

/** The files that browsers load, by name. */
export type Assets = ReadonlyMap<string, Asset>

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** The scripts of `browser`. */
const SCRIPTS = ['page', 'calendar', 'connect', 'sealing']

/** The stylesheets, and what they are made of. */
const STYLES: Readonly<Record<string, readonly string[]>> = {
  style: ['./style.css'],
  calendar: [
    'fullcalendar/skeleton.css',
    'fullcalendar/themes/classic/theme.css',
    'fullcalendar/themes/classic/palette.css',
    './calendar.css',
  ],
}

const asset = (body: string, type: string): Asset => ({
  body,
  type,
  tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
})

/** Makes the files when the application starts. That takes about a second, and saves a build. */
export async function makeAssets(): Promise<Assets> {
  await using bundle = await rolldown({
    input: Object.fromEntries(SCRIPTS.map((name) => [name, path(`../browser/${name}.ts`)])),
    platform: 'browser',
    logLevel: 'warn',
  })
  const { output } = await bundle.generate({
    format: 'es',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
  })
  const scripts = output.flatMap((file) =>
    file.type === 'chunk' ? [[file.fileName, asset(file.code, 'text/javascript; charset=utf-8')] as const] : [],
  )
  const styles = Object.entries(STYLES).map(async ([name, files]) => {
    const texts = files.map((file) =>
      readFile(file.startsWith('.') ? path(file) : fileURLToPath(import.meta.resolve(file)), 'utf8'),
    )
    return [`${name}.css`, asset((await Promise.all(texts)).join('\n'), 'text/css; charset=utf-8')] as const
  })
  const icon = asset(await readFile(path('./icon.svg'), 'utf8'), 'image/svg+xml')
  return new Map([...scripts, ...(await Promise.all(styles)), ['icon.svg', icon]])
}
