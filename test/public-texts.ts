/** Everything that can be reached from values by properties and getters: names, texts, and bytes in Latin-1. */
export function publicTexts(...roots: readonly unknown[]): string[] {
  const seen = new Set<unknown>()
  const texts: string[] = []
  const visit = (value: unknown) => {
    if (typeof value === 'string') texts.push(value)
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return
    seen.add(value)
    if (value instanceof Map || value instanceof Set) for (const each of value) visit(each)
    if (ArrayBuffer.isView(value)) {
      texts.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1'))
      return
    }
    for (const key of Reflect.ownKeys(value)) {
      texts.push(String(key))
      const { value: held, get } = Object.getOwnPropertyDescriptor(value, key) ?? {}
      visit(get === undefined ? held : Reflect.apply(get, value, []))
    }
  }
  for (const root of roots) visit(root)
  return texts
}
