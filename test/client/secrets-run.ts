/**
 * Signs in to a server, prints everything that a program can print about the outcome, searches the heap for the secrets, and crashes.
 * It runs in its own process, whose output `secrets.test.ts` reads.
 */
import { subscribe } from 'node:diagnostics_channel'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { getHeapSnapshot } from 'node:v8'
import { EwsClient, type EwsClientOptions } from 'ews-booking'
import { search } from '../exchange'
import { publicTexts } from '../public-texts'

/** A server and the way to sign in. The secret itself is in separate variables. */
interface Case {
  readonly url: string
  readonly ca?: string
  readonly type: 'auto' | 'ntlm' | 'basic' | 'bearer'
  /** Short for servers that never answer. Defaults to the client's default. */
  readonly timeoutMs?: number
}

const cases: readonly Case[] = JSON.parse(process.env.CASES ?? '[]')
const secrets = (): string[] => JSON.parse(process.env.SECRETS ?? '[]')

function authOf({ type }: Case): EwsClientOptions['auth'] {
  const [password = '', token = ''] = secrets()
  return type === 'bearer' ? { type, token } : { type, username: 'EXAMPLE\\svc-booking', password }
}

function show(value: unknown): void {
  console.log(value, `${value}`)
  console.log(inspect(value, { depth: 20, showHidden: true, getters: true, showProxy: true }), JSON.stringify(value))
  if (value instanceof Error) console.error(value.stack)
}

for (const name of ['request', 'response']) {
  subscribe(`ews-booking:${name}`, (message) => console.log(JSON.stringify(message)))
}

const clients = cases.map((each) => {
  const tls = each.ca === undefined ? undefined : { ca: each.ca }
  return new EwsClient({ url: each.url, auth: authOf(each), tls, timeoutMs: each.timeoutMs })
})
const outcomes: unknown[] = []
for (const client of clients) {
  const outcome: unknown = await client.findItem(search).catch((error: unknown) => error)
  outcomes.push(outcome)
  show(client)
  show(outcome)
}
show(publicTexts(...clients, ...outcomes))
console.log(`HEAP ${JSON.stringify(await ownersOfSecrets())}`)
process.on('uncaughtExceptionMonitor', show)
await clients.at(0)?.findItem(search)

/** Returns the owners of a secret on the heap through properties that aren't private: `Object.password`. */
async function ownersOfSecrets(): Promise<string[]> {
  const { snapshot, nodes, edges, strings } = JSON.parse(await text(getHeapSnapshot()))
  const { node_fields: nodeFields, edge_fields: edgeFields, edge_types: edgeTypes } = snapshot.meta
  const nodeName = nodeFields.indexOf('name')
  const edgeCount = nodeFields.indexOf('edge_count')
  const needles = secrets()
  const isSecret = strings.map((each: string) => needles.some((needle) => each.includes(needle)))
  const owners: string[] = []
  let edge = 0
  for (let node = 0; node < nodes.length; node += nodeFields.length) {
    for (let count = nodes[node + edgeCount]; count > 0; count -= 1, edge += edgeFields.length) {
      const kind = edgeTypes[0][edges[edge]]
      const target = nodes[edges[edge + 2] + nodeName]
      const name = kind === 'property' ? strings[edges[edge + 1]] : undefined
      if (isSecret[target] && name !== undefined && !name.startsWith('#')) {
        owners.push(`${strings[nodes[node + nodeName]]}.${name}`)
      }
    }
  }
  return owners
}
