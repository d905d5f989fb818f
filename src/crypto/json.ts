import { Secret } from './secret'
import { VaultValueError } from './vault-error'

/** What checks a value that was read and says what type it has; a schema of zod is one, of whichever version. */
export interface Schema<Value> {
  /** Throws where the input isn't what it describes. */
  parse(input: unknown): Value
}

/**
 * JSON in which a `Secret` is what it holds.
 *
 * @throws VaultValueError where JSON can't have it
 */
export function writeJson(value: unknown): string {
  const json = stringify(value)
  if (json === undefined) throw new VaultValueError('The value has no JSON')
  return json
}

/** What `JSON.stringify` throws may have names of the value's members in it, or be the caller's own; so it is told to nobody. */
function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, reveal)
  } catch {
    return undefined
  }
}

/** A replacer is called on what holds the value, and given what `toJSON` has made of it. */
function reveal(this: object, key: string, value: unknown): unknown {
  const given: unknown = Reflect.get(this, key)
  return given instanceof Secret ? given.reveal() : value
}

/**
 * Reads JSON. Why it isn't what `schema` describes is told to nobody: both JSON's errors and those of schemas quote what they have read.
 *
 * @throws VaultValueError
 */
export function readJson<Value>(json: string, schema: Schema<Value>): Value {
  try {
    return schema.parse(JSON.parse(json))
  } catch {
    throw new VaultValueError('The value was opened, and it is not JSON of what the schema describes')
  }
}
