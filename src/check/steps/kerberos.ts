import { isScheme } from '../../client/authentication/challenge'
import { kerberosFacts } from '../../client/authentication/kerberos-client'
import { addressText, type KdcAddress } from '../../client/kerberos/kdc-address'
import type { KerberosFacts } from '../../client/kerberos/kerberos-account'
import { KerberosError } from '../../client/kerberos/kerberos-error'
import type { KerberosAuth, NtlmAuth } from '../../client/options'
import { ErrorCode } from '../../kerberos/messages/error-code'
import type { CheckCulprit } from '../check-step'
import { duration } from '../duration'
import { isTimeUp } from '../failure'
import { serverOf } from '../host'
import type { Known } from '../known'
import { failed, type Outcome, ok, skipped, warning } from '../outcome'
import type { Tools } from '../tools'

/** How long to wait for KDCs: as long as `auto` does, and a little longer if there is no other scheme. */
const PATIENCE = { each: 1_000, total: 2_000 }
const PATIENCE_WITHOUT_OTHERS = { each: 4_000, total: 8_000 }

/** Kerberos, as far as the KDC: login and service ticket. The server sees the ticket in the next step. */
export async function kerberos(known: Known, tools: Tools): Promise<Outcome> {
  const { auth } = known
  const offered = known.greeting?.schemes ?? []
  if (auth === undefined || (auth.type !== 'kerberos' && auth.type !== 'auto'))
    return skipped(`auth.type ${auth?.type} doesn't use Kerberos.`)
  if (known.greeting?.status !== 401) return skipped("The server didn't ask for an account.")
  if (!offered.some(isScheme('Negotiate'))) return skipped("The server doesn't offer Negotiate, which Kerberos needs.")
  const others = auth.type === 'auto' ? offered.filter((scheme) => /^(ntlm|basic)$/i.test(scheme)) : []
  const facts = kerberosFacts(auth, serverOf(known), others.length > 0 ? PATIENCE : PATIENCE_WITHOUT_OTHERS)
  if (facts === undefined) return withoutRealm(known, others)
  return ticket(known, facts, others, auth, tools)
}

function withoutRealm({ auth }: Known, others: readonly string[]): Outcome {
  const found = 'The Kerberos realm of the account is unknown'
  if (others.length > 0) return skipped(`${found}, so ${others.join(' or ')} is used.`, withScheme(auth, others))
  return failed(`${found}.`, {
    whose: 'you',
    remedy: 'Set auth.realm to the DNS name of its Active Directory domain, in capitals ((Get-ADDomain).DNSRoot).',
  })
}

/** What is left of `auto`: the next scheme that the server offers, so that the KDC isn't asked again. */
function withScheme(auth: Known['auth'], others: readonly string[]): Partial<Known> {
  if (auth?.type !== 'auto') return {}
  if (others.some(isScheme('NTLM'))) return { auth: { ...auth, type: 'ntlm' } }
  const { username, password, domain } = auth
  return { auth: { type: 'basic', username, password, domain } }
}

async function ticket(
  known: Known,
  facts: KerberosFacts,
  others: readonly string[],
  auth: KerberosAuth | NtlmAuth,
  tools: Tools,
): Promise<Outcome> {
  const { runtime } = tools
  const asked: string[] = []
  const [{ KerberosAccount }, { systemRuntime }] = await Promise.all([
    import('../../client/kerberos/kerberos-account'),
    import('../../client/kerberos/runtime'),
  ])
  const { ca, rejectUnauthorized } = known.settings?.tls ?? {}
  const network = systemRuntime({ ca, rejectUnauthorized })
  const account = new KerberosAccount(facts, {
    ...network,
    now: () => runtime.wallClock(),
    resolveSrv: (name) => runtime.resolveSrv(name),
    exchange: (address: KdcAddress, ...rest) => {
      asked.push(addressText(address))
      return network.exchange(address, ...rest)
    },
  })
  const realms = [...new Set(facts.principals.map(({ realm }) => realm))]
  const names = () => ({ kerberosNames: [...realms, ...asked, ...asked.map((each) => each.replace(/:\d+$/, ''))] })
  const how = auth.kdc === undefined ? 'named by DNS' : 'named by auth.kdc'
  try {
    const credential = await tools.probe(() => account.ticket())
    const aheadMs = account.kdcAheadMs
    const clock =
      aheadMs === 0
        ? 'its clock agrees'
        : `its clock is ${duration(aheadMs)} ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine's, which the client corrects`
    return ok(
      `KDC ${[...new Set(asked)].join(', ')} (${how}) signed ${credential.client.realm} in; ${clock}. Ticket for ${facts.servicePrincipal}, ${credential.sessionKey.encryption.name}.`,
      { ...names(), kdcAheadMs: aheadMs },
    )
  } catch (reason) {
    const error = isTimeUp(reason) ? silent(realms) : reason
    if (!(error instanceof KerberosError)) throw error
    return refused(error, others, { ...names(), ...(mayGoOn(error, others) && withScheme(known.auth, others)) })
  }
}

/** No KDC answered in the time of the step. */
const silent = (realms: readonly string[]) =>
  new KerberosError({
    kind: 'unreachable',
    message: `no KDC of ${realms.join(' or ')} answers in time`,
    hint: 'Check the DNS servers of this machine, and open TCP port 88 from here to a domain controller, or name others in auth.kdc.',
    othersMayTry: true,
  })

const mayGoOn = ({ othersMayTry }: KerberosError, others: readonly string[]) => othersMayTry && others.length > 0

function refused(error: KerberosError, others: readonly string[], learned: Partial<Known>): Outcome {
  const problem = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}`
  const fix = { whose: culpritOf(error), remedy: error.hint }
  if (!mayGoOn(error, others)) return failed(`${problem}.`, fix, learned)
  const goesOn = `${problem}, so ${others.join(' or ')} is used.`
  return error.kind === 'unreachable' ? skipped(goesOn, learned) : warning(goesOn, fix, learned)
}

const CULPRITS: Readonly<Record<number, CheckCulprit>> = {
  [ErrorCode.clientUnknown]: 'you',
  [ErrorCode.preauthenticationFailed]: 'you',
  [ErrorCode.wrongRealm]: 'you',
}

function culpritOf({ kind, code }: KerberosError): CheckCulprit {
  if (kind === 'configuration') return 'you'
  if (kind === 'unreachable' || kind === 'untrusted') return 'network'
  return CULPRITS[code ?? 0] ?? 'exchange'
}
