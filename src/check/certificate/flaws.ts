import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { signatureHash } from '../../client/ntlm/signature-hash'
import { quotable } from '../../xml'
import type { CheckCulprit, MissingAuthority } from '../check-step'
import { distinguishedName } from './distinguished-name'
import type { Peer } from './peer'

/** Something wrong with the certificates of a server. */
export interface Flaw {
  readonly serious: boolean
  readonly problem: string
  readonly whose: CheckCulprit
  readonly remedy: string
  readonly missingAuthority?: MissingAuthority
}

export interface FlawFacts {
  readonly peer: Peer
  readonly leaf: X509Certificate
  /** The name that the certificate must be for. */
  readonly name: string
  /** Milliseconds since 1970. */
  readonly now: number
}

const DAY_MS = 24 * 60 * 60 * 1000
/** Certificates that end in less than this many days deserve a warning. */
const SOON_DAYS = 14

/** Everything that is wrong, the most serious first. */
export const flawsOf = (facts: FlawFacts): Flaw[] =>
  [expiry, nameMismatch, distrust, weakSignature, weakKey, endingSoon].flatMap((look) => look(facts) ?? [])

const RENEW =
  'Renew it on the server (New-ExchangeCertificate), and have IIS use it (Enable-ExchangeCertificate -Services IIS).'

function expiry({ peer: { certificates }, leaf, now }: FlawFacts): Flaw | undefined {
  const [certificate] = certificates.filter((each) => Date.parse(each.validTo) <= now)
  if (certificate !== undefined) {
    return {
      serious: true,
      problem: `${nameOf(certificate, leaf)} expired on ${dayOf(certificate.validTo)}, by the clock of this machine (${new Date(now).toISOString().slice(0, 10)})`,
      whose: 'exchange',
      remedy: RENEW,
    }
  }
  const [future] = certificates.filter((each) => Date.parse(each.validFrom) > now)
  return (
    future && {
      serious: true,
      problem: `The certificate isn't valid before ${dayOf(future.validFrom)}, and this machine's clock says ${new Date(now).toISOString().slice(0, 10)}`,
      whose: 'you',
      remedy: "Set this machine's clock. If it is right, renew the certificate on the server.",
    }
  )
}

const nameOf = (certificate: X509Certificate, leaf: X509Certificate): string =>
  certificate === leaf ? 'The certificate' : `The certificate of the issuer ${distinguishedName(certificate.subject)}`

const dayOf = (date: string): string => new Date(date).toISOString().slice(0, 10)

function nameMismatch({ leaf, name }: FlawFacts): Flaw | undefined {
  const matches = isIP(name) === 0 ? leaf.checkHost(name) : leaf.checkIP(name)
  if (matches !== undefined) return undefined
  const names = namesOf(leaf)
  return {
    serious: true,
    problem: `The certificate isn't for ${name}, but for ${names.join(', ') || 'no name at all'}`,
    whose: 'you',
    remedy:
      "Use a name from the certificate as the host of 'url'. If that name leads elsewhere, pass it as tls.servername, or have the " +
      'administrator issue a certificate with this name (New-ExchangeCertificate -DomainName).',
  }
}

/** The names that a certificate is for, the first ones if there are many. */
export function namesOf({ subjectAltName = '', subject }: X509Certificate): string[] {
  const alternative = [...subjectAltName.matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)]
  const names = alternative.length > 0 ? alternative : [...subject.matchAll(/^CN=(.+)$/gm)]
  return names.slice(0, MOST_NAMES).map(([, name = '']) => quotable(name, LONGEST_NAME))
}

const MOST_NAMES = 8
/** The most characters that a DNS name has (RFC 1035, 2.3.4). */
const LONGEST_NAME = 255

/** The codes of OpenSSL that are about dates, which `expiry` explains. */
const ABOUT_DATES = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/

/**
 * Node's code for OpenSSL's reasons that it has no name for. Among them is a key or a signature that is too weak for OpenSSL's security
 * level 2, the default since Node 24.
 */
const UNNAMED = 'UNSPECIFIED'

function distrust(facts: FlawFacts): Flaw | undefined {
  const { certificates, distrust: code } = facts.peer
  if (code === undefined || ABOUT_DATES.test(code)) return undefined
  if (code === UNNAMED && (weakSignature(facts) ?? weakKey(facts)) !== undefined) return undefined
  const last = certificates.at(-1) ?? facts.leaf
  if (code !== UNNAMED && isSelfSigned(last)) return unknownAuthority(last, facts.leaf)
  if (/^UNABLE_TO_/.test(code)) return missingIssuer(last, certificates.length === 1)
  return {
    serious: true,
    problem: `The certificate isn't valid (${code})`,
    whose: 'exchange',
    remedy: RENEW,
  }
}

function unknownAuthority(authority: X509Certificate, leaf: X509Certificate): Flaw {
  const subject = distinguishedName(authority.subject)
  const problem =
    authority === leaf ? `The certificate is self-signed (${subject})` : `The authority ${subject} isn't trusted here`
  const missingAuthority = { subject, sha256: authority.fingerprint256, pem: authority.toString() }
  return {
    serious: true,
    problem: `${problem}; SHA-256 ${authority.fingerprint256}`,
    whose: 'you',
    remedy:
      'Ask the administrator for its SHA-256 fingerprint by another channel, such as the phone. If it matches, save the certificate as PEM and pass it as tls.ca.',
    missingAuthority,
  }
}

function missingIssuer(last: X509Certificate, alone: boolean): Flaw {
  const issuer = distinguishedName(last.issuer)
  const isPublic = /CA Issuers - URI:http/.test(last.infoAccess ?? '')
  return {
    serious: true,
    problem: `The server sends ${alone ? 'its certificate alone' : 'an incomplete chain'}, and the issuer ${issuer} isn't known here`,
    whose: isPublic ? 'exchange' : 'you',
    remedy: isPublic
      ? 'If the issuer is an intermediate authority, import its certificate on the server (Cert:\\LocalMachine\\CA) and restart IIS, so that it is sent. ' +
        `If it is a private authority: ${EXPORT}`
      : EXPORT,
  }
}

const EXPORT =
  'Get the certificate of the authority from the administrator (certutil -ca.cert ca.cer on the authority, then certutil -encode ca.cer ' +
  'ca.pem), compare its SHA-256 fingerprint by another channel, such as the phone, and pass it as tls.ca.'

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.checkIssued(certificate)
}

function weakSignature({ peer: { certificates, distrust: code }, leaf }: FlawFacts): Flaw | undefined {
  // TLS doesn't check the signature of a trusted authority's own certificate.
  const signed = [leaf, ...certificates.slice(1).filter((each) => !isSelfSigned(each))]
  const [weak] = signed.flatMap((certificate) => {
    const hash = signatureHash(certificate.raw) ?? ''
    return WEAK_HASHES.has(hash) ? { certificate, hash } : []
  })
  if (weak === undefined) return undefined
  return {
    serious: code === UNNAMED,
    problem: `${nameOf(weak.certificate, leaf)} is signed with ${weak.hash.toUpperCase()}, which can be forged`,
    whose: 'exchange',
    remedy: RENEW,
  }
}

const WEAK_HASHES: ReadonlySet<string> = new Set(['md5', 'sha1'])
const LEAST_RSA_BITS = 2048

function weakKey({ peer: { certificates, distrust: code }, leaf }: FlawFacts): Flaw | undefined {
  const certificate = [leaf, ...certificates.slice(1)].find((each) => rsaBitsOf(each) < LEAST_RSA_BITS)
  if (certificate === undefined) return undefined
  return {
    serious: code === UNNAMED,
    problem: `${nameOf(certificate, leaf)} has an RSA key of ${rsaBitsOf(certificate)} bits, which is too short`,
    whose: 'exchange',
    remedy: RENEW,
  }
}

const rsaBitsOf = ({ publicKey }: X509Certificate): number =>
  publicKey.asymmetricKeyDetails?.modulusLength ?? LEAST_RSA_BITS

function endingSoon({ leaf, now }: FlawFacts): Flaw | undefined {
  const days = Math.floor((Date.parse(leaf.validTo) - now) / DAY_MS)
  if (days < 0 || days >= SOON_DAYS) return undefined
  return {
    serious: false,
    problem: `The certificate ends in ${days} days, on ${dayOf(leaf.validTo)}`,
    whose: 'exchange',
    remedy: RENEW,
  }
}
