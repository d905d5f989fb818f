import { describe, expect, it } from 'vitest'
import { principalsOf, type UserNameFacts } from '../../../src/client/kerberos/user-name'

/** The principals as text: `enterprise` for a user principal name. */
const meanings = (facts: Partial<UserNameFacts> & { username: string }) =>
  principalsOf({ host: '10.0.0.1', kdcIsKnown: false, byKeytab: false, ...facts }).map(({ name, realm }) =>
    [...(name.nameType === 10 ? ['enterprise'] : []), ...name.components, realm].join(' '),
  )

describe('a user name means', () => {
  it.each<[string, Partial<UserNameFacts> & { username: string }, string[]]>([
    [
      'a user principal name, then a name',
      { username: 'svc@example.com' },
      ['enterprise svc@example.com EXAMPLE.COM', 'svc EXAMPLE.COM'],
    ],
    [
      'a user principal name of another suffix',
      { username: 'svc@mail.com', realm: 'CORP.COM' },
      ['enterprise svc@mail.com CORP.COM'],
    ],
    ['a name by realm', { username: 'svc', realm: 'CORP.COM' }, ['svc CORP.COM']],
    ['a name in a DNS domain', { username: 'corp.com\\svc' }, ['svc CORP.COM']],
    ['a name in a domain, apart', { username: 'svc', domain: 'corp.com' }, ['svc CORP.COM']],
    ['nothing in a NetBIOS domain', { username: 'CORP\\svc' }, []],
    ['a name in a NetBIOS domain whose KDC is known', { username: 'CORP\\svc', kdcIsKnown: true }, ['svc CORP']],
    ['a name in the realm rather than the domain', { username: 'CORP\\svc', realm: 'CORP.COM' }, ['svc CORP.COM']],
    [
      "a name in the server's domains",
      { username: 'CORP\\svc', host: 'mail.ad.example.com' },
      ['svc AD.EXAMPLE.COM', 'svc EXAMPLE.COM'],
    ],
    ['nothing on a host without a domain', { username: 'svc', host: 'localhost' }, []],
    ['nothing on an address', { username: 'svc', host: '2001:db8::1' }, []],
    ['one name in a keytab', { username: 'svc@example.com', byKeytab: true }, ['svc EXAMPLE.COM']],
    [
      'a service in a keytab',
      { username: 'HTTP/mail.example.com@example.com', byKeytab: true },
      ['HTTP mail.example.com EXAMPLE.COM'],
    ],
    [
      'what stands after the last @',
      { username: 'a@b@example.com' },
      ['enterprise a@b@example.com EXAMPLE.COM', 'a@b EXAMPLE.COM'],
    ],
  ])('%s', (_case, facts, expected) => {
    expect(meanings(facts)).toEqual(expected)
  })
})
