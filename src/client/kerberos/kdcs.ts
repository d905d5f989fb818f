import { Asn1Error, type Asn1Message, decode } from '../../kerberos/asn1'
import { ErrorCode, type KdcRep, KrbError } from '../../kerberos/messages'
import { untilAborted } from '../deadline'
import { addressText, type KdcAddress } from './kdc-address'
import { KerberosError, untrusted } from './kerberos-error'
import type { KerberosRuntime } from './runtime'
import { inOrder, serviceNameOf } from './service-location'

/** How long to wait, in milliseconds. */
export interface Patience {
  /** For one KDC, before asking the next one. */
  readonly each: number
  /** For all of them. */
  readonly total: number
}

/** Returns the KDCs that an option names for a realm, or `undefined` to look them up in DNS. */
export type KnownKdcs = (realm: string) => readonly KdcAddress[] | undefined

/** How many KDCs are asked at most. More would only take longer. */
const MAX_KDCS = 8

type KdcAnswer = KdcRep | KrbError

/** The KDCs of all realms. If one doesn't answer, the next one is asked. */
export class Kdcs {
  readonly #known: KnownKdcs
  readonly #runtime: KerberosRuntime
  /** The KDC that answered last, by realm. It is asked first. */
  readonly #proven = new Map<string, string>()

  constructor(known: KnownKdcs, runtime: KerberosRuntime) {
    this.#known = known
    this.#runtime = runtime
  }

  /**
   * Sends `request` to a KDC of `realm`.
   *
   * @param reply The expected kind of answer.
   * @returns the answer, or the KDC's refusal
   * @throws KerberosError if no KDC answers, or none sends a valid answer
   */
  async ask(realm: string, request: Buffer, reply: Asn1Message<KdcRep>, patience: Patience): Promise<KdcAnswer> {
    const overall = this.#runtime.timeout(patience.total)
    const failures: Failure[] = []
    for (const address of this.#inOrder(realm, await this.#find(realm, overall))) {
      if (overall.aborted) break
      const outcome = await this.#askOne(address, realm, request, reply, patience, overall)
      if (!('failure' in outcome)) {
        this.#proven.set(realm, addressText(address))
        return outcome
      }
      failures.push(outcome)
    }
    throw noneAnswered(realm, failures)
  }

  async #askOne(
    address: KdcAddress,
    realm: string,
    request: Buffer,
    reply: Asn1Message<KdcRep>,
    { each }: Patience,
    overall: AbortSignal,
  ): Promise<KdcAnswer | Failure> {
    const signal = AbortSignal.any([overall, this.#runtime.timeout(each)])
    try {
      const answer = readAnswer(await this.#runtime.exchange(address, realm, request, signal), reply)
      const isUnavailable = 'code' in answer && answer.code === ErrorCode.serviceUnavailable
      return isUnavailable ? { address, failure: new Error('The KDC is not available at present') } : answer
    } catch (failure) {
      return { address, failure }
    }
  }

  async #find(realm: string, signal: AbortSignal): Promise<readonly KdcAddress[]> {
    const known = this.#known(realm)
    if (known !== undefined) return known.slice(0, MAX_KDCS)
    const name = serviceNameOf(realm)
    try {
      const records = inOrder(await untilAborted(this.#runtime.resolveSrv(name), signal), this.#runtime.randomBytes)
      if (records.length > 0) {
        return records.slice(0, MAX_KDCS).map(({ name: host, port }) => ({ type: 'tcp', host, port }))
      }
    } catch (cause) {
      throw notFound(realm, name, cause)
    }
    throw notFound(realm, name, undefined)
  }

  #inOrder(realm: string, addresses: readonly KdcAddress[]): readonly KdcAddress[] {
    const proven = addresses.filter((address) => addressText(address) === this.#proven.get(realm))
    return [...new Set([...proven, ...addresses])]
  }
}

interface Failure {
  readonly address: KdcAddress
  readonly failure: unknown
}

/** @throws Asn1Error */
function readAnswer(bytes: Buffer, reply: Asn1Message<KdcRep>): KdcAnswer {
  return bytes[0] === KrbError.tag ? decode(KrbError, bytes) : decode(reply, bytes)
}

function notFound(realm: string, name: string, cause: unknown): KerberosError {
  return new KerberosError({
    kind: 'unreachable',
    message: isAbsent(cause)
      ? `DNS names no KDC for the realm ${realm} (${name})`
      : `DNS can't be asked for the KDCs of the realm ${realm} (${name})`,
    hint: 'Name a domain controller or a KDC proxy (https://proxy.example.com/KdcProxy) in auth.kdc, or correct auth.realm.',
    othersMayTry: true,
    cause,
  })
}

/** Whether there is no such record, as opposed to a DNS server that fails or is silent. */
const isAbsent = (cause: unknown): boolean =>
  cause === undefined ||
  (cause instanceof Error && 'code' in cause && (cause.code === 'ENOTFOUND' || cause.code === 'ENODATA'))

function noneAnswered(realm: string, failures: readonly Failure[]): KerberosError {
  const [malformed] = failures.filter(({ failure }) => failure instanceof Asn1Error)
  if (malformed !== undefined && failures.every(({ failure }) => failure instanceof Asn1Error)) {
    return untrusted(`${addressText(malformed.address)} doesn't send Kerberos messages`, malformed.failure)
  }
  const asked = failures.map(({ address }) => addressText(address)).join(', ')
  return new KerberosError({
    kind: 'unreachable',
    message: `no KDC of ${realm} answers (asked: ${asked || 'none'})`,
    hint:
      'Open TCP port 88 from here to a domain controller, or name others in auth.kdc, or, from outside its network, a ' +
      'KDC proxy (https://proxy.example.com/KdcProxy). Check auth.realm: a KDC may not answer for a realm that it does not serve.',
    othersMayTry: true,
    cause: failures.at(-1)?.failure,
  })
}
