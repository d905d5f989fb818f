import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('../src/', import.meta.url))

/** What each part may import besides itself, by folder; the packages that it may load; and those that it may name types of. */
const PARTS: Readonly<
  Record<string, { parts: readonly string[]; packages: readonly string[]; typesOf?: readonly string[] }>
> = {
  validation: { parts: [], packages: ['zod/mini', 'zod/locales'] },
  xml: { parts: [], packages: [] },
  errors: { parts: [], packages: [] },
  kerberos: { parts: [], packages: [] },
  operations: { parts: ['xml', 'errors'], packages: [] },
  client: {
    parts: ['validation', 'xml', 'errors', 'operations', 'kerberos'],
    packages: ['undici', 'zod/mini', 'httpntlm/ntlm.js'],
  },
  booking: { parts: [], packages: ['ews-booking'] },
  simulator: {
    parts: ['validation', 'xml', 'operations', 'kerberos'],
    packages: ['zod/mini'],
    typesOf: ['ews-booking'],
  },
  crypto: { parts: ['validation'], packages: ['zod/mini'] },
  cli: {
    parts: [],
    packages: ['ews-booking', 'ews-booking/booking', 'ews-booking/crypto', 'ews-booking/simulator', 'fast-xml-parser'],
  },
}

interface Import {
  readonly file: string
  readonly part: string
  readonly target: string
  readonly typesAlone: boolean
}

const imports: readonly Import[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file.includes('/'))
  .flatMap((file) =>
    [
      ...readFileSync(join(source, file), 'utf8').matchAll(
        /(?:\b(?:import|export) (?<type>type )?[^']*?\bfrom|import\()\s*'(?<target>[^']+)'/g,
      ),
    ].map(({ groups: { type, target = '' } = {} }) => ({
      file,
      part: file.split('/', 1)[0] ?? '',
      target: target.startsWith('.') ? relative(source, join(source, dirname(file), target)) : target,
      typesAlone: type !== undefined,
    })),
  )

describe('a module never imports from its right', () => {
  it.each(Object.keys(PARTS))('%s', (part) => {
    const { parts, packages, typesOf = [] } = PARTS[part] ?? { parts: [], packages: [] }
    const foreign = imports
      .filter((each) => each.part === part && !each.target.startsWith('node:'))
      .filter(({ target }) => ![part, ...parts].includes(target.split('/', 1)[0] ?? '') && !packages.includes(target))
      .filter(({ target, typesAlone }) => !(typesAlone && typesOf.includes(target)))
    expect(foreign).toEqual([])
  })

  it('and every folder is one of these', () => {
    expect([...new Set(imports.map(({ part }) => part))].sort()).toEqual(Object.keys(PARTS).sort())
  })
})
