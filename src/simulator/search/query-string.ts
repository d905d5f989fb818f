import type { CalendarItem } from '../../operations'
import { matchesConstant } from './containment'

/** Which texts a keyword of the query is looked for in (Microsoft, "QueryString", Advanced Query Syntax). */
const keywords: Readonly<Record<string, (item: CalendarItem) => readonly (string | undefined)[]>> = {
  subject: ({ subject }) => [subject],
  body: ({ body }) => [body?.value],
  location: ({ location }) => [location],
  category: ({ categories = [] }) => categories,
  organizer: ({ organizer }) => [organizer?.mailbox.name, organizer?.mailbox.emailAddress],
}

const everywhere = (item: CalendarItem) => Object.values(keywords).flatMap((textsOf) => textsOf(item))

/** A keyword or none, then a word or a quoted phrase. */
const TERM = /(?:([a-z]+):)?(?:"([^"]*)"|([^\s"]+))/gi

/**
 * A test for items that have every term of `query`, as words begin, without regard to case and accents. Of the syntax there
 * are terms, quoted phrases and the keywords subject, body, location, category and organizer.
 *
 * A guess, to verify: that all else is looked for as text.
 */
export function query(text: string): (item: CalendarItem) => boolean {
  const terms = [...text.matchAll(TERM)].map(([whole, keyword = '', phrase, word]) => {
    const textsOf = keywords[keyword.toLowerCase()]
    const wanted = textsOf === undefined ? (phrase ?? whole) : (phrase ?? word ?? '')
    return { textsOf: textsOf ?? everywhere, matches: matchesConstant(wanted, 'PrefixOnWords', 'Loose') }
  })
  return (item) =>
    terms.every(({ textsOf, matches }) => textsOf(item).some((each) => each !== undefined && matches(each)))
}
