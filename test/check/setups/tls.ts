import { createServer as createTcpServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { ProxyAgent } from 'undici'
import { type Certificate, certificateSignedWith, newCertificate } from '../../certificate'
import { connectProxy } from '../../connect-proxy'
import { exchange } from '../../exchange'
import { httpServer } from '../../http-server'
import { listenOnLoopback } from '../../loopback'
import { tlsProxy } from '../../tls-proxy'
import type { BrokenSetup, BuiltSetup } from '../broken-setup'

const DAY_MS = 24 * 60 * 60 * 1000

/** A server with this certificate. It isn't Exchange: nothing gets that far. */
async function serving({ key, cert }: Certificate, ...further: readonly Certificate[]): Promise<string> {
  const server = createTlsServer({ key, cert: [cert, ...further.map((each) => each.cert)].join('') })
  return `https://127.0.0.1:${await listenOnLoopback(server)}`
}

/** A server whose certificate is trusted, and has something else wrong with it. */
async function trusted(facts: Parameters<typeof newCertificate>[0], now?: number): Promise<BuiltSetup> {
  const certificate = await newCertificate(facts)
  return {
    url: await serving(certificate),
    tls: { ca: certificate.cert },
    ...(now && { runtime: { wallClock: () => now } }),
  }
}

async function fromAuthority(
  sends: 'chain' | 'leaf' | 'all but the authority',
  infoAccess?: string,
): Promise<BuiltSetup> {
  const authority = await newCertificate({ commonName: 'Example Root CA', authority: true })
  const intermediate = await newCertificate({ commonName: 'Example Issuing CA', authority: true, issuer: authority })
  const leaf = await newCertificate({ issuer: sends === 'chain' ? authority : intermediate, infoAccess })
  const chain = { chain: [authority], leaf: [], 'all but the authority': [intermediate] }[sends]
  return { url: await serving(leaf, ...chain) }
}

async function withTlsOptions(options: Parameters<typeof createTlsServer>[0]): Promise<BuiltSetup> {
  const { key, cert } = await certificateSignedWith('ECDSA-SHA256')
  const server = createTlsServer({ key, cert, ...options }, (socket) => socket.end()).on('tlsClientError', () => {})
  return { url: `https://127.0.0.1:${await listenOnLoopback(server)}`, tls: { ca: cert } }
}

/** OpenSSL's security level 2, the default since Node 24. */
const refusesShortKeys = Number(process.versions.node.split('.')[0]) >= 24

const renewal = { whose: 'exchange', remedy: /New-ExchangeCertificate/ } as const

/** Certificates of all kinds, and what stands in the way of TLS. */
export const tlsSetups: readonly BrokenSetup[] = [
  {
    name: 'a self-signed certificate',
    build: async () => ({ url: await serving(await newCertificate({})) }),
    step: 'tls',
    whose: 'you',
    found: /self-signed \(CN=localhost\); SHA-256 ([0-9A-F]{2}:){31}/,
    remedy: /tls\.ca/,
  },
  {
    name: 'a private authority that the server sends',
    build: () => fromAuthority('chain'),
    step: 'tls',
    whose: 'you',
    found: /CN=Example Root CA isn't trusted/,
    remedy: /fingerprint/,
  },
  {
    name: 'a private authority that the server does not send',
    build: () => fromAuthority('leaf'),
    step: 'tls',
    whose: 'you',
    found: /certificate alone, and the issuer CN=Example Issuing CA/,
    remedy: /certutil -ca\.cert/,
  },
  {
    name: 'an incomplete chain',
    build: () => fromAuthority('all but the authority'),
    step: 'tls',
    whose: 'you',
    found: /an incomplete chain, and the issuer CN=Example Root CA/,
    remedy: /certutil/,
  },
  {
    name: 'an intermediate certificate that the server forgets',
    build: () => fromAuthority('leaf', 'http://ca.example.com/issuing.crt'),
    step: 'tls',
    whose: 'exchange',
    found: /certificate alone/,
    remedy: /import its certificate on the server/,
  },
  {
    name: 'an expired certificate',
    build: () => trusted({ days: [-400, -35] }),
    step: 'tls',
    found: /expired on/,
    ...renewal,
  },
  {
    name: 'an expired authority',
    build: async () => {
      const authority = await newCertificate({ commonName: 'Old CA', authority: true, days: [-4000, -1] })
      return { url: await serving(await newCertificate({ issuer: authority }), authority), tls: { ca: authority.cert } }
    },
    step: 'tls',
    found: /issuer CN=Old CA expired/,
    ...renewal,
  },
  {
    name: 'a certificate of tomorrow',
    build: () => trusted({ days: [1, 30] }),
    step: 'tls',
    whose: 'you',
    found: /isn't valid before 20[\d-]+, and/,
    remedy: /clock/,
  },
  {
    name: 'a clock of this machine that is years behind',
    build: () => trusted({}, Date.now() - 4 * 365 * DAY_MS),
    step: 'tls',
    whose: 'you',
    found: /this machine's clock says 20/,
    remedy: /Set this machine's clock/,
  },
  {
    name: 'a certificate for another name',
    build: () => trusted({ names: ['mail.example.com', 'autodiscover.example.com'] }),
    step: 'tls',
    whose: 'you',
    found: /isn't for 127\.0\.0\.1, but for mail\.example\.com, autodiscover\.example\.com/,
    remedy: /tls\.servername/,
  },
  {
    name: 'a server name that the certificate has not',
    build: async () => ({ ...(await trusted({})), ...(await serverNamed('mail.example.com')) }),
    step: 'tls',
    whose: 'you',
    found: /isn't for mail\.example\.com/,
    remedy: /host of 'url'/,
  },
  {
    name: 'an expired certificate that is accepted by option',
    build: async () => ({ ...(await exchangeWith({ days: [-400, -35] })), tls: { rejectUnauthorized: false } }),
    step: 'tls',
    verdict: 'warning',
    found: /expired.*accepted anyway/,
    ...renewal,
  },
  {
    name: 'a short key',
    build: async () => {
      const { key, cert } = await newCertificate({ rsaBits: 1024 })
      return { ...(await withTlsOptions({ key, cert, ciphers: 'DEFAULT@SECLEVEL=0' })), tls: { ca: cert } }
    },
    step: 'tls',
    verdict: refusesShortKeys ? 'failed' : 'warning',
    found: /RSA key of 1024 bits/,
    ...renewal,
  },
  {
    name: 'a signature with SHA-1',
    build: async () => exchangeWith(await certificateSignedWith('ECDSA-SHA1')),
    step: 'tls',
    verdict: 'warning',
    found: /SHA1/,
    ...renewal,
  },
  {
    name: 'a certificate that ends in five days',
    build: () => exchangeWith({ days: [-300, 5.5] }),
    step: 'tls',
    verdict: 'warning',
    found: /ends in 5 days/,
    ...renewal,
  },
  {
    name: 'HTTP at the port of HTTPS',
    build: async () => ({
      url: (await httpServer((_request, response) => response.end())).url.replace('http:', 'https:'),
    }),
    step: 'tls',
    whose: 'you',
    found: /doesn't speak TLS/,
    remedy: /443/,
  },
  {
    name: 'TLS 1.1 and older alone',
    build: () => withTlsOptions({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    step: 'tls',
    whose: 'exchange',
    found: /no longer safe/,
    remedy: /TLS 1\.2/,
  },
  {
    name: 'no cipher in common',
    build: () => withTlsOptions({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES256-GCM-SHA384' }),
    step: 'tls',
    whose: 'exchange',
    found: /no cipher in common/,
    remedy: /Get-TlsCipherSuite/,
  },
  {
    name: 'a firewall that cuts TLS off',
    build: async () => ({
      url: `https://127.0.0.1:${await listenOnLoopback(createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy())))}`,
    }),
    step: 'tls',
    whose: 'network',
    found: /cut off/,
    remedy: /firewall/,
  },
  {
    name: 'a balancer with no server behind it',
    build: async () => ({
      url: `https://127.0.0.1:${await listenOnLoopback(createTcpServer((socket) => socket.once('data', () => socket.end())))}`,
    }),
    step: 'tls',
    whose: 'network',
    found: /cut off/,
    remedy: /balancer/,
  },
  {
    name: 'a client certificate that is wanted',
    build: async () => {
      const server = await exchange({ https: true })
      const certificate = await certificateSignedWith('ECDSA-SHA256')
      const { url, ca } = await tlsProxy(server, certificate, certificate.cert)
      return { url, tls: { ca } }
    },
    step: 'http',
    whose: 'network',
    found: /TLS failed|closed before/,
    remedy: /tls\.cert and tls\.key|cuts connections off/,
  },
  {
    name: 'a key that does not belong to its certificate',
    build: async () => {
      const [one, other] = await Promise.all([newCertificate({}), newCertificate({})])
      return { url: await serving(one), tls: { cert: one.cert, key: other.key } }
    },
    step: 'tls',
    whose: 'you',
    found: /ca, cert or key can't be read/,
    remedy: /key that belongs/,
  },
  {
    name: 'a private authority behind a proxy',
    build: async () => {
      const proxy = await connectProxy()
      return {
        url: await serving(await newCertificate({})),
        dispatcher: ({ factory, tls }) => new ProxyAgent({ uri: proxy.url, factory, requestTls: tls }),
      }
    },
    step: 'tls',
    whose: 'you',
    found: /self-signed/,
    remedy: /tls\.ca/,
  },
]

/** A server that answers, with this certificate. */
async function exchangeWith(facts: Parameters<typeof newCertificate>[0] | Certificate): Promise<BuiltSetup> {
  const certificate = 'cert' in facts ? facts : await newCertificate(facts)
  const { url } = await exchange({ https: { key: certificate.key, cert: certificate.cert } })
  return { url, tls: { ca: certificate.cert } }
}

async function serverNamed(servername: string): Promise<BuiltSetup> {
  const certificate = await newCertificate({})
  return { url: await serving(certificate), tls: { ca: certificate.cert, servername } }
}
