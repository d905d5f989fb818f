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
  /** Of a simple type: the words that it allows. */
  readonly words: readonly string[]
}

interface Reading {
  base: string | undefined
  elements: { name: string; type: string }[]
  attributes: string[]
  words: string[]
  groups: { name: string; at: number }[]
}

const localName = (qualified: string) => qualified.replace(/^.*:/, '')

/** Elements that may stand for another, by its name: `FieldURI` for `Path`. */
const substitutes = new Map<string, { name: string; type: string }[]>()

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
      current = { base: undefined, elements: [], attributes: [], words: [], groups: [] }
      const isType = local === 'complexType' || local === 'group' || local === 'simpleType'
      if (isType && attributes.name !== undefined) types.set(attributes.name, current)
      if (attributes.substitutionGroup !== undefined) {
        const head = localName(attributes.substitutionGroup)
        const member = { name: attributes.name ?? '', type: localName(attributes.type ?? '') }
        substitutes.set(head, [...(substitutes.get(head) ?? []), member])
      }
    } else if (current !== undefined) {
      if (local === 'element') {
        const named = attributes.name ?? localName(attributes.ref ?? '')
        current.elements.push({ name: named, type: localName(attributes.type ?? '') })
      }
      if (local === 'attribute' && attributes.use !== 'prohibited') current.attributes.push(attributes.name ?? '')
      if (local === 'enumeration') current.words.push(attributes.value ?? '')
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

/** `Path` itself is abstract and in no document. */
const withSubstitutes = (element: { name: string; type: string }) => [
  ...(element.name === 'Path' ? [] : [element]),
  ...(substitutes.get(element.name) ?? []),
]

function schemaType(schema: ReadonlyMap<string, Reading>, name: string): SchemaType {
  const own = schema.get(name)
  if (own === undefined) return { base: undefined, elements: [], attributes: [], words: [] }
  const base = own.base === undefined ? undefined : schemaType(schema, own.base)
  const elements = [...own.elements]
  for (const { name: group, at } of [...own.groups].reverse())
    elements.splice(at, 0, ...schemaType(schema, group).elements)
  return {
    base: own.base,
    elements: [...(base?.elements ?? []), ...elements.flatMap(withSubstitutes)],
    attributes: [...(base?.attributes ?? []), ...own.attributes],
    words: own.words,
  }
}

const MAIL = "mail's"
const RIGHTS = 'rights management'
const ENTITIES = 'what a server has recognised in mails'
const SOCIAL = "Microsoft 365's mentions, tags and likes"
const TELEMETRY = "telemetry of Microsoft's own clients"
const ELSEWHERE = 'comes with GetAttachment'
const NEIGHBOUR = 'comes with GetItem of the neighbour itself, which would else be described within itself'
const PATHS = 'paths to properties, tested with them'
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
  AcceptItemType: { InternetMessageHeaders: MAIL },
  TentativelyAcceptItemType: { InternetMessageHeaders: MAIL },
  DeclineItemType: { InternetMessageHeaders: MAIL },
  NonEmptyArrayOfBaseItemIdsType: {
    RecurringMasterItemIdRanges: 'occurrences by their time, which a calendar view finds',
  },
}

/** Types of which only a part is described, and why; what is described of them must be right all the same. */
const partial: Readonly<Record<string, string>> = {
  PathToExtendedFieldType: PATHS,
  ItemAttachmentType: ELSEWHERE,
  CalendarItemType: NEIGHBOUR,
  NonEmptyArrayOfAllItemsType: 'items other than calendar items',
  NonEmptyArrayOfResponseObjectsType: MAIL,
  RemoveItemType: DERIVED,
  AddItemToMyCalendarType: DERIVED,
  ProposeNewTimeType: DERIVED,
  SetItemFieldType: 'items other than calendar items',
  AppendToItemFieldType: 'items other than calendar items',
  ItemResponseShapeType: "a search's, tested with it",
  DefaultShapeNamesType: "a search's, tested with it",
  NonEmptyArrayOfPathsToElementType: PATHS,
  TargetFolderIdType: 'a folder, no part of an item',
  DistinguishedFolderIdType: 'a folder, no part of an item',
  ArrayOfTransitionsType: 'described as the two things that it is used for',
  DeleteItemFieldType: PATHS,
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

  const roots: readonly Described[] = [
    { name: 'CalendarItemType', type: CalendarItem },
    { name: 'CreateItemType', type: CreateItem.request.type },
    { name: 'UpdateItemType', type: UpdateItem.request.type },
    { name: 'DeleteItemType', type: DeleteItem.request.type },
    { name: 'GetItemType', type: GetItem.request.type },
  ]
  const found = new Map<string, Described[]>()
  for (const root of roots) under(root, found)
  const described = [...found.values()].flat()

  it('covers what a calendar item consists of', () => {
    expect(described.length).toBeGreaterThan(40)
  })

  it.each(described)('$name: what is described is in the schema, in its order', ({ name, type }) => {
    const { elements, attributes } = schemaType(schema, name)
    const names = elements.map((element) => element.name)
    const own = elementsOf(type).map(({ xmlName }) => xmlName)
    expect(own).toEqual(
      type.kind === 'array' ? own.filter((each) => names.includes(each)) : inOrder(own, [...new Set(names)]),
    )
    expect(attributes).toEqual(expect.arrayContaining(attributesOf(type).map(({ xmlName }) => xmlName)))
  })

  const enumerations = described.filter(({ name }) => schemaType(schema, name).words.length > 0 && !(name in partial))
  it.each(enumerations)('$name: has the words that the schema has', ({ name, type }) => {
    const { words } = schemaType(schema, name)
    expect(type.kind === 'scalar' ? type.facets.enumeration : undefined).toEqual(expect.arrayContaining([...words]))
    expect(words).toEqual(expect.arrayContaining(type.kind === 'scalar' ? [...(type.facets.enumeration ?? [])] : []))
  })

  const whole = described.filter(({ name, type }) => type === CalendarItem || !(name in partial))
  it.each(whole)('$name: what is in the schema is described, or left out for a reason', ({ name, type }) => {
    const { elements, attributes } = schemaType(schema, name)
    const own = [...elementsOf(type), ...attributesOf(type)].map(({ xmlName }) => xmlName)
    const missing = [...elements.map((element) => element.name), ...attributes].filter((each) => !own.includes(each))
    expect(missing.sort()).toEqual(Object.keys(omitted[name] ?? {}).sort())
  })
})
