import { EnvelopeReader } from '../../src/client/envelope'
import { EwsError } from '../../src/errors'
import { type Operation, operations } from '../../src/operations'
import { fixtures } from '../fixtures'

/** The longest answer to generate, in bytes. It bounds the time of each case. */
const LONGEST = 256 * 1024

interface Answer {
  readonly operation: Operation<unknown, unknown>
  readonly bytes: Buffer
}

const described = Object.values<Operation<unknown, unknown>>(operations)

/** The recorded answers of every operation. */
const recorded: readonly Answer[] = fixtures.flatMap(({ operation: name, response }) =>
  described
    .filter((operation) => operation.name === name)
    .map((operation) => ({ operation, bytes: Buffer.from(response) })),
)

/** Generates integers from 0 to a bound, exclusive. The same seed yields the same ones (mulberry32). */
type Random = (bound: number) => number

function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
  }
}

const pick = <Value>(random: Random, values: readonly Value[]): Value => {
  const value = values[random(values.length)]
  if (value === undefined) throw new RangeError('Nothing to pick from')
  return value
}

/** Texts that make careless readers fail. */
const SNIPPETS = [
  ...[
    '',
    ' ',
    '\n',
    '<',
    '>',
    '&',
    '&amp;',
    '&#0;',
    '&#xD800;',
    '&#x110000;',
    '&nbsp;',
    ']]>',
    '<![CDATA[',
    '<!--',
    '-->',
    '<?',
    '?>',
  ],
  ...[
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    '"',
    "'",
    '/>',
    '</',
    '<x/>',
    '<x>',
    '</x>',
    ' xmlns=""',
    ' xmlns:t="urn:x"',
    ' a="b"',
    'xml:lang="x"',
  ],
  ...[
    'NaN',
    'INF',
    '-1',
    '0',
    '99999999999',
    '1e999',
    'true',
    '2027-03-15T00:00:00.000000Z',
    '2027-02-30',
    '24:00:00',
    'PT',
    '__proto__',
  ],
  ...[
    'constructor',
    '\u0000',
    '\u001b[2J',
    '\u2028',
    '\u202e',
    '\ufffe',
    '\ufeff',
    '漢',
    '😀',
    'ErrorServerBusy',
    'Success',
    'Error',
  ],
].map((snippet) => Buffer.from(snippet))

const BROKEN_BYTES = [Buffer.of(0xff), Buffer.of(0xc0, 0xaf), Buffer.of(0xed, 0xa0, 0x80), Buffer.of(0)]

/** The places where a tag, a text or an attribute's value may start or end. */
function edge(random: Random, bytes: Buffer): number {
  const start = random(bytes.length + 1)
  if (random(4) === 0) return start
  const found = bytes.indexOf(pick(random, ['<', '>', '"', ' ', '/']), start)
  return found < 0 ? start : found + random(2)
}

function range(random: Random, bytes: Buffer): [start: number, end: number] {
  const start = edge(random, bytes)
  const end = edge(random, bytes.subarray(start, start + 1 + random(400))) + start
  return [start, end]
}

/** The places of elements without children, of their texts, and of their attributes. */
function leaf(random: Random, bytes: Buffer, pattern: RegExp): [start: number, end: number] {
  // Latin-1 has a character for each byte.
  const found = [...bytes.toString('latin1').matchAll(pattern)]
  if (found.length === 0) return [0, 0]
  const { index, 0: match } = pick(random, found)
  return [index, index + match.length]
}

const LEAF = /<([\w:]+)[^<>]*>[^<]*<\/\1>|<[^<>]*\/>/g
const LEAF_TEXT = /(?<=>)[^<>]+(?=<\/)/g
const ATTRIBUTE_VALUE = /(?<==")[^"<>]*(?=")/g

type Mutation = (random: Random, bytes: Buffer) => Buffer

const replaced = (bytes: Buffer, start: number, end: number, ...middle: Buffer[]) =>
  Buffer.concat([bytes.subarray(0, start), ...middle, bytes.subarray(end)])

/** Changes after which an answer is often still readable. */
const gentle: readonly Mutation[] = [
  function changeText(random, bytes) {
    return replaced(bytes, ...leaf(random, bytes, LEAF_TEXT), pick(random, SNIPPETS))
  },
  function changeAttribute(random, bytes) {
    return replaced(bytes, ...leaf(random, bytes, ATTRIBUTE_VALUE), pick(random, SNIPPETS))
  },
  function removeLeaf(random, bytes) {
    return replaced(bytes, ...leaf(random, bytes, LEAF))
  },
  function repeatLeaf(random, bytes) {
    const [start, end] = leaf(random, bytes, LEAF)
    return replaced(bytes, end, end, ...Array<Buffer>(1 + random(3)).fill(bytes.subarray(start, end)))
  },
  function moveLeaf(random, bytes) {
    const [start, end] = leaf(random, bytes, LEAF)
    const [to] = leaf(random, bytes, LEAF)
    return replaced(bytes, to, to, bytes.subarray(start, end))
  },
]

const violent: readonly Mutation[] = [
  function changeByte(random, bytes) {
    const changed = Buffer.from(bytes)
    if (changed.length > 0) changed[random(changed.length)] = random(256)
    return changed
  },
  function remove(random, bytes) {
    const [start, end] = range(random, bytes)
    return replaced(bytes, start, end)
  },
  function repeat(random, bytes) {
    const [start, end] = range(random, bytes)
    const times = pick(random, [2, 2, 3, 100, 1000])
    const part = bytes.subarray(start, end)
    return replaced(bytes, start, end, ...Array<Buffer>(times).fill(part))
  },
  function insert(random, bytes) {
    const start = edge(random, bytes)
    return replaced(bytes, start, start, pick(random, SNIPPETS))
  },
  function overwrite(random, bytes) {
    const [start, end] = range(random, bytes)
    return replaced(bytes, start, end, pick(random, SNIPPETS))
  },
  function insertBrokenBytes(random, bytes) {
    const start = random(bytes.length + 1)
    return replaced(bytes, start, start, pick(random, BROKEN_BYTES))
  },
  function breakOff(random, bytes) {
    return bytes.subarray(0, random(bytes.length + 1))
  },
  function graft(random, bytes) {
    const other = pick(random, recorded).bytes
    const [from, to] = range(random, other)
    const [start, end] = range(random, bytes)
    return replaced(bytes, start, random(2) === 0 ? start : end, other.subarray(from, to))
  },
  function move(random, bytes) {
    const [start, end] = range(random, bytes)
    const rest = replaced(bytes, start, end)
    const to = edge(random, rest)
    return replaced(rest, to, to, bytes.subarray(start, end))
  },
]

function mutated(random: Random, bytes: Buffer): Buffer {
  const kinds = random(2) === 0 ? gentle : violent
  let result = bytes
  for (let left = 1 + random(4); left > 0; left -= 1) result = pick(random, kinds)(random, result).subarray(0, LONGEST)
  return random(50) === 0 ? Buffer.from(`\ufeff${result.toString()}`, 'utf16le') : result
}

/** Returns the answer of one case: a recorded answer, changed in one to four places. */
export function fuzzedAnswer(seed: number, index: number): Answer & { readonly random: Random } {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1) + index)
  const { operation, bytes } = pick(random, recorded)
  return { operation, bytes: mutated(random, bytes), random }
}

/**
 * Reads the answer of one case in chunks of any length, and checks every error in it. Returns whether it could be read.
 *
 * @throws any error that isn't an `EwsError`, which no answer may cause
 */
export function fuzzCase(seed: number, index: number): 'read' | 'refused' {
  const { operation, bytes, random } = fuzzedAnswer(seed, index)
  const reader = new EnvelopeReader(operation, { requested: pick(random, [Number.POSITIVE_INFINITY, 1, 10]) })
  try {
    for (let start = 0; start < bytes.length; ) {
      const length = 1 + random(pick(random, [8, 2000, 70_000]))
      reader.write(bytes.subarray(start, start + length))
      start += length
    }
    for (const { error } of operation.responseMessages(reader.end())) {
      if (error !== undefined && !(error instanceof EwsError)) throw new TypeError('An error of another class')
    }
    return 'read'
  } catch (error) {
    if (!(error instanceof EwsError)) throw error
    checkMessage(error.message)
    return 'refused'
  }
}

/** Checks that a message is one line of bounded length, whatever the answer contains. */
function checkMessage(message: string) {
  if (message.length > 1500 || /[\p{Cc}\u2028\u2029\u202e]/u.test(message)) {
    throw new TypeError(`A message of ${message.length} characters, or with control characters`)
  }
}
