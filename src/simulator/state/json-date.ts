/** JSON with instants as single-key objects, so that no text can be mistaken for one. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const KEY = '$date'

/** Writes a value of plain objects, arrays, instants and scalars as JSON. Properties that are `undefined` are left out. */
export function toJson(value: unknown): Json {
  if (value instanceof Date) return { [KEY]: value.toISOString() }
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined)
    return Object.fromEntries(entries.map(([key, each]) => [key, toJson(each)]))
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** Reads what `toJson` has written. An instant that can't be read becomes an invalid `Date`. */
export function fromJson(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(fromJson)
  if (typeof json !== 'object' || json === null) return json
  const entries = Object.entries(json)
  const [[key, instant] = []] = entries
  if (entries.length === 1 && key === KEY) return new Date(typeof instant === 'string' ? instant : Number.NaN)
  return Object.fromEntries(entries.map(([name, each]) => [name, fromJson(each)]))
}
