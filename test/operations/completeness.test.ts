import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { CalendarItem } from '../../src/operations/types/calendar-item'
import { FieldURI, FieldURIOfFolder } from '../../src/operations/types/field-uri'
import type { Slot, Type } from '../../src/xml'
import { needs } from '../requirements'
import { schemaDirectory } from '../schema'
import { described as operations } from './envelopes'

/** An element or attribute within a type. */
interface Part {
  readonly name: string
  readonly type: string
  /** True if documents may leave it out. An alternative of a choice counts as optional. */
  readonly optional: boolean
}

/** A type of the schema with its elements and attributes. Those of the type that it extends come first. */
interface SchemaType {
  readonly base: string | undefined
  readonly elements: readonly Part[]
  readonly attributes: readonly Part[]
  /** The words that a simple type allows. */
  readonly words: readonly string[]
}

interface Reading {
  base: string | undefined
  elements: Part[]
  attributes: Part[]
  words: string[]
  groups: { name: string; at: number }[]
  attributeGroups: string[]
}

const localName = (qualified: string) => qualified.replace(/^.*:/, '')

/** Elements that may stand for another, by its name: `FieldURI` for `Path`. */
const substitutes = new Map<string, Part[]>()

/** Returns the complex types and groups of a schema file by name. The parts of a nested, nameless type count as parts of the type around it. */
function readSchema(file: string): ReadonlyMap<string, Reading> {
  const types = new Map<string, Reading>()
  const parser = new SaxesParser()
  let current: Reading | undefined
  let depth = 0
  /** Depths of the open choices, and of sequences that may be left out. */
  const open: number[] = []
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    const local = localName(name)
    if (depth === 2) {
      current = { base: undefined, elements: [], attributes: [], words: [], groups: [], attributeGroups: [] }
      const isType = ['complexType', 'group', 'attributeGroup', 'simpleType'].includes(local)
      if (isType && attributes.name !== undefined) types.set(attributes.name, current)
      if (local === 'element' && attributes.abstract === 'true') abstract.add(attributes.name ?? '')
      if (local === 'element') elementTypes.set(attributes.name ?? '', localName(attributes.type ?? ''))
      if (attributes.substitutionGroup !== undefined) {
        const head = localName(attributes.substitutionGroup)
        const member = { name: attributes.name ?? '', type: localName(attributes.type ?? ''), optional: true }
        substitutes.set(head, [...(substitutes.get(head) ?? []), member])
      }
    } else if (current !== undefined) {
      if (local === 'choice' || (local === 'sequence' && attributes.minOccurs === '0')) open.push(depth)
      if (local === 'element') {
        const named = attributes.name ?? localName(attributes.ref ?? '')
        const optional = attributes.minOccurs === '0' || open.length > 0
        current.elements.push({ name: named, type: localName(attributes.type ?? ''), optional })
      }
      if (local === 'attribute' && attributes.use !== 'prohibited') {
        current.attributes.push({
          name: attributes.name ?? localName(attributes.ref ?? ''),
          type: localName(attributes.type ?? ''),
          optional: attributes.use !== 'required',
        })
      }
      if (local === 'enumeration') current.words.push(attributes.value ?? '')
      if (local === 'extension') current.base = localName(attributes.base ?? '')
      if (local === 'attributeGroup') current.attributeGroups.push(localName(attributes.ref ?? ''))
      if (local === 'group') current.groups.push({ name: localName(attributes.ref ?? ''), at: current.elements.length })
    }
  })
  parser.on('closetag', () => {
    if (open.at(-1) === depth) open.pop()
    depth -= 1
  })
  parser.write(readFileSync(file, 'utf8')).close()
  return types
}

/** The name of a part's type, which for a global element stands where the element is declared. */
const typeName = ({ name, type }: Part) => (type === '' ? (elementTypes.get(name) ?? '') : type)

/** Abstract elements: a document has one of their substitutes instead. */
const abstract = new Set<string>()

/** The names of the types of global elements, such as requests and responses. */
const elementTypes = new Map<string, string>()

const withSubstitutes = (element: Part) => [
  ...(abstract.has(element.name) ? [] : [element]),
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
    attributes: [
      ...(base?.attributes ?? []),
      ...own.attributes,
      ...own.attributeGroups.flatMap((group) => schemaType(schema, group).attributes),
    ],
    words: own.words,
  }
}

const MAIL = "mail's"
const RIGHTS = 'rights management'
const ENTITIES = 'facts that a server recognized in mail'
const SOCIAL = "Microsoft 365's mentions, tags and likes"
const MICROSOFT_365 = 'what only Microsoft 365 has'
const PUBLIC = 'ids in public folders'
const TELEMETRY = "telemetry of Microsoft's own clients"
const ELSEWHERE = 'returned by GetAttachment'
const PATHS = 'paths to properties, tested with them'
const PERMISSIONS = 'the rights of others, which administrators manage'
const CALENDAR_ONLY = 'items other than calendar items'
const MANAGED = "Exchange 2007's managed folders"
const GROUPS = 'items in groups, which mail clients show'
const EXPRESSIONS = {
  Near: 'words near each other, which servers refuse in a restriction',
  SearchExpression: 'abstract, so that no document has it',
}
const DERIVED = 'a response object that needs nothing but its reference'

/** The parts of the schema that the descriptions leave out, by type, with the reason. */
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
  FindItemType: { ContactsView: CALENDAR_ONLY, GroupBy: GROUPS, DistinguishedGroupBy: GROUPS },
  FindItemParentType: { Groups: GROUPS },
  FolderType: { ManagedFolderInformation: MANAGED, PermissionSet: PERMISSIONS },
  CalendarFolderType: { ManagedFolderInformation: MANAGED, PermissionSet: PERMISSIONS },
  TasksFolderType: { ManagedFolderInformation: MANAGED, PermissionSet: PERMISSIONS },
  SearchFolderType: {
    ManagedFolderInformation: MANAGED,
    PermissionSet: PERMISSIONS,
    SearchParameters: 'the search itself, of which only the results count',
  },
  ContactsFolderType: {
    ManagedFolderInformation: MANAGED,
    PermissionSet: PERMISSIONS,
    SourceId: TELEMETRY,
    AccountName: TELEMETRY,
  },
  TargetFolderIdType: { AddressListId: CALENDAR_ONLY },
  NonEmptyArrayOfAlternateIdsType: { AlternatePublicFolderId: PUBLIC, AlternatePublicFolderItemId: PUBLIC },
  UserConfigurationNameType: { AddressListId: CALENDAR_ONLY },
  UserOofSettings: {
    DeclineMeetingReply: MICROSOFT_365,
    DeclineEventsForScheduledOOF: MICROSOFT_365,
    DeclineAllEventsForScheduledOOF: MICROSOFT_365,
    CreateOOFEvent: MICROSOFT_365,
    OOFEventSubject: MICROSOFT_365,
    AutoDeclineFutureRequestsWhenOOF: MICROSOFT_365,
    OOFEventID: MICROSOFT_365,
    EventsToDeleteIDs: MICROSOFT_365,
  },
  ReplyBody: { lang: 'the language of the text, in a namespace that attributes of descriptions do not have' },
  RestrictionType: EXPRESSIONS,
  NotType: EXPRESSIONS,
  AndType: EXPRESSIONS,
  OrType: EXPRESSIONS,
  NonEmptyArrayOfBaseItemIdsType: {
    RecurringMasterItemIdRanges: 'occurrences by their time, which a calendar view returns',
  },
}

/** Abstract types, and the types that documents have instead. */
const concrete: Readonly<Record<string, string>> = { AlternateIdBaseType: 'AlternateIdType' }

/** Types that are described only in part, with the reason. The described part still has to be right. */
const partial: Readonly<Record<string, string>> = {
  PathToExtendedFieldType: PATHS,
  ItemAttachmentType: ELSEWHERE,
  ContactItemType: 'the parts that a directory has',
  SyncFolderItemsCreateOrUpdateType: CALENDAR_ONLY,
  NonEmptyArrayOfAllItemsType: CALENDAR_ONLY,
  ArrayOfRealItemsType: CALENDAR_ONLY,
  DefaultShapeNamesType: CALENDAR_ONLY,
  UnindexedFieldURIType: PATHS,
  ArrayOfResponseMessagesType: 'those of other operations',
  ResponseCodeType: 'read in any form, with its words in TypeScript alone',
  NonEmptyArrayOfResponseObjectsType: MAIL,
  RemoveItemType: DERIVED,
  AddItemToMyCalendarType: DERIVED,
  ProposeNewTimeType: DERIVED,
  SetItemFieldType: CALENDAR_ONLY,
  AppendToItemFieldType: CALENDAR_ONLY,
  NonEmptyArrayOfPathsToElementType: PATHS,
  ArrayOfTransitionsType: 'described as the two things that it stands for',
  DeleteItemFieldType: PATHS,
}

/** What requests may leave out by the schema, and not here: without it, they mean nothing. */
const demandedNevertheless: Readonly<Record<string, readonly string[]>> = {
  SingleRecipientType: ['Mailbox'],
  SetItemFieldType: ['CalendarItem'],
  AppendToItemFieldType: ['CalendarItem'],
}

interface Described {
  readonly name: string
  readonly type: Type<unknown>
}

const elementsOf = (type: Type<unknown>): readonly Slot[] =>
  type.kind === 'scalar' ? [] : type.slots.filter(({ place, presence }) => place === 'element' && presence !== 'local')
const attributesOf = (type: Type<unknown>): readonly Slot[] =>
  type.kind === 'scalar'
    ? []
    : type.slots.filter(({ place, attributeNamespace }) => place === 'attribute' && attributeNamespace === undefined)

const inOrder = (names: readonly string[], all: readonly string[]) => all.filter((name) => names.includes(name))

describe("the descriptions against Microsoft's schema", needs('schema'), () => {
  const directory = schemaDirectory ?? ''
  const types = schemaDirectory === undefined ? new Map() : readSchema(join(directory, 'types.xsd'))
  const messages = schemaDirectory === undefined ? new Map() : readSchema(join(directory, 'messages.xsd'))
  const schema: ReadonlyMap<string, Reading> = new Map([...messages, ...types])

  /** Returns a description and all descriptions in it, by the names of their types in the schema. */
  function under(described: Described, found = new Map<string, Described[]>()): Map<string, Described[]> {
    const { elements, attributes } = schemaType(schema, described.name)
    const known = found.get(described.name) ?? []
    if (known.some(({ type }) => type === described.type)) return found
    found.set(described.name, [...known, described])
    const parts = [
      ...elementsOf(described.type).map((slot) => ({ slot, part: elements.find(({ name }) => name === slot.xmlName) })),
      ...attributesOf(described.type).map((slot) => ({
        slot,
        part: attributes.find(({ name }) => name === slot.xmlName),
      })),
    ]
    for (const { slot, part } of parts) {
      const name = part === undefined ? '' : (concrete[typeName(part)] ?? typeName(part))
      if (schema.has(name)) under({ name, type: slot.type }, found)
    }
    return found
  }

  const roots: readonly Described[] = [
    { name: 'CalendarItemType', type: CalendarItem },
    ...operations.flatMap(({ request, response }) =>
      [request, response].map(({ xmlName, type }) => ({ name: elementTypes.get(xmlName) ?? xmlName, type })),
    ),
  ]
  const found = new Map<string, Described[]>()
  for (const root of roots) under(root, found)
  const described = [...found.values()].flat()

  it('cover calendar items, searches and availability', () => {
    expect(described.length).toBeGreaterThan(110)
  })

  it.each(described)('$name: has the parts that the schema has, in its order', ({ name, type }) => {
    const { elements, attributes } = schemaType(schema, name)
    const names = elements.map((element) => element.name)
    const own = elementsOf(type).map(({ xmlName }) => xmlName)
    expect(own).toEqual(
      type.kind === 'array' ? own.filter((each) => names.includes(each)) : inOrder(own, [...new Set(names)]),
    )
    const attributeNames = attributes.map((attribute) => attribute.name)
    expect(attributeNames).toEqual(expect.arrayContaining(attributesOf(type).map(({ xmlName }) => xmlName)))
  })

  const enumerations = described.filter(({ name }) => schemaType(schema, name).words.length > 0 && !(name in partial))
  it.each(enumerations)('$name: has the words that the schema has', ({ name, type }) => {
    const { words } = schemaType(schema, name)
    expect(type.kind === 'scalar' ? type.facets.enumeration : undefined).toEqual(expect.arrayContaining([...words]))
    expect(words).toEqual(expect.arrayContaining(type.kind === 'scalar' ? [...(type.facets.enumeration ?? [])] : []))
  })

  /** Conversations and personas are neither items nor folders, and only operations for mail clients return them. */
  it('names every property of items and folders, apart from each other', () => {
    const { words } = schemaType(schema, 'UnindexedFieldURIType')
    const named = (path: Type<unknown>) =>
      attributesOf(path).flatMap(({ type }) => (type.kind === 'scalar' ? (type.facets.enumeration ?? []) : []))
    expect(named(FieldURIOfFolder)).toEqual(words.filter((word) => word.startsWith('folder:')))
    const elsewhere = /^(folder|conversation|persona):/
    expect([...named(FieldURI)].sort()).toEqual(words.filter((word) => !elsewhere.test(word)).sort())
  })

  const requests = new Map<string, Described[]>()
  for (const { request } of operations) {
    under({ name: elementTypes.get(request.xmlName) ?? request.xmlName, type: request.type }, requests)
  }
  it.each([...requests.values()].flat())('$name: demands nothing that requests may leave out', ({ name, type }) => {
    const { elements, attributes } = schemaType(schema, name)
    const demanded = (slots: readonly Slot[], parts: readonly Part[]) =>
      slots
        .filter(({ presence, demanded }) => (presence === 'required' && !demanded) || presence === 'lenient')
        .map(({ xmlName }) => xmlName)
        .filter((each) => parts.find((part) => part.name === each)?.optional === true)
    const alternatives = type.kind === 'complex' ? type.choices.flatMap(({ slots }) => slots) : []
    const children = elementsOf(type).filter((slot) => !alternatives.includes(slot))
    const found =
      type.kind === 'array' ? [] : [...demanded(children, elements), ...demanded(attributesOf(type), attributes)]
    expect(found).toEqual(demandedNevertheless[name] ?? [])
  })

  const partsOf = (type: Type<unknown>) => [...elementsOf(type), ...attributesOf(type)].map(({ xmlName }) => xmlName)
  /** A type may be described more narrowly in some places, such as searches of folders. Its widest description counts. */
  const isWidest = ({ name, type }: Described) => {
    const own = partsOf(type)
    return !(found.get(name) ?? []).some((other) => {
      const parts = partsOf(other.type)
      return parts.length > own.length && own.every((each) => parts.includes(each))
    })
  }
  const whole = described.filter((each) => !(each.name in partial) && isWidest(each))
  it.each(whole)('$name: describes each part of the schema, or leaves it out for a reason', ({ name, type }) => {
    const { elements, attributes } = schemaType(schema, name)
    const own = partsOf(type)
    const missing = [...elements, ...attributes].map((part) => part.name).filter((each) => !own.includes(each))
    expect(missing.sort()).toEqual(Object.keys(omitted[name] ?? {}).sort())
  })
})
