import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { buildEnvelope, FindItem } from 'ews-booking'
import { processModule } from './answer-server.js'
import { median } from './contestant.js'
import { below, milliseconds, type Row } from './table.js'

/** What a simulator took, in milliseconds. */
export interface SimulatorTimes {
  readonly startMs: number
  readonly addingMs: number
  /** The processor time of the requests, of all its threads. */
  readonly processorMs: number
}

const VIEWS = 6000
const CONNECTIONS = 4
const STARTS = 9
const HOUR_MS = 3_600_000

/** A view of an hour, wherever it is in the year: about one appointment of 10,000, and eleven of 100,000. */
const view = (index: number): string => {
  const startDate = new Date(Date.UTC(2026, 0, 2) + ((index * 37) % 8700) * HOUR_MS)
  return buildEnvelope(FindItem, {
    traversal: 'Shallow',
    itemShape: { baseShape: 'IdOnly', additionalProperties: [{ fieldURI: { fieldURI: 'calendar:Start' } }] },
    calendarView: { startDate, endDate: new Date(startDate.getTime() + HOUR_MS) },
    parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
  })
}

async function ask(url: string, agent: Agent, body: string): Promise<void> {
  const headers = { 'Content-Type': 'text/xml', Authorization: `Basic ${btoa('bench:bench')}` }
  const sent = request(url, { method: 'POST', agent, headers })
  sent.end(body)
  const [response] = await once(sent, 'response')
  response.resume()
  await once(response, 'end')
  if (response.statusCode !== 200) throw new Error(`The simulator answered ${response.statusCode}`)
}

async function measure(items: number, views: number, scheme: 'http' | 'https'): Promise<SimulatorTimes> {
  const child = fork(processModule('simulator'), [String(items), scheme])
  const [url] = await once(child, 'message')
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const bodies = Array.from({ length: 200 }, (_, index) => view(index))
  for (let sent = 0; sent < views; sent += CONNECTIONS) {
    const batch = Array.from({ length: CONNECTIONS }, (_, index) => bodies[(sent + index) % bodies.length] ?? '')
    await Promise.all(batch.map((body) => ask(url, agent, body)))
  }
  agent.destroy()
  const told = once(child, 'message')
  child.send('stop')
  const [times] = await told
  return times
}

const perSecond = (value: number): string => `${Math.round(value)}/s`

/** Calendar views a second of processor time, adding, and starting over HTTPS. */
export async function simulator(): Promise<Row[]> {
  const starts: number[] = []
  for (let round = 0; round < STARTS; round += 1) starts.push((await measure(0, 0, 'https')).startMs)
  const rows: Row[] = [below('simulator: start over HTTPS', median(starts), 100, milliseconds)]
  for (const [items, goal] of [
    [10_000, 2000],
    [100_000, 1000],
  ] as const) {
    const { addingMs, processorMs } = await measure(items, VIEWS, 'http')
    const rate = (VIEWS / processorMs) * 1000
    rows.push({
      what: `simulator: calendar views with ${items} items, a second of processor time`,
      ours: perSecond(rate),
      peer: '',
      ratio: '',
      goal: `at least ${perSecond(goal)}`,
      met: rate >= goal,
    })
    rows.push({ what: `simulator: adding ${items} items`, ours: milliseconds(addingMs), peer: '', ratio: '', goal: '' })
  }
  return rows
}
