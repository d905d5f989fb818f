import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SaxesAttributeNS, SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import type { Operation } from '../../src/operations'
import { faultEnvelope, responseEnvelope } from '../../src/operations/soap/envelope'
import { type ElementDescription, readXml, type Slot, type Type } from '../../src/xml'
import { recordedDirectory } from '../recorded'
import { needs } from '../requirements'
import { described } from './envelopes'

/** Refusals by IIS or by a proxy, which are no documents of EWS. */
const NOT_EWS: readonly string[] = [join('gromox-3.10', 'wrong-password.response.xml')]

const recordings = (folder: string): readonly string[] =>
  recordedDirectory === undefined
    ? []
    : readdirSync(join(recordedDirectory, folder))
        .filter((name) => name.endsWith('.response.xml'))
        .map((name) => join(folder, name))
        .filter((name) => !NOT_EWS.includes(name))

const read = (name: string) => readFileSync(join(recordedDirectory ?? '', name), 'utf8')

/** The operation that a document answers, by the name of its element in the body; none for a fault. */
function operationOf(xml: string): Operation<unknown, unknown> | undefined {
  const [, name] = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)Response[\s>]/.exec(xml) ?? []
  return described.find((operation) => operation.name === name)
}

function envelopeOf(xml: string): ElementDescription<unknown> {
  const operation = operationOf(xml)
  return operation === undefined ? faultEnvelope : responseEnvelope(operation)
}

const slotsOf = (type: Type<unknown> | undefined): readonly Slot[] =>
  type === undefined || type.kind === 'scalar' ? [] : type.slots

/** The elements and attributes of a document that its description has no place for, each after its parent. */
function undescribed(xml: string, root: ElementDescription<unknown>): readonly string[] {
  const found = new Set<string>()
  const open: { readonly local: string; readonly type: Type<unknown> | undefined }[] = []
  const slotFor = (type: Type<unknown> | undefined, place: Slot['place'], local: string, uri: string) =>
    slotsOf(type).find(
      (slot) => slot.place === place && slot.xmlName === local && (slot.anyNamespace || slot.namespace.uri === uri),
    )
  const parser = new SaxesParser({ xmlns: true })
  parser.on('opentag', ({ local, uri, attributes }) => {
    const parent = open.at(-1)
    const type = parent === undefined ? root.type : slotFor(parent.type, 'element', local, uri)?.type
    if (parent?.type !== undefined && type === undefined) found.add(`${parent.local}/${local}`)
    const own = Object.values(attributes).filter((attribute: SaxesAttributeNS) => attribute.uri === '')
    const known = slotsOf(type)
      .filter(({ place }) => place === 'attribute')
      .map(({ xmlName }) => xmlName)
    for (const attribute of own) {
      if (type !== undefined && !known.includes(attribute.local)) found.add(`${local}/@${attribute.local}`)
    }
    open.push({ local, type })
  })
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  return [...found]
}

/** Elements that Microsoft's servers send and the descriptions omit, and the reasons. */
const leftOut: Readonly<Record<string, string>> = {
  'ResponseObjects/ForwardItem': "mail's",
}

describe('every recorded answer is read', needs('recordings'), () => {
  it.each([...recordings('exchange'), ...recordings('gromox-3.10')])('%s', (name) => {
    const xml = read(name)
    expect(readXml(envelopeOf(xml), xml)).toHaveProperty(
      operationOf(xml) === undefined ? 'body.fault' : 'body.response',
    )
  })
})

describe("what Microsoft's servers send is described, or left out for a reason", needs('recordings'), () => {
  it.each(recordings('exchange'))('%s', (name) => {
    const xml = read(name)
    expect(undescribed(xml, envelopeOf(xml)).filter((each) => leftOut[each] === undefined)).toEqual([])
  })

  it('with no reason for what no server sends', () => {
    const sent = recordings('exchange').flatMap((name) => undescribed(read(name), envelopeOf(read(name))))
    expect(Object.keys(leftOut)).toEqual([...new Set(sent)])
  })
})
