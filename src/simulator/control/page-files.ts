import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { ControlError } from './control-error'

/** Where the built page is, seen from the published code and from the sources. */
const FOLDERS = ['../page/', '../../../dist/page/'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)))

const TYPES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
}

/** The page can't run code or load files from elsewhere, and no other page can frame it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** A file of the page. */
export interface PageFile {
  readonly headers: Readonly<Record<string, string>>
  readonly content: Buffer
}

/**
 * Reads the file of the page at a path.
 *
 * @returns `undefined` if the page has no such file
 * @throws ControlError if the page hasn't been built, as in a fresh clone of the repository
 */
export async function pageFile(path: string): Promise<PageFile | undefined> {
  const name = path === '/' ? 'index.html' : path.slice(1)
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined
  if (type === undefined) return undefined
  const folder = FOLDERS.find((each) => existsSync(`${each}index.html`))
  if (folder === undefined) throw new ControlError('NOT_FOUND', "The page isn't built. Run: npm run build")
  const headers = {
    'Content-Type': type,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'Referrer-Policy': 'no-referrer',
  }
  return { headers, content: await readFile(folder + name) }
}
