import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { RequestTrace, ResponseTrace } from 'ews-booking'
import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'
import { linesOnTerminal } from '../on-terminal'

const REQUEST = 'ews-booking:request'
const RESPONSE = 'ews-booking:response'

const isTrace = (message: unknown): message is RequestTrace | ResponseTrace =>
  typeof message === 'object' && message !== null && 'exchange' in message

/** Prints every request and answer until the returned function is called. */
export function traceTo(print: (text: string) => void): () => void {
  const listener = (message: unknown) => {
    if (isTrace(message)) print(linesOnTerminal(describe(message)))
  }
  subscribe(REQUEST, listener)
  subscribe(RESPONSE, listener)
  return () => {
    unsubscribe(REQUEST, listener)
    unsubscribe(RESPONSE, listener)
  }
}

function describe(message: RequestTrace | ResponseTrace): string {
  const what = 'status' in message ? `HTTP ${message.status}` : `${message.method} ${message.url}`
  const arrow = 'status' in message ? '<--' : '-->'
  const headers = Object.entries(message.headers).map(([name, value]) => `    ${name}: ${value}`)
  return [`${arrow} #${message.exchange} ${message.operation} ${what}`, ...headers, indented(message.body)].join('\n')
}

const asWritten = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  processEntities: false,
} as const
const parser = new XMLParser({ ...asWritten, parseTagValue: false })
const builder = new XMLBuilder({
  ...asWritten,
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
})

/** Indents XML. Returns other texts unchanged, including broken XML: somebody may be looking for what is broken. */
function indented(body: string): string {
  if (XMLValidator.validate(body) !== true) return body
  try {
    return `${builder.build(parser.parse(body))}`.trim()
  } catch {
    // The parser refuses what is nested too deeply.
    return body
  }
}
