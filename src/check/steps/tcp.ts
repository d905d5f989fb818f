import { isIP } from 'node:net'
import { portOf } from '../host'
import type { HostAddress, Known } from '../known'
import { type Fix, failed, type Outcome, ok, skipped, warning } from '../outcome'
import type { Tools } from '../tools'

interface Attempt {
  readonly to: HostAddress
  /** Why it failed; `undefined` if it succeeded. */
  readonly code: string | undefined
}

/** A TCP connection to each address. */
export async function tcp(known: Known, tools: Tools): Promise<Outcome> {
  if (known.options.dispatcher !== undefined) return skipped('The proxy (dispatcher) makes the connections.')
  const port = portOf(known)
  const attempts = await Promise.all((known.addresses ?? []).map((to) => attempt(to, port, tools)))
  const reached = attempts.filter(({ code }) => code === undefined).map(({ to }) => to)
  const unreached = attempts.filter(({ code }) => code !== undefined)
  const [first] = reached
  if (first === undefined)
    return failed(`Port ${port} can't be reached: ${list(unreached)}.`, fixFor(unreached, port, tools))
  const learned = { reached: first }
  const open = `Port ${port} is open at ${reached.map(({ address }) => address).join(', ')}`
  if (unreached.length === 0) return ok(`${open}.`, learned)
  return warning(
    `${open}, but not at the other addresses: ${list(unreached)}. Each call may lose time there.`,
    {
      whose: 'network',
      remedy: 'Remove the addresses that lead nowhere from DNS, or open the port there.',
    },
    learned,
  )
}

async function attempt(to: HostAddress, port: number, tools: Tools): Promise<Attempt> {
  try {
    const socket = await tools.probe((signal) => tools.runtime.connect(to.address, port, signal))
    socket.destroy()
    return { to, code: undefined }
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
    return { to, code: /^E[A-Z]+$/.test(code) ? code : 'no answer' }
  }
}

const list = (attempts: readonly Attempt[]) =>
  attempts.map(({ to: { address }, code = '' }) => `${address} (${MEANINGS[code] ?? code})`).join(', ') || 'no address'

const MEANINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused: nothing listens there',
  EHOSTUNREACH: 'no route',
  ENETUNREACH: 'no route from this machine',
  ETIMEDOUT: 'no answer',
}

function fixFor(attempts: readonly Attempt[], port: number, { runtime: { environment } }: Tools): Fix {
  const proxy = environment.HTTPS_PROXY ?? environment.https_proxy
  if (proxy !== undefined && proxy !== '') {
    return {
      whose: 'you',
      remedy:
        'The environment names a proxy (HTTPS_PROXY), which the client uses only through the option dispatcher: see "Proxies" in docs/connecting.md.',
    }
  }
  if (attempts.every(({ code }) => code === 'ECONNREFUSED')) {
    return {
      whose: 'you',
      remedy: `Check host and port: Exchange listens on 443. If they are right, the web server is down (Get-Service W3SVC), or a firewall refuses.`,
    }
  }
  const isIPv6Alone = attempts.every(({ to }) => isIP(to.address) === 6)
  if (isIPv6Alone)
    return {
      whose: 'network',
      remedy: `The name has only IPv6 addresses: give this machine IPv6, or the name an IPv4 address.`,
    }
  return {
    whose: 'network',
    remedy: `Open TCP port ${port} from this machine to the server in every firewall in between (Test-NetConnection mail.example.com -Port ${port}).`,
  }
}
