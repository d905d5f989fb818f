import type { DispatcherMaker } from 'ews-booking'
import { ProxyAgent } from 'undici'
import { systemRuntime } from '../../../src/check/runtime'
import { freePort } from '../../client/kerberos/mit-kdc'
import { connectProxy } from '../../connect-proxy'
import { exchange } from '../../exchange'
import type { BrokenSetup, BuiltSetup } from '../broken-setup'

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))
const HOST = 'mail.example.invalid'
const IPV4 = { address: '127.0.0.1', family: 4 }
const IPV6 = { address: '2001:db8::1', family: 6 }

const closedPort = async () => ({ url: `https://127.0.0.1:${await freePort()}` })
const unconnected = (code: string, ...addresses: readonly (typeof IPV4)[]): BuiltSetup => ({
  url: HOST,
  runtime: { lookup: async () => [...addresses], connect: failing(code), environment: {} },
})

const through =
  (uri: string): DispatcherMaker =>
  ({ factory, tls }) =>
    new ProxyAgent({ uri, factory, requestTls: tls })

/** Name resolution, TCP and proxies. */
export const networkSetups: readonly BrokenSetup[] = [
  {
    name: 'a host name that DNS does not know',
    build: () => ({ url: HOST, runtime: { lookup: failing('ENOTFOUND') } }),
    step: 'dns',
    whose: 'you',
    found: /unknown to DNS/,
    remedy: /nslookup/,
  },
  {
    name: 'a name without an address',
    build: () => ({ url: HOST, runtime: { lookup: async () => [] } }),
    step: 'dns',
    whose: 'you',
    found: /has no address/,
    remedy: /DNS record/,
  },
  {
    name: 'a DNS server that is down',
    build: () => ({ url: HOST, runtime: { lookup: failing('EAI_AGAIN') } }),
    step: 'dns',
    whose: 'network',
    found: /EAI_AGAIN/,
    remedy: /DNS servers/,
  },
  {
    name: 'a DNS filter',
    build: () => ({
      url: HOST,
      runtime: { lookup: async () => [{ address: '0.0.0.0', family: 4 }], connect: failing('ECONNREFUSED') },
    }),
    step: 'dns',
    verdict: 'warning',
    whose: 'network',
    found: /0\.0\.0\.0/,
    remedy: /DNS filter/,
  },
  {
    name: 'a port where nothing listens',
    build: closedPort,
    step: 'tcp',
    whose: 'you',
    found: /nothing listens/,
    remedy: /W3SVC/,
  },
  {
    name: 'no route',
    build: () => unconnected('EHOSTUNREACH', IPV4),
    step: 'tcp',
    whose: 'network',
    found: /no route/,
    remedy: /Open TCP port 443/,
  },
  {
    name: 'a firewall that drops',
    build: () => unconnected('ETIMEDOUT', IPV4),
    step: 'tcp',
    whose: 'network',
    found: /no answer/,
    remedy: /Test-NetConnection/,
  },
  {
    name: 'IPv6 alone, on a machine without',
    build: () => unconnected('ENETUNREACH', IPV6),
    step: 'tcp',
    whose: 'network',
    found: /no route from this machine/,
    remedy: /IPv4 address/,
  },
  {
    name: 'a proxy that only the environment names',
    build: () => {
      const { url, runtime } = unconnected('ETIMEDOUT', IPV4)
      return { url, runtime: { ...runtime, environment: { HTTPS_PROXY: 'http://proxy:3128' } } }
    },
    step: 'tcp',
    whose: 'you',
    found: /no answer/,
    remedy: /HTTPS_PROXY.*dispatcher/,
  },
  {
    name: 'one address of two that is dead',
    build: async () => {
      const { url } = await exchange()
      return {
        url: url.replace('127.0.0.1', 'localhost'),
        runtime: {
          lookup: async () => [IPV4, IPV6],
          connect: (address, ...rest) =>
            address === IPV6.address ? failing('ENETUNREACH')() : systemRuntime.connect(address, ...rest),
        },
      }
    },
    step: 'tcp',
    verdict: 'warning',
    whose: 'network',
    found: /not at the other addresses/,
    remedy: /Remove the addresses/,
  },
  {
    name: 'a proxy that is down',
    build: async () => ({ url: HOST, dispatcher: through(`http://127.0.0.1:${await freePort()}`) }),
    step: 'proxy',
    whose: 'network',
    found: /refuses connections|tunnel/,
    remedy: /proxy|server runs/,
  },
  {
    name: 'a proxy that wants a password',
    build: async () => ({
      url: HOST,
      dispatcher: through((await connectProxy({ credentials: { username: 'u', password: 'proxy-secret' } })).url),
    }),
    step: 'proxy',
    whose: 'network',
    found: /doesn't open a tunnel/,
    remedy: /credentials/,
  },
  {
    name: 'a proxy that does not find the server',
    build: async () => ({
      url: `https://127.0.0.1:${await freePort()}`,
      dispatcher: through((await connectProxy()).url),
    }),
    step: 'proxy',
    whose: 'network',
    found: /doesn't open a tunnel/,
    remedy: /allows this server/,
  },
]
