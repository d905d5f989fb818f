import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { EwsClient } from 'ews-booking'
import { type AnswerKind, entriesIn } from './long-answer.js'

const startTime = new Date('2027-03-01T00:00:00Z')
const endTime = new Date('2027-04-12T00:00:00Z')

const address = (origin: string, kind: AnswerKind, bytes: number): string =>
  `${origin}/EWS/Exchange.asmx?kind=${encodeURIComponent(kind)}&bytes=${bytes}`

/** Receives an answer and looks at nothing: what HTTP alone takes. */
export async function discard(origin: string, kind: AnswerKind, bytes: number): Promise<void> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(address(origin, kind, bytes), { method: 'POST' })
      .once('response', resolve)
      .once('error', reject)
      .end()
  })
  await once(response.resume(), 'end')
}

/** Asks the server at `origin` for an answer of that kind and length, the way a user of the library asks Exchange. */
export async function ask(origin: string, kind: AnswerKind, bytes: number): Promise<unknown> {
  await using client = new EwsClient({
    url: address(origin, kind, bytes),
    auth: { type: 'basic', username: 'svc-booking', password: 'secret' },
    maxResponseBytes: 1e9,
    timeoutMs: 600_000,
  })
  if (kind === 'free/busy') {
    return await client.getUserAvailability({
      mailboxDataArray: Array.from({ length: entriesIn(kind, bytes) }, (_, index) => ({
        email: { address: `mailbox-${index}@example.com` },
        attendeeType: 'Required',
      })),
      freeBusyViewOptions: { timeWindow: { startTime, endTime }, requestedView: 'FreeBusy' },
    })
  }
  return await client.findItem({
    traversal: 'Shallow',
    itemShape: { baseShape: 'Default' },
    calendarView: { startDate: startTime, endDate: endTime },
    parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
  })
}

const WARM_UP_MS = 1500

/** Reads a short answer again and again, so that V8 has optimised what is measured next. */
export async function warmUp(origin: string, kind: AnswerKind): Promise<void> {
  const end = performance.now() + WARM_UP_MS
  while (performance.now() < end) await ask(origin, kind, 1e6)
}
