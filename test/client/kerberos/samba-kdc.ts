import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, listening } from './mit-kdc'

export const REALM = 'CORP.TEST'
export const USER_PASSWORD = 'Correct horse 9'

/** The KDC of a domain controller of Samba on loopback, which behaves like Active Directory. */
export interface SambaKdc {
  readonly address: string
  /** The environment in which MIT Kerberos's programs accept its tickets. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** Creates a domain, which takes a minute, and starts only its KDC. Needs root. */
export async function startSambaKdc(): Promise<SambaKdc> {
  const directory = mkdtempSync(join(tmpdir(), 'ews-booking-samba-'))
  const port = await freePort()
  const domain = join(directory, 'domain')
  const configuration = join(domain, 'etc/smb.conf')
  const tool = (...args: readonly string[]) => run('/usr/bin/samba-tool', args)
  tool(
    ...['domain', 'provision', `--targetdir=${domain}`, `--realm=${REALM}`, '--domain=CORP', '--server-role=dc'],
    ...['--dns-backend=NONE', '--adminpass=Adm1n-of-tests', '--host-name=dc1', '--host-ip=127.0.0.1'],
  )
  writeFileSync(configuration, kdcAlone(readFileSync(configuration, 'utf8'), domain, port))
  for (const folder of ['run', 'ncalrpc', 'winbindd', 'log']) mkdirSync(join(domain, folder), { recursive: true })
  for (const command of ACCOUNTS) tool(...command, '-s', configuration)
  const directoryEntries = ['-H', join(domain, 'private/sam.ldb'), `--configfile=${configuration}`]
  run('/usr/bin/ldbmodify', directoryEntries, CHANGES)
  tool('user', 'rename', 'maiden-name', '--samaccountname=married-name', '-s', configuration)
  const keytab = join(directory, 'http.keytab')
  tool('domain', 'exportkeytab', keytab, '--principal=HTTP/localhost', '-s', configuration)
  const samba = spawn('/usr/sbin/samba', ['-i', '-M', 'single', '-s', configuration], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  await listening(port, samba)
  return {
    address: `127.0.0.1:${port}`,
    env: {
      PATH: '/usr/bin:/bin',
      LC_ALL: 'C.UTF-8',
      KRB5_CONFIG: '/dev/null',
      KRB5_KTNAME: `FILE:${keytab}`,
      KRB5RCACHEDIR: directory,
    },
    async close() {
      samba.kill()
      await once(samba, 'exit')
      rmSync(directory, { recursive: true })
    },
  }
}

/** The configuration without file shares, and with the KDC as the only service, on loopback. */
function kdcAlone(configuration: string, domain: string, port: number): string {
  const [global = ''] = configuration.split(/\n\[(?!global)/, 1)
  return `${global.replace(/^\s*(server services|interfaces|bind interfaces only) =.*$/gm, '')}
\tinterfaces = 127.0.0.1
\tbind interfaces only = yes
\tserver services = kdc
\tkrb5 port = ${port}
\tkpasswd port = 0
\tlog file = ${domain}/log/samba.log
\tpid directory = ${domain}/run
\tncalrpc dir = ${domain}/ncalrpc
\twinbindd socket directory = ${domain}/winbindd
`
}

const ACCOUNTS: readonly (readonly string[])[] = [
  ['domain', 'passwordsettings', 'set', '--complexity=off', '--min-pwd-length=1', '--account-lockout-threshold=3'],
  ['user', 'create', 'Alice', USER_PASSWORD],
  ['user', 'create', 'zoe', 'Pässwörd €9 ünïcode'],
  ['user', 'create', 'upn-user', USER_PASSWORD],
  ['user', 'create', 'maiden-name', USER_PASSWORD],
  ['user', 'create', 'must-change', USER_PASSWORD, '--must-change-at-next-login'],
  ['user', 'create', 'disabled', USER_PASSWORD],
  ['user', 'disable', 'disabled'],
  ['user', 'create', 'expired', USER_PASSWORD],
  ['user', 'setexpiry', 'expired', '--days=0'],
  ['user', 'create', 'lockable', USER_PASSWORD],
  ['user', 'create', 'service', USER_PASSWORD],
  ['spn', 'add', 'HTTP/localhost', 'service'],
  ['user', 'create', 'rc4-service', USER_PASSWORD],
  ['spn', 'add', 'HTTP/rc4.corp.test', 'rc4-service'],
]

/** AES for one service, RC4 alone for the other, and a user principal name whose suffix isn't the realm. */
const CHANGES = `dn: CN=service,CN=Users,DC=corp,DC=test
changetype: modify
replace: msDS-SupportedEncryptionTypes
msDS-SupportedEncryptionTypes: 24

dn: CN=rc4-service,CN=Users,DC=corp,DC=test
changetype: modify
replace: msDS-SupportedEncryptionTypes
msDS-SupportedEncryptionTypes: 4

dn: CN=upn-user,CN=Users,DC=corp,DC=test
changetype: modify
replace: userPrincipalName
userPrincipalName: U.Pn@mail.test
`

function run(command: string, args: readonly string[], input = ''): void {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' }
  const { status, stdout, stderr } = spawnSync(command, args, { env, input, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')} failed: ${stdout}${stderr}`)
}
