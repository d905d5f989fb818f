import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { CreateItem, DeleteItem, GetItem, UpdateItem } from '../../src/operations'
import { CalendarItem } from '../../src/operations/calendar-item'
import type { Slot, Type } from '../../src/xml'
import { schemaDirectory } from '../schema'

/** A type of the schema: its elements and attributes, those of the types that it extends first. */
interface SchemaType {
  readonly base: string | undefined
  readonly elements: readonly { readonly name: string; readonly type: string }[]
  readonly attributes: readonly string[]
}

interface Reading {
  base: string | undefined
  elements: { name: string; type: string }[]
  attributes: string[]
  groups: { name: string; at: number }[]
}

const localName = (qualified: string) => qualified.replace(/^.*:/, '')

/** The complex types and groups of a schema file by name; a type that stands within an element isn't told from its surroundings. */
function readSchema(file: string): ReadonlyMap<string, Reading> {
  const types = new Map<string, Reading>()
  const parser = new SaxesParser()
  let current: Reading | undefined
  let depth = 0
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    const local = localName(name)
    if (depth === 2) {
      current = { base: undefined, elements: [], attributes: [], groups: [] }
      const isType = local === 'complexType' || local === 'group' || local === 'simpleType'
      if (isType && attributes.name !== undefined) types.set(attributes.name, current)
    } else if (current !== undefined) {
      if (local === 'element') {
        const named = attributes.name ?? localName(attributes.ref ?? '')
        current.elements.push({ name: named, type: localName(attributes.type ?? '') })
      }
      if (local === 'attribute' && attributes.use !== 'prohibited') current.attributes.push(attributes.name ?? '')
      if (local === 'extension') current.base = localName(attributes.base ?? '')
      if (local === 'group') current.groups.push({ name: localName(attributes.ref ?? ''), at: current.elements.length })
    }
  })
  parser.on('closetag', () => {
    depth -= 1
  })
  parser.write(readFileSync(file, 'utf8')).close()
  return types
}

function schemaType(schema: ReadonlyMap<string, Reading>, name: string): SchemaType {
  const own = schema.get(name)
  if (own === undefined) return { base: undefined, elements: [], attributes: [] }
  const base = own.base === undefined ? undefined : schemaType(schema, own.base)
  const elements = [...own.elements]
  for (const { name: group, at } of [...own.groups].reverse())
    elements.splice(at, 0, ...schemaType(schema, group).elements)
  return {
    base: own.base,
    elements: [...(base?.elements ?? []), ...elements],
    attributes: [...(base?.attributes ?? []), ...own.attributes],
  }
}

const MAIL = "mail's"
const RIGHTS = 'rights management'
const ENTITIES = 'what a server has recognised in mails'
const SOCIAL = "Microsoft 365's mentions, tags and likes"
const TELEMETRY = "telemetry of Microsoft's own clients"
const ELSEWHERE = 'comes with GetAttachment'
const NEIGHBOUR = 'comes with GetItem of the neighbour itself, which would else be described within itself'
const SUBSTITUTED = 'a member of the substitution group of Transition'
const DERIVED = 'a response object of which only the reference counts'

/** What the schema has and the descriptions leave out, by type, and why. */
const omitted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CalendarItemType: {
    InternetMessageHeaders: MAIL,
    EntityExtractionResult: ENTITIES,
    RightsManagementLicenseData: RIGHTS,
    PredictedActionReasons: MAIL,
    IsClutter: MAIL,
    BlockStatus: MAIL,
    HasBlockedImages: MAIL,
    IconIndex: "a client's picture of an item",
    SortKey: "the order of mails in a client's list",
    Hashtags: SOCIAL,
    Mentions: SOCIAL,
    MentionedMe: SOCIAL,
    MentionsPreview: SOCIAL,
    MentionsEx: SOCIAL,
    AppliedHashtags: SOCIAL,
    AppliedHashtagsPreview: SOCIAL,
    Likes: SOCIAL,
    LikesPreview: SOCIAL,
    PendingSocialActivityTagIds: SOCIAL,
    AtAllMention: SOCIAL,
    CanDelete: SOCIAL,
    InferenceClassification: MAIL,
    CalendarActivityData: TELEMETRY,
  },
  ItemChangeType: { CalendarActivityData: TELEMETRY },
}

/** Types of which only a part is described, and why; what is described of them must be right all the same. */
const partial: Readonly<Record<string, string>> = {
  PathToExtendedFieldType: 'a path to a property, no part of an item',
  ItemAttachmentType: ELSEWHERE,
  CalendarItemType: NEIGHBOUR,
  NonEmptyArrayOfAllItemsType: 'items other than calendar items',
  NonEmptyArrayOfResponseObjectsType: MAIL,
  RemoveItemType: DERIVED,
  AddItemToMyCalendarType: DERIVED,
  ProposeNewTimeType: DERIVED,
  AcceptItemType: MAIL,
  TentativelyAcceptItemType: MAIL,
  DeclineItemType: MAIL,
  CancelCalendarItemType: MAIL,
  ArrayOfTransitionsType: SUBSTITUTED,
}

interface Described {
  readonly name: string
  readonly type: Type<unknown>
}

const elementsOf = (type: Type<unknown>): readonly Slot[] =>
  type.kind === 'scalar' ? [] : type.slots.filter(({ place, presence }) => place === 'element' && presence !== 'local')
const attributesOf = (type: Type<unknown>): readonly Slot[] =>
  type.kind === 'scalar' ? [] : type.slots.filter(({ place }) => place === 'attribute')

const inOrder = (names: readonly string[], all: readonly string[]) => all.filter((name) => names.includes(name))

describe.skipIf(schemaDirectory === undefined)("the descriptions against Microsoft's schema", () => {
  const directory = schemaDirectory ?? ''
  const types = schemaDirectory === undefined ? new Map() : readSchema(join(directory, 'types.xsd'))
  const messages = schemaDirectory === undefined ? new Map() : readSchema(join(directory, 'messages.xsd'))
  const schema: ReadonlyMap<string, Reading> = new Map([...messages, ...types])

  /** A description and all that it consists of, each by the name of its type in the schema. */
  function under(described: Described, found = new Map<string, Described[]>()): Map<string, Described[]> {
    const { elements } = schemaType(schema, described.name)
    const known = found.get(described.name) ?? []
    if (known.some(({ type }) => type === described.type)) return found
    found.set(described.name, [...known, described])
    for (const slot of elementsOf(described.type)) {
      const element = elements.find(({ name }) => name === slot.xmlName)
      if (element !== undefined && schema.has(element.type)) under({ name: element.type, type: slot.type }, found)
    }
    return found
  }

  const described = [...under({ name: 'CalendarItemType', type: CalendarItem })].flatMap(([, each]) => each)
  const requests = [
    { name: 'CreateItemType', type: CreateItem.request.type },
    { name: 'UpdateItemType', type: UpdateItem.request.type },
    { name: 'DeleteItemType', type: DeleteItem.request.type },
    { name: 'GetItemType', type: GetItem.request.type },
  ]

  it('covers what a calendar item consists of', () => {
    expect(described.length).toBeGreaterThan(40)
  })

  it.each([...described, ...requests])('$name: what is described is in the schema, in its order', ({ name, type }) => {
    const { elements, attributes } = schemaType(schema, name)
    const substitutes = name === 'ArrayOfTransitionsType' ? elementsOf(type).map(({ xmlName }) => xmlName) : []
    const names = [...substitutes, ...elements.map((element) => element.name)]
    const own = elementsOf(type).map(({ xmlName }) => xmlName)
    expect(own).toEqual(
      type.kind === 'array' ? own.filter((each) => names.includes(each)) : inOrder(own, [...new Set(names)]),
    )
    expect(attributes).toEqual(expect.arrayContaining(attributesOf(type).map(({ xmlName }) => xmlName)))
  })

  it.each([
    { name: 'CalendarItemType', type: CalendarItem },
    ...described.filter(({ name }) => !(name in partial)),
    ...requests,
  ])('$name: what is in the schema is described, or left out for a reason', ({ name, type }) => {
    const { elements, attributes } = schemaType(schema, name)
    const own = [...elementsOf(type), ...attributesOf(type)].map(({ xmlName }) => xmlName)
    const missing = [...elements.map((element) => element.name), ...attributes].filter((each) => !own.includes(each))
    expect(missing.sort()).toEqual(Object.keys(omitted[name] ?? {}).sort())
  })
})
