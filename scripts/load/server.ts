/**
 * The simulator in a process of its own, for the load scripts: HTTPS, NTLM, and a service time for each request. It prints its address
 * and certificate as one line of JSON, then, for each line on standard input, what it has done since the last one.
 */
import { createInterface } from 'node:readline'
import { type SimulatorOptions, startSimulator } from 'ews-booking/simulator'
import { account, mailboxes } from './account'

const { SERVICE_MS = '200', SERVICE = 'constant', PORT = '0', THROTTLING } = process.env
const mean = Number(SERVICE_MS)
const SPREAD = 0.8

/** A service time with this mean; lognormal ones have a standard deviation of 0.8 in their logarithm. */
function serviceTime(): number {
  if (SERVICE === 'constant') return mean
  const normal = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random())
  return mean * Math.exp(SPREAD * normal - SPREAD ** 2 / 2)
}

const options: SimulatorOptions = {
  mailboxes,
  accounts: [{ ...account, mayImpersonate: 'all' }],
  auth: ['NTLM'],
  port: Number(PORT),
  latencyMs: serviceTime,
  ...(THROTTLING !== undefined && { throttling: JSON.parse(THROTTLING) }),
}
const exchange = await startSimulator(options)
console.log(JSON.stringify({ url: exchange.url, ca: exchange.ca }))

let connections = 0
for await (const _line of createInterface(process.stdin)) {
  const done = exchange.requests.filter(({ operation, status }) => operation !== undefined && status === 200).length
  const refused = exchange.requests.filter(({ status }) => (status ?? 0) >= 500).length
  console.log(JSON.stringify({ done, refused, connections: exchange.connections - connections }))
  connections = exchange.connections
  exchange.clear()
}
await exchange.close()
