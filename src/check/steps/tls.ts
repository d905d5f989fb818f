import { X509Certificate } from 'node:crypto'
import { EwsError, EwsRequestError } from '../../errors'
import { distinguishedName } from '../certificate/distinguished-name'
import { type Flaw, flawsOf, namesOf } from '../certificate/flaws'
import { type Peer, peerOn } from '../certificate/peer'
import { newConnection } from '../connections'
import { failure, isTimeUp, networkError } from '../failure'
import { hostOf, portOf, serverOf } from '../host'
import type { Known } from '../known'
import { failed, type Outcome, ok, skipped, warning } from '../outcome'
import type { Tools } from '../tools'

/** TLS: version, chain, name, validity. */
export async function tls(known: Known, tools: Tools): Promise<Outcome> {
  const { settings } = known
  if (serverOf(known).protocol === 'http:') return skipped('There is no TLS: the address is plain HTTP.')
  if (settings === undefined || typeof settings.dispatcher === 'object')
    return skipped("The dispatcher makes its own connections, which can't be inspected.")
  try {
    // Certificates and keys that can't be read are found here.
    await newConnection(settings, tools)
    const peer = settings.dispatcher === undefined ? await peerAt(known, tools) : await peerBehindProxy(known, tools)
    return judged(known, peer, tools.runtime.wallClock())
  } catch (error) {
    return withoutTls(networkError(error, hostOf(known)))
  }
}

function peerAt(known: Known, tools: Tools): Promise<Peer> {
  const { settings, reached = { address: hostOf(known) } } = known
  return tools.probe(async (signal) => {
    const socket = await tools.runtime.connect(reached.address, portOf(known), signal)
    try {
      return await peerOn(socket, nameOf(known), settings?.tls ?? {}, signal)
    } finally {
      socket.destroy()
    }
  })
}

/** Behind a proxy there is only the client's own connection, and it knows just the server's certificate. */
async function peerBehindProxy({ settings }: Known, tools: Tools): Promise<Peer> {
  if (settings === undefined) throw new TypeError('There are no settings')
  const distrust = await distrustBehindProxy(settings, tools)
  const trusting = await newConnection({ ...settings, tls: { ...settings.tls, rejectUnauthorized: false } }, tools)
  const channel = await tools.probe((signal) => trusting.open(signal))
  const certificates = channel?.certificate === undefined ? [] : [new X509Certificate(channel.certificate)]
  return { certificates, distrust, protocol: undefined }
}

async function distrustBehindProxy(
  settings: NonNullable<Known['settings']>,
  tools: Tools,
): Promise<string | undefined> {
  const connection = await newConnection(settings, tools)
  try {
    await tools.probe((signal) => connection.open(signal))
    return undefined
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (!/^(CERT|UNABLE|SELF|DEPTH)_/.test(code)) return undefined
    return code
  }
}

/** The name that the certificate must be for. */
const nameOf = (known: Known): string => known.settings?.tls?.servername ?? hostOf(known)

function judged(known: Known, peer: Peer, now: number): Outcome {
  const [leaf] = peer.certificates
  if (leaf === undefined) return skipped("The certificate can't be seen through the dispatcher.")
  const flaws = flawsOf({ peer, leaf, name: nameOf(known), now })
  const shown = `${peer.protocol ?? 'TLS'}, ${describe(leaf)}.`
  const learned = { peer }
  const serious = flaws.filter((flaw) => flaw.serious)
  const [worst] = [...serious, ...flaws]
  if (worst === undefined) return ok(shown, learned)
  const problems = flaws.map(({ problem }) => `${problem}.`).join(' ')
  const isForgiven = known.settings?.tls?.rejectUnauthorized === false
  if (worst.serious && !isForgiven) {
    const remedy = serious.map((flaw) => flaw.remedy).join(' ')
    return { ...failed(`${problems} ${shown}`, { ...worst, remedy }, learned), ...authorityIn(flaws) }
  }
  const forgiven = worst.serious
    ? 'It is accepted anyway (tls.rejectUnauthorized is false), and so would any other certificate. '
    : ''
  return { ...warning(`${problems} ${forgiven}${shown}`, worst, learned), ...authorityIn(flaws) }
}

function authorityIn(flaws: readonly Flaw[]): Pick<Outcome, 'missingAuthority'> {
  const [missingAuthority] = flaws.flatMap((flaw) => flaw.missingAuthority ?? [])
  return missingAuthority === undefined ? {} : { missingAuthority }
}

function describe(leaf: X509Certificate): string {
  const until = new Date(leaf.validTo).toISOString().slice(0, 10)
  return `certificate for ${namesOf(leaf).join(', ') || distinguishedName(leaf.subject)}, issued by ${distinguishedName(leaf.issuer)}, until ${until}`
}

function withoutTls(reason: unknown): Outcome {
  if (reason instanceof EwsRequestError) return failure(reason)
  if (!(reason instanceof EwsError)) {
    if (!isTimeUp(reason)) throw reason
    return failed("The server doesn't answer the TLS handshake in time.", {
      whose: 'network',
      remedy: 'Look for a firewall or TLS inspection that opens the connection but lets nothing through.',
    })
  }
  const code = reason.cause instanceof Error && 'code' in reason.cause ? String(reason.cause.code) : ''
  const known = HANDSHAKES.find(([form]) => form.test(code))
  if (known === undefined) return failure(reason, 'network')
  const [, found, whose, remedy] = known
  return failed(`${found} (${code}).`, { whose, remedy })
}

/** Why there is no TLS, by a part of Node's error code. */
const HANDSHAKES: readonly (readonly [
  code: RegExp,
  found: string,
  whose: 'you' | 'exchange' | 'network',
  remedy: string,
])[] = [
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST|RECORD_TOO/,
    "What answers at this port doesn't speak TLS",
    'you',
    'Check the port: https needs the HTTPS port, which is 443 on Exchange.',
  ],
  [
    /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|NO_PROTOCOLS/,
    'The server speaks only TLS versions that are no longer safe',
    'exchange',
    'Turn TLS 1.2 on at the server (Schannel; Exchange 2013 and later support it, see "Exchange Server TLS guidance" by Microsoft).',
  ],
  [
    /HANDSHAKE_FAILURE|NO_SHARED|NO_CIPHER/,
    'Client and server have no cipher in common, or the server wants a client certificate',
    'exchange',
    "Allow modern cipher suites at the server (Get-TlsCipherSuite), or pass the gateway's client certificate as tls.cert and tls.key.",
  ],
  [
    /KEY_TOO_SMALL|MD_TOO_WEAK|DH_KEY/,
    "The server's certificate or key is too weak to be accepted",
    'exchange',
    'Renew the certificate with an RSA key of 2048 bits and SHA-256 (New-ExchangeCertificate).',
  ],
  [
    /ECONNRESET|EPIPE|UND_ERR_SOCKET/,
    'The connection is cut off as soon as TLS begins',
    'network',
    'Look for a firewall or TLS inspection that blocks this host name. A balancer without a server behind it looks the same.',
  ],
]
