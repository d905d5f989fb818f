import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FindFolder, FindItem, GetItem } from '../../../src/operations'
import { needs } from '../../requirements'
import { schemaDirectory } from '../../schema'
import { basic, requestXml } from '../ews-connection'
import { at, DOCTOR, withExchange } from '../exchange'

/** Every word of Microsoft's UnindexedFieldURIType. */
function everyFieldURI(directory: string): string[] {
  const schema = readFileSync(join(directory, 'types.xsd'), 'utf8')
  const [, enumeration = ''] = /<xs:simpleType name="UnindexedFieldURIType">(.*?)<\/xs:simpleType>/s.exec(schema) ?? []
  return [...enumeration.matchAll(/<xs:enumeration value="([^"]+)"/g)].map(([, word = '']) => word)
}

const words = schemaDirectory === undefined ? [] : everyFieldURI(schemaDirectory)
const ofFolders = words.filter((word) => word.startsWith('folder:'))
const ofItems = words.filter((word) => !word.startsWith('folder:'))

const NAME = 'item:Subject'
const calendar = [{ distinguishedFolderId: { id: 'calendar' as const } }]
const shape = { baseShape: 'IdOnly', additionalProperties: [{ fieldURI: { fieldURI: NAME } }] } as const
const find = { traversal: 'Shallow', itemShape: { baseShape: 'IdOnly' }, parentFolderIds: calendar } as const
const path = { fieldURI: { fieldURI: NAME } } as const

/** Requests that name a property of items. */
const requests = {
  'a shape of FindItem': requestXml(FindItem, { ...find, itemShape: shape }),
  'a restriction': requestXml(FindItem, { ...find, restriction: { exists: path } }),
  'a sort order': requestXml(FindItem, { ...find, sortOrder: [{ ...path, order: 'Ascending' as const }] }),
} as const

const folderShape = requestXml(FindFolder, {
  traversal: 'Deep',
  folderShape: { baseShape: 'IdOnly', additionalProperties: [{ fieldURI: { fieldURI: 'folder:DisplayName' } }] },
  parentFolderIds: calendar,
}).replace('folder:DisplayName', NAME)

describe('Every property of the schema', needs('schema'), () => {
  const { exchange, connection } = withExchange()
  const codes = async (template: string, names: readonly string[]) => {
    const found = new Map<string, string[]>()
    for (const name of names) {
      const body = template.replace(NAME, name)
      const { text } = await connection().send({ authorization: basic('doctor@example.com', 'grüezi'), body })
      const [, code = ''] = /<\w:ResponseCode>(\w+)</.exec(text) ?? []
      found.set(code, [...(found.get(code) ?? []), name])
    }
    return found
  }

  it('was read from it', () => {
    expect(words.length).toBeGreaterThan(360)
    expect(ofFolders).toContain('folder:DisplayName')
  })

  it('of items is taken in a shape of FindItem', async () => {
    expect(Object.fromEntries(await codes(requests['a shape of FindItem'], ofItems))).toEqual({ NoError: ofItems })
  })

  it.each([
    ['a restriction', 'ErrorUnsupportedPathForQuery'],
    ['a sort order', 'ErrorUnsupportedPathForSortGroup'],
  ] as const)('of items is taken in %s, if it is a single value', async (where, code) => {
    const found = await codes(requests[where], ofItems)
    expect([...found.keys()].sort()).toEqual([code, 'NoError'])
    expect(found.get(code)).toContain('calendar:Recurrence')
    expect(found.get('NoError')).toContain('contacts:Birthday')
  })

  it('of items is refused by its own code in a shape for folders', async () => {
    expect(Object.fromEntries(await codes(folderShape, ofItems))).toEqual({ ErrorInvalidPropertyRequest: ofItems })
  })

  it.each([
    ['a shape of FindItem', 'ErrorInvalidPropertyRequest'],
    ['a restriction', 'ErrorUnsupportedPathForQuery'],
    ['a sort order', 'ErrorUnsupportedPathForSortGroup'],
  ] as const)('of folders is refused by its own code in %s', async (where, code) => {
    expect(Object.fromEntries(await codes(requests[where], ofFolders))).toEqual({ [code]: ofFolders })
  })

  it('of items is taken all at once by GetItem', async () => {
    const { id } = exchange().add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00') })
    const all = ofItems.map((name) => `<t:FieldURI FieldURI="${name}"/>`).join('')
    const body = requestXml(GetItem, { itemShape: shape, itemIds: [{ itemId: { id } }] }).replace(
      `<t:FieldURI FieldURI="${NAME}"/>`,
      all,
    )
    const { text } = await connection().send({ authorization: basic('doctor@example.com', 'grüezi'), body })
    expect(text).toContain('<m:ResponseCode>NoError<')
  })
})
