import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generateKey, Vault } from 'ews-booking/crypto'
import { describe, expect, it } from 'vitest'
import { operations } from '../src/operations'
import { codeBlocks, ROOT, textOf } from './documentation/code-blocks'
import { NAMES } from './documentation/names'
import { typeErrors } from './documentation/type-errors'
import { needs, python } from './requirements'

const DOCUMENTS = [
  'README.md',
  ...readdirSync(`${ROOT}docs`)
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
]

describe('TypeScript in documents', () => {
  it('compiles against the sources', () => {
    const blocks = DOCUMENTS.flatMap((document) => codeBlocks(document, 'ts'))
    expect(blocks.length).toBeGreaterThan(15)
    expect(typeErrors(blocks, NAMES)).toEqual([])
  })
})

/** The anchors that GitHub derives from headings. */
const anchorsOf = (document: string) =>
  [...textOf(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\d\-_ ]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('links in documents lead somewhere', () => {
  it.each([...DOCUMENTS, 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md'])('%s', (document) => {
    const links = [...textOf(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    const broken = links
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => {
        const [path = '', anchor] = link.split('#')
        const target = path === '' ? document : join(dirname(document), path)
        return !existsSync(`${ROOT}${target}`) || (anchor !== undefined && !anchorsOf(target).includes(anchor))
      })
    expect(broken).toEqual([])
  })
})

const vectors = readdirSync(`${ROOT}fixtures/vault`)

describe('docs/troubleshooting.md', () => {
  const sources = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const codes = new Set(
    sources.flatMap((file) => textOf(`src/${file}`).match(/(?<=')ERR_(?:EWS|BOOKING|VAULT)_\w+(?=')/g) ?? []),
  )
  const headings = textOf('docs/troubleshooting.md').match(/(?<=^## .*)ERR_\w+/gm) ?? []

  it('has a heading for each error code, and for no other', () => {
    expect([...codes].length).toBeGreaterThan(10)
    expect(headings.toSorted()).toEqual([...codes].sort())
  })
})

describe('docs/vault.md', () => {
  it('states the right sizes of sealed values', () => {
    const text = textOf('docs/vault.md')
    const vault = new Vault({ keys: [generateKey()] })
    const sizes = [...text.matchAll(/^\| +(\d+) \| +(\d+) \|$/gm)].map(([, bytes, characters]) =>
      [bytes, characters].map(Number),
    )
    expect(sizes.map(([bytes]) => bytes)).toEqual([0, 13, 100, 255, 1000, 4000])
    const context = { tenant: '42', table: 'bookings', column: 'title', row: '7' }
    const sealed = (plaintext: string) => vault.seal(plaintext, context).length
    expect(sizes).toEqual(sizes.map(([bytes = 0]) => [bytes, sealed('x'.repeat(bytes))]))
    expect(text).toContain(`what was \`varchar(255)\` needs up to ${sealed('\u{1d504}'.repeat(255))} characters`)
    expect([2908, 2909].map((bytes) => sealed('x'.repeat(bytes)) <= 4000)).toEqual([true, false])
  })
})

describe('docs/vault-format.md', () => {
  it('works through a vector that is in the fixtures', () => {
    const vector: Record<string, string> = JSON.parse(textOf('fixtures/vault/text.json'))
    const [{ code } = { code: '' }] = codeBlocks('docs/vault-format.md', 'text')
    const shown = Object.fromEntries(
      [...code.matchAll(/^([a-z]+(?: [a-z]+)?) {2,}(.*(?:\n .*)*)/gm)].map(([, name, value = '']) => [
        name,
        value.replaceAll(/#.*|\s/g, ''),
      ]),
    )
    const { key, kid, info, contentKey, iv, plaintext, token } = vector
    expect(shown).toEqual({ key, kid, info, 'content key': contentKey, iv, plaintext, sealed: token })
  })

  it('lists all vectors', () => {
    const listed = [...textOf('docs/vault-format.md').matchAll(/^\| `([\w-]+\.json)` /gm)].map(([, file]) => file)
    expect(listed.sort()).toEqual(vectors.toSorted())
  })
})

interface Vector {
  readonly context: Readonly<Record<string, string | null>>
  readonly plaintext?: string
  readonly plaintextBytes?: string
}

describe('the Python script of docs/vault-format.md', needs('joserfc'), () => {
  const [{ code } = { code: '' }] = codeBlocks('docs/vault-format.md', 'python')
  const open = (value: unknown) => spawnSync(python, ['-c', code], { input: JSON.stringify(value) })

  const vectorOf = (file: string): Vector => JSON.parse(textOf(`fixtures/vault/${file}`))

  it.each(vectors)('opens %s', (file) => {
    const vector = vectorOf(file)
    const { plaintext = '', plaintextBytes } = vector
    const { status, stdout } = open(vector)
    expect(status).toBe(0)
    expect(stdout).toEqual(
      plaintextBytes === undefined ? Buffer.from(plaintext) : Buffer.from(plaintextBytes, 'base64url'),
    )
  })

  it('opens none for another tenant or key', () => {
    const vector = vectorOf('text.json')
    for (const changed of [{ context: { ...vector.context, tenant: '43' } }, { key: generateKey() }]) {
      expect(open({ ...vector, ...changed })).toMatchObject({ status: 1, stdout: Buffer.alloc(0) })
    }
  })
})

describe('docs/ews-client.md', () => {
  it('lists every operation', () => {
    const section = textOf('docs/ews-client.md').split('## Every operation')[1]?.split('\n## ')[0] ?? ''
    expect(section.match(/(?<=^\| `)\w+/gm)).toEqual(Object.keys(operations))
  })
})

describe('docs/comparison.md', () => {
  const rows = [...textOf('docs/comparison.md').matchAll(/^\| +(\d+) \|.*\| `(.+?)` +\|$/gm)].map(
    ([, pain = '', file = '']) => ({ pain, file }),
  )

  it('has a row for each pain that a test is named after', () => {
    const tests = readdirSync(`${ROOT}test`, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.test\.ts$/.test(file),
    )
    const named = tests.flatMap((file) => [...textOf(`test/${file}`).matchAll(/\bpains? ([\d, and]+):/g)])
    const pains = new Set(named.flatMap(([, numbers = '']) => numbers.match(/\d+/g) ?? []))
    expect(rows.map(({ pain }) => Number(pain))).toEqual([...pains].map(Number).sort((a, b) => a - b))
  })

  it.each(rows)('pain $pain is shown by $file', ({ pain, file }) => {
    expect(textOf(`test/${file}`)).toMatch(new RegExp(`\\bpains? (\\d+ and )?${pain}\\b`))
  })
})

const guides = DOCUMENTS.filter((document) => document !== 'docs/names.md')
  .map(textOf)
  .join('\n')

describe('classes and functions', () => {
  const names = readdirSync(`${ROOT}api`).flatMap((file) =>
    [...textOf(`api/${file}`).matchAll(/^(?:abstract )?(?:class|function) (\w+)/gm)].map(([, name = '']) => name),
  )

  it('are all in the guides', () => {
    expect(names.length).toBeGreaterThan(50)
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(guides))).toEqual([])
  })
})

describe('options', () => {
  const reports = readdirSync(`${ROOT}api`)
    .map((file) => textOf(`api/${file}`))
    .join('\n')
  const interfaces = [...reports.matchAll(/^(?:export )?interface (\w+(?:Options|Auth)) .*?\{\n(.*?)^\}/gms)]
  const options = interfaces.flatMap(([, name = '', body = '']) =>
    [...body.matchAll(/^ {2,4}(?:readonly )?(\w+)\??:/gm)].map(([, option = '']) => ({ name, option })),
  )

  it('are found in the reports of the public surface', () => {
    expect(options.length).toBeGreaterThan(40)
  })

  it('are all in the documents', () => {
    const missing = options.filter(({ option }) => !new RegExp(`\\b${option}\\b`).test(guides))
    expect(missing).toEqual([])
  })
})
