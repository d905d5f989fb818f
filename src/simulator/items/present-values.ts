/** Returns those of the given properties of an element that have a value. */
export function presentValues<Values extends object>(
  properties: Iterable<keyof Values>,
  read: <Key extends keyof Values>(property: Key) => Values[Key] | undefined,
): Partial<Values> {
  const values: Partial<Values> = {}
  for (const property of properties) {
    const value = read(property)
    if (value !== undefined) values[property] = value
  }
  return values
}
