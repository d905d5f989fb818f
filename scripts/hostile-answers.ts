/**
 * Reads answers that a hostile server might send, each in a process of its own, and prints the most memory that reading took above
 * what was in use before, and the longest that the event loop was blocked. An answer arrives in chunks of 64 KiB, as from a socket.
 *
 *     node --import tsx scripts/hostile-answers.ts [part of a title]
 *
 * The exit code is 1 if an answer takes more than four times its bound of 64 MiB, or blocks for more than a second.
 */
import { fork } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { EnvelopeReader } from '../src/client/envelope'
import { EwsError } from '../src/errors'
import { FindItem, GetItem, GetUserAvailability, type Operation } from '../src/operations'

const MEBIBYTE = 2 ** 20
/** The default of `maxResponseBytes`. */
const SIZE = 64 * MEBIBYTE
const CHUNK = 64 * 1024
const MOST_MEMORY = 4 * SIZE
const LONGEST_BLOCK_MS = 1000

interface HostileAnswer {
  readonly operation: Operation<unknown, unknown>
  readonly head: string
  /** Repeated until the answer is 64 MiB long; told how often it was there before. */
  readonly part: (index: number) => string
  readonly tail: string
  /** In bytes; 64 KiB by default. */
  readonly chunk?: number
  /** In bytes; 64 MiB by default. */
  readonly size?: number
}

const ENVELOPE = '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>'
const MESSAGES = 'xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"'
const TYPES = 'xmlns="http://schemas.microsoft.com/exchange/services/2006/types"'
const inBody = (operation: Operation<unknown, unknown>, head: string, part: HostileAnswer['part'], tail: string) => ({
  operation,
  head: `${ENVELOPE}<${operation.name}Response ${MESSAGES}>${head}`,
  part,
  tail: `${tail}</${operation.name}Response></Body></Envelope>`,
})
const MESSAGE = '<ResponseMessages><GetItemResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode>'
const inItem = (part: HostileAnswer['part'], [open, close] = ['', '']) =>
  inBody(
    GetItem,
    `${MESSAGE}<Items><CalendarItem ${TYPES}>${open}`,
    part,
    `${close}</CalendarItem></Items></GetItemResponseMessage></ResponseMessages>`,
  )
const always = (part: string) => () => part

const answers: Readonly<Record<string, HostileAnswer>> = {
  'response messages with errors': inBody(
    GetItem,
    '<ResponseMessages>',
    always('<GetItemResponseMessage ResponseClass="Error"/>'),
    '</ResponseMessages>',
  ),
  'free/busy of mailboxes nobody asked for': inBody(
    GetUserAvailability,
    '<FreeBusyResponseArray>',
    always('<FreeBusyResponse/>'),
    '</FreeBusyResponseArray>',
  ),
  'items in one message': inBody(
    GetItem,
    `${MESSAGE}<Items>`,
    always(`<CalendarItem ${TYPES}/>`),
    '</Items></GetItemResponseMessage></ResponseMessages>',
  ),
  'items of unknown kinds': inBody(
    GetItem,
    `${MESSAGE}<Items xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">`,
    (index) => `<t:K${index}/>`,
    '</Items></GetItemResponseMessage></ResponseMessages>',
  ),
  'empty categories': inItem(always('<String/>'), ['<Categories>', '</Categories>']),
  'short categories': inItem(always('<String>ab</String>'), ['<Categories>', '</Categories>']),
  'extended properties': inItem(
    always('<ExtendedProperty><ExtendedFieldURI PropertyType="Null"/><Value/></ExtendedProperty>'),
  ),
  'response objects': inItem(always('<AcceptItem/>'), ['<ResponseObjects>', '</ResponseObjects>']),
  'the same property again and again': inItem(always('<Subject>a</Subject>')),
  'attributes of one tag': inItem((index) => (index === 0 ? '<ItemId ' : `a${index}="" `), ['', 'Id="a"/>']),
  'tags full of attributes': inItem(
    (index) =>
      `<X ${Array.from({ length: 6000 }, (_, n) => `a${index}b${n}=""`)
        .join(' ')
        .slice(0, 60_000)
        .replace(/ [^ ]*$/, '')}/>`,
  ),
  'tags full of the same attributes': inItem(
    always(`<X ${Array.from({ length: 6000 }, (_, n) => `a${n}=""`).join(' ')}/>`),
  ),
  'tags full of white space': inItem(always(`<X${' '.repeat(60_000)}/>`)),
  'a tag without an end': inItem((index) => (index === 0 ? '<X a="' : 'aaaaaaaa')),
  depth: inItem(always('<X>')),
  'depth to the limit': inItem(always('<X>'.repeat(90) + '</X>'.repeat(90))),
  'unknown elements': inItem(always('<X/>')),
  'unknown elements with text': inItem(always('<X>a</X>')),
  'skipped text': inItem(always('a'.repeat(1000)), ['<X>', '</X>']),
  'skipped references': inItem(always('&amp;'), ['<X>', '</X>']),
  text: inItem(always('a'.repeat(1000)), ['<Subject>', '</Subject>']),
  'text of two bytes a character': inItem(always('ł'.repeat(500)), ['<Subject>', '</Subject>']),
  'text of references': inItem(always('&lt;'), ['<Subject>', '</Subject>']),
  'text between comments': inItem(always('a<!---->'), ['<Subject>', '</Subject>']),
  'text in CDATA sections': inItem(always('<![CDATA[a]]>'), ['<Subject>', '</Subject>']),
  'text in single bytes': {
    ...inItem(always('a'.repeat(1000)), ['<Subject>', '</Subject>']),
    chunk: 1,
    size: SIZE / 16,
  },
  'tags in single bytes': { ...inItem(always(`<X a="${'a'.repeat(60_000)}"/>`)), chunk: 1, size: SIZE / 16 },
  'base64 of single characters': inItem(always('A '), ['<MimeContent>', '</MimeContent>']),
  'a number': inItem(always('1111111111'), ['<Size>', '</Size>']),
  'a number and its end': inItem(always('1111111111'), [
    '<EnhancedLocation><DisplayName/><PostalAddress><Latitude>',
    'x</Latitude></PostalAddress></EnhancedLocation>',
  ]),
  'days of a recurrence': inItem(always('Monday '), [
    '<Recurrence><WeeklyRecurrence><Interval>1</Interval><DaysOfWeek>',
    '</DaysOfWeek></WeeklyRecurrence></Recurrence>',
  ]),
  'distinct names': inItem((index) => `<n${index}/>`),
  'long distinct names': inItem((index) => `<n${index}${'n'.repeat(60_000)}/>`),
  'distinct namespaces': inItem((index) => `<X xmlns="urn:${index}"/>`),
  'long distinct namespaces': inItem((index) => `<X xmlns="urn:${index}${'n'.repeat(60_000)}"/>`),
  'many prefixes': inItem(
    (index) => `<X ${Array.from({ length: 90 }, (_, n) => `xmlns:p${n}="urn:${index}"`).join(' ')}/>`,
  ),
  comments: inItem(always('<!---->')),
  'processing instructions': inItem(always('<?a?>')),
  'pages of nothing': inBody(
    FindItem,
    '<ResponseMessages><FindItemResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode><RootFolder><Groups>',
    always('<X/>'),
    '</Groups></RootFolder></FindItemResponseMessage></ResponseMessages>',
  ),
}

function* chunksOf({ head, part, tail, chunk = CHUNK, size = SIZE }: HostileAnswer): Iterable<Buffer> {
  let text = head
  let sent = 0
  for (let index = 0; sent + text.length < size - tail.length; index += 1) {
    text += part(index)
    if (text.length < CHUNK) continue
    const bytes = Buffer.from(text)
    sent += bytes.length
    for (let start = 0; start < bytes.length; start += chunk) yield bytes.subarray(start, start + chunk)
    text = ''
  }
  yield Buffer.from(text + tail)
}

/** The bytes that are read between two turns of the event loop: one read of a socket. */
async function read(answer: HostileAnswer) {
  const reader = new EnvelopeReader(answer.operation, { requested: 1 })
  let longest = 0
  let outcome = 'a result'
  let turn = 0
  let result: unknown
  const timed = (step: () => void) => {
    const begun = performance.now()
    step()
    turn += performance.now() - begun
    longest = Math.max(longest, turn)
  }
  const before = process.memoryUsage().rss
  try {
    let bytes = 0
    for (const chunk of chunksOf(answer)) {
      timed(() => reader.write(chunk))
      bytes += chunk.length
      if (bytes < CHUNK) continue
      bytes = 0
      turn = 0
      await new Promise(setImmediate)
    }
    timed(() => {
      result = reader.end()
    })
  } catch (error) {
    if (!(error instanceof EwsError)) throw error
    outcome = error.message
  }
  const memory = process.resourceUsage().maxRSS * 1024 - before
  return { memory, longest, outcome: result === undefined ? outcome : 'a result' }
}

async function readInChild(title: string): Promise<boolean> {
  const child = fork(fileURLToPath(import.meta.url), {
    env: { ...process.env, HOSTILE_ANSWER: title },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const found = await new Promise<Awaited<ReturnType<typeof read>> | undefined>((resolve) => {
    child.once('message', (message: Awaited<ReturnType<typeof read>>) => resolve(message))
    child.once('exit', () => resolve(undefined))
  })
  if (found === undefined) {
    console.log(`${title.padEnd(42)} CRASHED`)
    return false
  }
  const isGood = found.memory <= MOST_MEMORY && found.longest <= LONGEST_BLOCK_MS
  const figures =
    `${Math.round(found.memory / MEBIBYTE)} MiB`.padStart(9) + `${Math.round(found.longest)} ms`.padStart(9)
  console.log(`${title.padEnd(42)}${figures}  ${isGood ? '' : 'TOO MUCH  '}${found.outcome.slice(0, 100)}`)
  return isGood
}

const title = process.env.HOSTILE_ANSWER
const own = title === undefined ? undefined : answers[title]
if (own !== undefined) process.send?.(await read(own))
else {
  const wanted = Object.keys(answers).filter((each) => each.includes(process.argv[2] ?? ''))
  let areGood = true
  for (const each of wanted) areGood = (await readInChild(each)) && areGood
  process.exitCode = areGood ? 0 : 1
}
