import type { Type } from '../../src/xml'

/** The path to a string in a value: `['items', 0, 'subject']`. */
export type Place = readonly (string | number)[]

/** Returns a path as errors name it: `items[0].subject`. */
export const pathOf = (place: Place): string =>
  place
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')

/** Returns the paths to the strings in `value` that a caller can choose. A caller can't choose `fixed` ones. */
export function textPlaces(type: Type<unknown>, value: unknown, place: Place = []): Place[] {
  if (type.kind === 'scalar') return type.base === 'string' ? [place] : []
  if (type.kind === 'array' && !type.tagged) {
    return entriesOf(value).flatMap(([index, entry]) =>
      type.slots.flatMap((slot) => textPlaces(slot.type, entry, [...place, index])),
    )
  }
  if (type.kind === 'array') {
    return entriesOf(value).flatMap(([index, entry]) => memberPlaces(type.slots, entry, [...place, index]))
  }
  const plain = type.slots.filter(({ listKey }) => listKey === undefined)
  return [
    ...memberPlaces(plain, value, place),
    ...type.listKeys.flatMap((key) => listPlaces(type.slots, key, value, place)),
  ]
}

/** The paths in a repeated choice. */
function listPlaces(slots: Slots, listKey: string, value: unknown, place: Place): Place[] {
  const alternatives = slots.flatMap((slot) =>
    slot.listKey === listKey ? { ...slot, presence: 'required' as const } : [],
  )
  return entriesOf(memberOf(value, listKey)).flatMap(([index, entry]) =>
    memberPlaces(alternatives, entry, [...place, listKey, index]),
  )
}

type Slots = Exclude<Type<unknown>, { kind: 'scalar' }>['slots']

function memberPlaces(slots: Slots, value: unknown, place: Place): Place[] {
  return slots.flatMap((slot) => {
    const member = memberOf(value, slot.key)
    const at = [...place, slot.key]
    if (member === undefined || slot.presence === 'fixed') return []
    if (slot.presence !== 'repeated') return textPlaces(slot.type, member, at)
    return entriesOf(member).flatMap(([index, entry]) => textPlaces(slot.type, entry, [...at, index]))
  })
}

/** Returns a copy of `value` with `text` at `place`. */
export function replaced(value: unknown, [key, ...rest]: Place, text: string): unknown {
  if (key === undefined) return text
  if (Array.isArray(value)) {
    return value.map((entry: unknown, index) => (index === key ? replaced(entry, rest, text) : entry))
  }
  return { ...objectOf(value), [key]: replaced(memberOf(value, `${key}`), rest, text) }
}

const entriesOf = (value: unknown): [number, unknown][] => (Array.isArray(value) ? [...value.entries()] : [])

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})

const memberOf = (value: unknown, key: string): unknown =>
  new Map<string, unknown>(Object.entries(objectOf(value))).get(key)
