import { isDeepStrictEqual } from 'node:util'
import { FindItem, GetUserAvailability, parseEnvelope } from 'ews-booking'
import type { WSDL } from 'soap'
import { findItemAnswer, findItemXml } from './calendar-items.js'
import { measureInTurn } from './contestant.js'
import { freeBusyAnswer, freeBusyXml } from './free-busy.js'
import { readFreeBusy, readItems, serviceAnswering } from './peers/ews-javascript-api.js'
import { bareTree } from './peers/fast-xml-parser.js'
import { loopedFreeBusy, loopedItems, revivedFreeBusy, revivedItems } from './peers/json.js'
import { readEvents } from './peers/saxes.js'
import { ewsWsdl, readAnswer } from './peers/soap.js'
import { Random } from './random.js'
import { atMostTimes, informs, megabytes, type Row, timesFaster } from './table.js'

/** One answer and the ways to read it. All start from the bytes as they came from the network. */
interface Reading {
  readonly what: string
  readonly xml: Buffer
  readonly json: Buffer
  /** At most how many times as long as JSON with a reviver we want to take. */
  readonly jsonLimit: number
  readonly ours: (xml: Buffer) => unknown
  readonly revived: (json: Buffer) => unknown
  readonly looped: (json: Buffer) => unknown
  /** Returns how many entries it read. */
  readonly ewsJavascriptApi: () => Promise<number>
  readonly entries: number
  /** An element that each entry has, under this name in every peer's result. */
  readonly entryElement: string
}

const window = { start: new Date('2027-01-01T00:00:00Z'), end: new Date('2028-12-01T00:00:00Z') }

function freeBusyReading(mailboxes: number, events: number): Reading {
  const answer = freeBusyAnswer(new Random(events), mailboxes, events)
  const xml = Buffer.from(freeBusyXml(answer))
  const service = serviceAnswering(xml)
  return {
    what: `read free/busy ${mailboxes} x ${events}`,
    xml,
    json: Buffer.from(JSON.stringify(answer)),
    jsonLimit: 1.5,
    ours: (bytes) => parseEnvelope(GetUserAvailability, bytes),
    revived: revivedFreeBusy,
    looped: loopedFreeBusy,
    ewsJavascriptApi: () => readFreeBusy(service, window),
    entries: mailboxes * events,
    entryElement: 'BusyType',
  }
}

function findItemReading(items: number): Reading {
  const answer = findItemAnswer(new Random(items), items)
  const xml = Buffer.from(findItemXml(answer))
  const service = serviceAnswering(xml)
  return {
    what: `read FindItem, ${items} items`,
    xml,
    json: Buffer.from(JSON.stringify(answer)),
    jsonLimit: 2,
    ours: (bytes) => parseEnvelope(FindItem, bytes),
    revived: revivedItems,
    looped: loopedItems,
    ewsJavascriptApi: () => readItems(service, window),
    entries: items,
    entryElement: 'LegacyFreeBusyStatus',
  }
}

/** A comparison is worth something only if both come to the same. */
function checkSameFacts({ what, xml, json, ours, revived, looped }: Reading): void {
  const facts = JSON.parse(JSON.stringify(ours(xml)))
  for (const theirs of [revived(json), looped(json)]) {
    if (!isDeepStrictEqual(facts, JSON.parse(JSON.stringify(theirs)))) {
      throw new Error(`${what}: XML and JSON do not give the same facts`)
    }
  }
}

/** Nor is it, if a peer is fast because it leaves out most of an answer. */
async function checkEverythingRead({ what, xml, entries, entryElement, ewsJavascriptApi }: Reading, wsdl: WSDL) {
  const occurrences = (tree: unknown) => JSON.stringify(tree).split(`${entryElement}":`).length - 1
  const read = {
    'fast-xml-parser': occurrences(bareTree(xml)),
    soap: occurrences(readAnswer(wsdl, xml)),
    'ews-javascript-api': await ewsJavascriptApi(),
  }
  for (const [name, count] of Object.entries(read)) {
    if (count !== entries) throw new Error(`${what}: ${name} reads ${count} of ${entries} entries`)
  }
}

async function rowsOf(reading: Reading, wsdl: WSDL): Promise<Row[]> {
  checkSameFacts(reading)
  await checkEverythingRead(reading, wsdl)
  const { xml, json, ours, revived, looped, ewsJavascriptApi, jsonLimit } = reading
  const time = await measureInTurn({
    ours: () => ours(xml),
    revived: () => revived(json),
    looped: () => looped(json),
    saxes: () => readEvents(xml),
    'fast-xml-parser': () => bareTree(xml),
    'ews-javascript-api': ewsJavascriptApi,
    soap: () => readAnswer(wsdl, xml),
  })
  const what = `${reading.what} (${megabytes(xml.length)})`
  const against = (name: Parameters<typeof time>[0], peerName: string = name) => ({
    what,
    peerName,
    ours: time('ours'),
    peer: time(name),
  })
  return [
    atMostTimes(against('revived', 'JSON.parse, reviver'), jsonLimit),
    atMostTimes(against('looped', 'JSON.parse, loop'), 1.5),
    informs(against('saxes', 'saxes, events only')),
    timesFaster(against('fast-xml-parser'), 5),
    timesFaster(against('ews-javascript-api'), 10),
    timesFaster(against('soap'), 10),
  ]
}

/** From bytes to typed objects. */
export async function reading(): Promise<Row[]> {
  const wsdl = await ewsWsdl(process.env.EWS_SCHEMA_DIR)
  const rows = []
  for (const each of [freeBusyReading(100, 50), freeBusyReading(100, 500), findItemReading(1000)]) {
    rows.push(...(await rowsOf(each, wsdl)))
  }
  return rows
}
