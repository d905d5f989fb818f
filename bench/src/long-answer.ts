import { calendarItem, calendarItemXml, findItemFrame, messageXml } from './calendar-items.js'
import type { AnswerFrame } from './envelope.js'
import { freeBusyFrame, freeBusyResponse, freeBusyResponseXml } from './free-busy.js'
import { Random } from './random.js'

/** Answers of any length. Nearly all items of `mails` are mails. */
export const answerKinds = ['free/busy', 'FindItem', 'mails'] as const
export type AnswerKind = (typeof answerKinds)[number]

export const isAnswerKind = (text: string | null | undefined): text is AnswerKind =>
  answerKinds.some((kind) => kind === text)

const BLOCK_BYTES = 1e6

const frames: Readonly<Record<AnswerKind, AnswerFrame>> = {
  'free/busy': freeBusyFrame,
  FindItem: findItemFrame(1000),
  mails: findItemFrame(1000),
}

const entries: Readonly<Record<AnswerKind, (random: Random) => string>> = {
  'free/busy': (random) => freeBusyResponseXml(freeBusyResponse(random, 50)),
  FindItem: (random) => calendarItemXml(calendarItem(random)),
  mails: (random) => (random.chance(0.01) ? calendarItemXml(calendarItem(random)) : messageXml(random)),
}

/** A megabyte of entries. */
interface Block {
  readonly xml: Buffer
  readonly entries: number
}

function makeBlock(kind: AnswerKind): Block {
  const random = new Random(1)
  const written: string[] = []
  for (let bytes = 0; bytes < BLOCK_BYTES; bytes += Buffer.byteLength(written.at(-1) ?? '')) {
    written.push(entries[kind](random))
  }
  return { xml: Buffer.from(written.join('')), entries: written.length }
}

const blocks = new Map<AnswerKind, Block>()

function blockOf(kind: AnswerKind): Block {
  const block = blocks.get(kind) ?? makeBlock(kind)
  blocks.set(kind, block)
  return block
}

const blocksIn = ({ xml }: Block, bytes: number): number => Math.ceil(bytes / xml.length)

/** How many entries `longAnswer` has. A client that asks for fewer mailboxes refuses the answer. */
export function entriesIn(kind: AnswerKind, bytes: number): number {
  const block = blockOf(kind)
  return blocksIn(block, bytes) * block.entries
}

/** Returns an answer of at least `bytes`, in pieces. It repeats itself after a megabyte, which makes sending it cheap. */
export function* longAnswer(kind: AnswerKind, bytes: number): Generator<Buffer> {
  const block = blockOf(kind)
  yield Buffer.from(frames[kind].opening)
  for (let sent = 0; sent < blocksIn(block, bytes); sent += 1) yield block.xml
  yield Buffer.from(frames[kind].closing)
}
