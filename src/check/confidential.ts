import type { X509Certificate } from 'node:crypto'
import { distinguishedName } from './certificate/distinguished-name'
import { namesOf } from './certificate/flaws'
import type { Known } from './known'

/** Shorter names could be a part of any word. */
const SHORTEST = 3

/** What is known that names hosts, addresses, accounts, mailboxes and organizations, the longest first. */
export function namesIn({
  options,
  settings,
  addresses = [],
  mailbox,
  kerberosNames = [],
  serverNames = [],
  peer,
  greeting,
}: Known): string[] {
  const names = [
    ...(settings === undefined ? [] : [settings.server.host, settings.server.hostname]),
    ...addresses.map(({ address }) => address),
    ...accountNames(options.auth),
    ...(mailbox === undefined ? [] : [mailbox]),
    ...Object.values(options.impersonate ?? {}),
    ...kerberosNames,
    ...serverNames,
    ...(peer?.certificates ?? []).flatMap(certificateNames),
    ...redirectNames(greeting?.header('location') ?? ''),
  ]
  return [...new Set(names.filter((name) => typeof name === 'string' && name.length >= SHORTEST))].sort(
    (a, b) => b.length - a.length,
  )
}

function accountNames(auth: Known['options']['auth']): string[] {
  if (typeof auth !== 'object' || auth === null || !('username' in auth) || typeof auth.username !== 'string') return []
  const { username, domain = '' } = auth
  const realm = 'realm' in auth ? (auth.realm ?? '') : ''
  return [username, ...username.split(/[\\@]/), domain, realm]
}

function certificateNames(certificate: X509Certificate): string[] {
  const { subject, issuer } = certificate
  const parts = [subject, issuer].flatMap((lines) => lines.split('\n').map((line) => line.replace(/^\w+=/, '')))
  return [distinguishedName(subject), distinguishedName(issuer), ...namesOf(certificate), ...parts]
}

const redirectNames = (location: string): string[] =>
  URL.canParse(location) ? [new URL(location).host, new URL(location).hostname] : []
