import { Asn1Error, type Asn1Message, decode } from '../../kerberos/asn1'
import { ErrorCode, KerbErrorData, type KrbError, MethodData, nameText, PaType } from '../../kerberos/messages'
import type { Principal } from './credential'
import { textOf } from './error-text'
import { KerberosError } from './kerberos-error'

/** The request that the KDC refused. */
export interface RefusedRequest {
  readonly client: Principal
  /** The service for which a ticket was requested, or `undefined` while signing in. */
  readonly service?: string | undefined
  /** Whether the key came from a keytab rather than a password. */
  readonly byKeytab: boolean
}

interface Refusal {
  readonly message: string
  readonly hint: string
  readonly othersMayTry?: boolean
}

type Explanation = (request: RefusedRequest, realm: string, text: string) => Refusal

export const principalText = ({ name, realm }: Principal): string => `${nameText(name)}@${realm}`

/** Hints name the exact command for the administrator if there is one. */
const EXPLANATIONS: Readonly<Record<number, Explanation>> = {
  [ErrorCode.nameExpired]: ({ client }) => ({
    message: `the account ${principalText(client)} has expired`,
    hint: 'Extend it: Set-ADAccountExpiration, or Clear-ADAccountExpiration.',
  }),
  [ErrorCode.clientUnknown]: ({ client }, realm) => ({
    message: `the KDC of ${realm} doesn't know the account ${principalText(client)}`,
    hint:
      'Check auth.username. If the part after the @ is not the Active Directory domain, set auth.realm to the domain ' +
      '((Get-ADDomain).DNSRoot).',
    othersMayTry: true,
  }),
  [ErrorCode.serviceUnknown]: ({ service = 'krbtgt' }, realm) => ({
    message: `the KDC of ${realm} doesn't know the service ${service}`,
    hint:
      `Register the service principal name: setspn -S ${service} EXAMPLE\\EXCH-ASA$ (the alternate service account if ` +
      'a load balancer is in front of several servers, else the account of the server). Or set auth.servicePrincipal.',
    othersMayTry: true,
  }),
  [ErrorCode.policy]: ({ client }, realm, text) => ({
    message: `the policy of ${realm} refuses ${principalText(client)}${text}`,
    hint:
      'Look for logon restrictions and authentication policies (silos) of the account. A policy that demands Kerberos ' +
      'armoring (FAST) needs a computer account, which this client does not have.',
  }),
  [ErrorCode.encryptionTypeUnsupported]: ({ client, service }, realm) => ({
    message: `the KDC of ${realm} has no AES key for ${service ?? principalText(client)}`,
    hint: service === undefined ? NO_AES_FOR_USER : NO_AES_FOR_SERVICE,
    othersMayTry: true,
  }),
  [ErrorCode.clientRevoked]: ({ client }) => ({
    message: `the account ${principalText(client)} is locked, disabled, or outside its logon hours`,
    hint: 'Check the account: Get-ADUser -Properties LockedOut, Enabled, AccountExpirationDate, logonHours.',
  }),
  [ErrorCode.clientNotYetValid]: ({ client }) => ({
    message: `the account ${principalText(client)} is not valid yet`,
    hint: 'Check the start of its validity in the KDC.',
  }),
  [ErrorCode.keyExpired]: ({ client }) => ({
    message: `the password of ${principalText(client)} has expired or must be changed`,
    hint: 'Change it, or let it never expire: Set-ADUser -PasswordNeverExpires $true -ChangePasswordAtLogon $false.',
  }),
  [ErrorCode.preauthenticationFailed]: ({ client, byKeytab }, realm) => ({
    message: `the KDC of ${realm} refused the ${byKeytab ? 'key' : 'password'} of ${principalText(client)}`,
    hint: byKeytab
      ? 'Create a new keytab: a change of the password invalidates all earlier ones.'
      : 'Check the password. It was tried once; each further attempt may lock the account.',
  }),
  [ErrorCode.mustUseUserToUser]: ({ service = 'krbtgt' }, realm) => ({
    message: `the KDC of ${realm} gives no ticket for ${service}, because the account that has the name is no service`,
    hint:
      `Find that account (setspn -Q ${service}), and register the name for the alternate service account or the computer account of ` +
      `the server instead: setspn -D ${service} <that account>, then setspn -S ${service} EXAMPLE\\EXCH-ASA$.`,
    othersMayTry: true,
  }),
  [ErrorCode.serviceUnavailable]: (_request, realm) => ({
    message: `the KDC of ${realm} is not available at present`,
    hint: 'Check the domain controllers, or name more of them in auth.kdc.',
  }),
  [ErrorCode.clockSkew]: (_request, realm) => ({
    message: `the clocks of this machine and of ${realm} can't be reconciled`,
    hint: 'Synchronize both with the same source (w32tm /query /status on domain controller and server).',
  }),
  [ErrorCode.responseTooBig]: (_request, realm) => ({
    message: `the KDC of ${realm} has an answer that it can't send over this transport`,
    hint: 'Let it answer over TCP, port 88.',
  }),
  [ErrorCode.wrongRealm]: ({ client }, realm) => ({
    message: `the KDC of ${realm} doesn't serve the realm of ${principalText(client)}`,
    hint: "Set auth.realm to the DNS name of the account's Active Directory domain ((Get-ADDomain).DNSRoot).",
    othersMayTry: true,
  }),
}

const NO_AES_FOR_USER =
  'RC4 and DES are never used: they are broken, and Windows turns them off. Allow AES for the account (Set-ADUser ' +
  '-KerberosEncryptionType AES128,AES256) and set its password again, which creates the keys.'

const NO_AES_FOR_SERVICE =
  'RC4 and DES are never used: they are broken, and Windows turns them off. Allow AES for the account that has the ' +
  'service principal name (Set-ADComputer -KerberosEncryptionType AES128,AES256), and change its password.'

/** The NTSTATUS codes that Windows adds to errors 18 and 23 (MS-ERREF, 2.3.1). */
const STATUSES: Readonly<Record<number, (account: string) => Refusal>> = {
  3221226036: (account) => ({
    message: `the account ${account} is locked out`,
    hint: 'Find out what is trying wrong passwords, then unlock it: Unlock-ADAccount.',
  }),
  3221225586: (account) => ({ message: `the account ${account} is disabled`, hint: 'Enable it: Enable-ADAccount.' }),
  3221225875: (account) => ({
    message: `the account ${account} has expired`,
    hint: 'Extend it: Set-ADAccountExpiration, or Clear-ADAccountExpiration.',
  }),
  3221226020: (account) => ({
    message: `the password of ${account} must be changed`,
    hint: 'Change it, or remove the requirement: Set-ADUser -ChangePasswordAtLogon $false.',
  }),
  3221225585: (account) => ({
    message: `the password of ${account} has expired`,
    hint: 'Change it, or let it never expire: Set-ADUser -PasswordNeverExpires $true.',
  }),
  3221225583: (account) => ({
    message: `the account ${account} may not sign in at this hour`,
    hint: 'Check its logon hours (logonHours).',
  }),
  3221225584: (account) => ({
    message: `the account ${account} may not sign in from this machine`,
    hint: 'Check its workstations (Set-ADUser -LogonWorkstations).',
  }),
}

/** Explains a KDC's refusal, with a hint for the administrator. */
export function kdcRefusal(error: KrbError, request: RefusedRequest): KerberosError {
  const status = STATUSES[ntStatusOf(error) ?? 0]
  const { message, hint, othersMayTry } =
    status === undefined ? explained(error, request) : { ...status(principalText(request.client)), othersMayTry: false }
  return new KerberosError({
    kind: error.code === ErrorCode.serviceUnavailable ? 'unreachable' : 'refused',
    message: `${message} (Kerberos error ${error.code})`,
    hint,
    code: error.code,
    othersMayTry: othersMayTry === true,
  })
}

function explained(error: KrbError, request: RefusedRequest): Refusal {
  const text = textOf(error)
  const explanation = EXPLANATIONS[error.code]
  if (explanation !== undefined) return explanation(request, error.realm, text)
  return {
    message: `the KDC of ${error.realm} refused ${request.service ?? principalText(request.client)}${text}`,
    hint: 'Look the code up in RFC 4120, 7.5.9, and in the event log of the domain controller.',
  }
}

/** Returns the NTSTATUS in a refusal, as sent by Windows (MS-KILE, 2.2.2) or, in METHOD-DATA, by Samba. */
function ntStatusOf({ code, data }: KrbError): number | undefined {
  if (data === undefined || (code !== ErrorCode.clientRevoked && code !== ErrorCode.keyExpired)) return undefined
  const windows = tryDecode(KerbErrorData, data)
  if (windows?.type === PaType.ntStatus) return statusIn(windows.value)
  return statusIn(tryDecode(MethodData, data)?.find(({ type }) => type === PaType.ntStatus)?.value)
}

const statusIn = (value: Buffer | undefined) =>
  value !== undefined && value.length >= 4 ? value.readUInt32LE() : undefined

function tryDecode<Value>(type: Asn1Message<Value>, bytes: Buffer): Value | undefined {
  try {
    return decode(type, bytes)
  } catch (error) {
    if (error instanceof Asn1Error) return undefined
    throw error
  }
}
