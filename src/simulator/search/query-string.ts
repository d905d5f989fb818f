import { matchesConstant } from './containment'

/** The texts of an item in which a query looks, by the keyword of the query. */
export type SearchableTexts<Item> = Readonly<Record<string, (item: Item) => readonly (string | undefined)[]>>

/** An optional keyword, then a word or a quoted phrase. */
const TERM = /(?:([a-z]+):)?(?:"([^"]*)"|([^\s"]+))/gi

/**
 * Makes a test for items that contain every term of `query` at the beginning of a word, without regard to case and accents.
 * From the Advanced Query Syntax, the simulator supports terms, quoted phrases and the keywords of `texts` (Microsoft,
 * "QueryString").
 *
 * A guess, to verify: everything else is looked for as text.
 */
export function query<Item>(text: string, texts: SearchableTexts<Item>): (item: Item) => boolean {
  const byKeyword = new Map(Object.entries(texts))
  const everywhere = (item: Item) => [...byKeyword.values()].flatMap((textsOf) => textsOf(item))
  const terms = [...text.matchAll(TERM)].map(([whole, keyword = '', phrase, word]) => {
    const textsOf = byKeyword.get(keyword.toLowerCase())
    const wanted = textsOf === undefined ? (phrase ?? whole) : (phrase ?? word ?? '')
    return { textsOf: textsOf ?? everywhere, matches: matchesConstant(wanted, 'PrefixOnWords', 'Loose') }
  })
  return (item) =>
    terms.every(({ textsOf, matches }) => textsOf(item).some((each) => each !== undefined && matches(each)))
}
