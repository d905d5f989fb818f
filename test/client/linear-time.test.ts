import { describe, expect, it } from 'vitest'
import { htmlText } from '../../src/booking/events/html-text'
import { readChallenges } from '../../src/client/authentication/challenge'
import { retryAfter } from '../../src/client/back-off/retry-after'
import { pageWords } from '../../src/client/failure/error-page'
import { growth, MOST_LINEAR_GROWTH } from '../processor-time'

/** Beginnings, repeated parts and ends on which a careless pattern goes back again and again. */
const beginnings = ['', '<', '"', 'NTLM ', 'Sun, ']
const parts = [
  'a',
  ' ',
  ', ',
  '<',
  '<a',
  '<a ',
  '<title ',
  '<s:faultstring ',
  '<h1',
  '<!--',
  '&a',
  '\\"',
  '=',
  '1',
  'GMT ',
]
const ends = ['', 'x', '"', '>']
const texts = (length: number): string[] =>
  beginnings.flatMap((beginning) =>
    parts.flatMap((part) => ends.map((end) => beginning + part.repeat(Math.ceil(length / part.length)) + end)),
  )

const SHORT = texts(4_000)
const LONG = texts(32_000)

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  "the server's words on a page": pageWords,
  'the challenges of WWW-Authenticate': readChallenges,
  'Retry-After': (text) => retryAfter(text, text, 0),
  'an HTML description': htmlText,
}

describe('a text that is eight times as long takes about eight times the work at most', () => {
  it.each(Object.entries(readers))('%s', (_name, read) => {
    const readAll = (all: readonly string[]) => () => all.forEach(read)
    expect(growth(readAll(SHORT), readAll(LONG))).toBeLessThan(MOST_LINEAR_GROWTH)
  })
})
