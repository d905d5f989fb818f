import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { textOf } from './code-blocks'

interface Question {
  readonly question: string
  /** The links to follow from the README, by their texts. */
  readonly clicks: readonly string[]
  /** What the reader has to find on the last page, under one of its headings. */
  readonly answer: { readonly heading: string; readonly text: string }
}

const QUESTIONS: readonly Question[] = [
  { question: 'How do I install it?', clicks: [], answer: { heading: 'ews-booking', text: 'npm i ews-booking' } },
  {
    question: 'How do I test without an Exchange?',
    clicks: ['Testing'],
    answer: { heading: 'Testing without an Exchange', text: 'await startSimulator({' },
  },
  {
    question: 'What does channelBinding do?',
    clicks: ['Connecting'],
    answer: { heading: 'Extended Protection', text: "`channelBinding: 'auto'`, the default" },
  },
  {
    question: 'What does ERR_EWS_THROTTLED want?',
    clicks: ['Troubleshooting'],
    answer: { heading: 'ERR_EWS_THROTTLED', text: 'Wait for `backOffMs`' },
  },
  {
    question: 'Which rights do I ask the administrator for?',
    clicks: ['For Exchange administrators'],
    answer: { heading: 'The account', text: '-Role ApplicationImpersonation' },
  },
  {
    question: 'Welche Rechte braucht das Konto?',
    clicks: ['auf Deutsch'],
    answer: { heading: 'Das Konto', text: '-Role ApplicationImpersonation' },
  },
  {
    question: 'How do I rotate a key?',
    clicks: ['The vault', 'Changing keys'],
    answer: { heading: 'Changing keys', text: 'Deploy `[old, new]`' },
  },
  {
    question: 'How safe is a retry?',
    clicks: ['How booking works'],
    answer: { heading: 'How safe a retry is', text: '| `book`' },
  },
  {
    question: 'What does a status of event 4625 mean?',
    clicks: ['Troubleshooting'],
    answer: { heading: 'ERR_EWS_AUTHENTICATION', text: '`0xC000035B`' },
  },
  {
    question: 'Which option sets the time limit of a call?',
    clicks: ['Connecting'],
    answer: { heading: 'Every option', text: '`timeoutMs`' },
  },
]

/** Follows the link with this text. */
function target(document: string, text: string): string {
  const [, link] = new RegExp(`\\[${text}\\]\\(([^)#]*)[^)]*\\)`).exec(textOf(document)) ?? []
  if (link === undefined) throw new Error(`${document} has no link "${text}"`)
  return link === '' ? document : join(dirname(document), link)
}

/** What stands below a heading, up to the next one. */
function sectionOf(document: string, heading: string): string {
  const outside = textOf(document).split(/^(?=#+ )/m)
  return outside.find((section) => section.startsWith(`${section.match(/^#+ /)?.[0]}${heading}\n`)) ?? ''
}

describe('from the README, within two clicks, a reader finds', () => {
  it.each(QUESTIONS)('$question', ({ clicks, answer }) => {
    expect(clicks.length).toBeLessThanOrEqual(2)
    const page = clicks.reduce(target, 'README.md')
    expect(sectionOf(page, answer.heading)).toContain(answer.text)
  })
})

describe('the README', () => {
  it('can be read in a few minutes', () => {
    expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(151)
  })
})
