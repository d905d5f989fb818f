/**
 * The engine's one copy of a text, which it compares with others by address, and which holds on to no chunk: what property
 * names are.
 */
export const interned = (text: string): string => Object.keys({ [text]: text })[0] ?? text

/** A copy, where the engine would keep a view on the whole chunk in which the text arrived. */
export const detached = (text: string): string => (text.length < SHORTEST_VIEW ? text : ` ${text}`.slice(1))
const SHORTEST_VIEW = 13
