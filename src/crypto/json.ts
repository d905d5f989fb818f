import { Secret } from './secret'
import { VaultValueError } from './vault-error'

/** Checks a value and gives it its type. Schemas of zod, of any version, have this shape. */
export interface Schema<Value> {
  /** Returns the input with its type. Throws if the input doesn't match. */
  parse(input: unknown): Value
}

/**
 * Returns a value as JSON, with the content of each `Secret` in its place.
 *
 * @throws VaultValueError if JSON can't represent the value
 */
export function writeJson(value: unknown): string {
  const json = stringify(value)
  if (json === undefined) throw new VaultValueError('JSON cannot represent the value')
  return json
}

/** Errors of `JSON.stringify` may name members of the value, or come from the caller's code. They are not passed on. */
function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, reveal)
  } catch {
    return undefined
  }
}

/** A replacer receives the result of `toJSON`, and as `this` the object that holds the value itself. */
function reveal(this: object, key: string, value: unknown): unknown {
  const given: unknown = Reflect.get(this, key)
  return given instanceof Secret ? given.reveal() : value
}

/**
 * Reads JSON and checks it. The reason for a refusal is not passed on, because errors of JSON and of schemas quote the input.
 *
 * @throws VaultValueError
 */
export function readJson<Value>(json: string, schema: Schema<Value>): Value {
  try {
    return schema.parse(JSON.parse(json))
  } catch {
    throw new VaultValueError('The value was opened, but it is not JSON that the schema accepts')
  }
}
