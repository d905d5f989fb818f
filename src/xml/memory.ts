/**
 * Returns `derive` with its result remembered for each object that it was called with, as long as that object lives. Descriptions
 * never change, so what is derived of one stays true. Deriving anew each time would take ten times as long as reading a small answer.
 */
export function remembered<Source extends object, Derived>(derive: (source: Source) => Derived) {
  const known = new WeakMap<Source, Derived>()
  return (source: Source): Derived => {
    const earlier = known.get(source)
    if (earlier !== undefined) return earlier
    const derived = derive(source)
    known.set(source, derived)
    return derived
  }
}
