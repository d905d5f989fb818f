import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('../src/', import.meta.url))

/** The folders that each part may import, the packages that it may load, and those whose types it may name. */
const PARTS: Readonly<
  Record<string, { parts: readonly string[]; packages: readonly string[]; typesOf?: readonly string[] }>
> = {
  validation: { parts: [], packages: ['zod/mini'] },
  time: { parts: [], packages: [] },
  xml: { parts: [], packages: [] },
  errors: { parts: [], packages: [] },
  kerberos: { parts: [], packages: [] },
  operations: { parts: ['xml', 'errors'], packages: [] },
  client: {
    parts: ['validation', 'xml', 'errors', 'operations', 'kerberos'],
    packages: ['undici', 'undici/index.js', 'zod/mini', 'httpntlm/ntlm.js', 'fast-xml-parser'],
  },
  check: { parts: ['validation', 'xml', 'errors', 'operations', 'kerberos', 'client'], packages: [] },
  booking: { parts: ['validation', 'time'], packages: ['ews-booking'] },
  simulator: {
    parts: ['validation', 'time', 'xml', 'operations', 'kerberos'],
    packages: ['zod/mini', 'ical.js'],
    typesOf: ['ews-booking'],
  },
  crypto: { parts: ['validation'], packages: ['zod/mini'] },
  page: {
    parts: ['simulator'],
    packages: [
      'fullcalendar',
      'fullcalendar/themes/breezy',
      'fullcalendar/timegrid',
      'preact',
      'preact/hooks',
      'temporal-polyfill',
    ],
  },
  cli: {
    parts: ['time'],
    packages: [
      '../package.json',
      '@stricli/core',
      'ews-booking',
      'ews-booking/booking',
      'ews-booking/crypto',
      'ews-booking/simulator',
      'fast-xml-parser',
    ],
  },
}

interface Import {
  /** By its path below `src`. */
  readonly file: string
  /** A path below `src`, without an ending, or the name of a package. */
  readonly target: string
  readonly typesAlone: boolean
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))

const imports: readonly Import[] = files.flatMap((file) =>
  [
    ...readFileSync(join(source, file), 'utf8').matchAll(
      /(?:\b(?:import|export) (?<type>type )?[^']*?\bfrom|import\()\s*'(?<target>[^']+)'/g,
    ),
  ].map(({ groups: { type, target = '' } = {} }) => ({
    file,
    target: target.startsWith('.') ? relative(source, join(source, dirname(file), target)) : target,
    typesAlone: type !== undefined,
  })),
)

/** The files that each file imports, for their values or for their types alone. */
const importedFiles = new Map(
  files.map((file) => [
    file,
    imports
      .filter((each) => each.file === file)
      .flatMap(({ target }) =>
        [`${target}.ts`, `${target}.tsx`, join(target, 'index.ts')].filter((path) => files.includes(path)),
      ),
  ]),
)

/** The folders that each folder within a part imports: `simulator/services` imports `simulator/mailbox`. */
const folders = [...new Set(files.map((file) => dirname(file)))].filter((folder) => folder.includes('/'))
const importedFolders = new Map(
  folders.map((folder) => [
    folder,
    files
      .filter((file) => dirname(file) === folder)
      .flatMap((file) => importedFiles.get(file) ?? [])
      .map((file) => dirname(file))
      .filter((imported) => imported !== folder && folders.includes(imported)),
  ]),
)

/** The shortest way from a file or folder over its imports back to itself; `undefined` if there is none. */
function circleOf(start: string, imported: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const ways = [[start]]
  const seen = new Set<string>()
  for (const way of ways) {
    for (const next of imported.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, start]
      if (seen.has(next)) continue
      seen.add(next)
      ways.push([...way, next])
    }
  }
  return undefined
}

describe('a module never imports from its right', () => {
  it.each(Object.keys(PARTS))('%s', (part) => {
    const { parts, packages, typesOf = [] } = PARTS[part] ?? { parts: [], packages: [] }
    const foreign = imports
      .filter(({ file, target }) => file.startsWith(`${part}/`) && !target.startsWith('node:'))
      .filter(({ target }) => ![part, ...parts].includes(target.split('/', 1)[0] ?? '') && !packages.includes(target))
      .filter(({ target, typesAlone }) => !(typesAlone && typesOf.includes(target)))
    expect(foreign).toEqual([])
  })

  it('and every folder is one of these', () => {
    const parts = files.filter((file) => file.includes('/')).map((file) => file.split('/', 1)[0])
    expect([...new Set(parts)].sort()).toEqual(Object.keys(PARTS).sort())
  })
})

describe('no file imports itself over others, types included', () => {
  it('and the imports were found', () => {
    expect([...importedFiles.values()].flat().length).toBeGreaterThan(files.length)
    expect(importedFiles.get('client/ews-client.ts')).toContain('operations/index.ts')
  })

  it.each(files)('%s', (file) => {
    expect(circleOf(file, importedFiles)).toBeUndefined()
  })
})

describe('nor does a folder within a part', () => {
  it.each(folders)('%s', (folder) => {
    expect(circleOf(folder, importedFolders)).toBeUndefined()
  })
})
