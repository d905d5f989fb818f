import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The realm of the users, and another one that it trusts and refers to. */
export const REALM = 'CORP.TEST'
export const BRANCH_REALM = 'BRANCH.TEST'

export const USER_PASSWORD = 'Correct horse 9'

const ENCRYPTION_TYPES = [
  'aes256-cts-hmac-sha1-96',
  'aes128-cts-hmac-sha1-96',
  'aes256-cts-hmac-sha384-192',
  'aes128-cts-hmac-sha256-128',
] as const

/** The services with keys in the keytab, in addition to one for each encryption type. */
export const SERVICE = 'HTTP/localhost'
export const BRANCH_SERVICE = 'HTTP/web.branch.test'

/** A KDC of MIT Kerberos on loopback, with users for each kind of answer. */
export interface MitKdc {
  readonly port: number
  readonly keytab: string
  /** A keytab of the user alice. */
  readonly userKeytab: string
  /** The environment with which MIT Kerberos's programs use it. */
  readonly env: Readonly<Record<string, string>>
  /** Runs `kadmin.local` commands, one per line. */
  administer(commands: readonly string[], realm?: string): void
  close(): Promise<void>
}

/** @returns once it listens; takes a second or two */
export async function startMitKdc(): Promise<MitKdc> {
  const directory = mkdtempSync(join(tmpdir(), 'ews-booking-kdc-'))
  const port = await freePort()
  const env = environment(directory)
  writeFileSync(join(directory, 'krb5.conf'), clientConfiguration(port))
  writeFileSync(join(directory, 'kdc.conf'), kdcConfiguration(directory, port))
  const administer = (commands: readonly string[], realm: string = REALM) => {
    const output = run('/usr/sbin/kadmin.local', ['-r', realm], env, `${commands.join('\n')}\n`)
    if (/ while |[Ii]nvalid/.test(output)) throw new Error(`kadmin.local: ${output}`)
  }
  for (const realm of [REALM, BRANCH_REALM]) {
    run('/usr/sbin/kdb5_util', ['-r', realm, 'create', '-s', '-P', 'for tests alone'], env)
  }
  administer(users(directory))
  administer(
    [`addprinc -pw cross-realm krbtgt/${BRANCH_REALM}@${REALM}`, ...service(BRANCH_SERVICE, directory)],
    BRANCH_REALM,
  )
  const realms = [REALM, BRANCH_REALM].flatMap((realm) => ['-r', realm])
  const process = spawn('/usr/sbin/krb5kdc', ['-n', ...realms], { env, stdio: 'ignore' })
  await listening(port, process)
  return {
    port,
    keytab: join(directory, 'http.keytab'),
    userKeytab: join(directory, 'alice.keytab'),
    env,
    administer,
    async close() {
      process.kill()
      await once(process, 'exit')
      rmSync(directory, { recursive: true })
    },
  }
}

const service = (name: string, directory: string, options = ''): string[] => [
  `addprinc ${options} -randkey ${name}`,
  `ktadd -norandkey -k ${join(directory, 'http.keytab')} ${name}`,
]

function users(directory: string): string[] {
  const password = `-pw "${USER_PASSWORD}"`
  const past = '"2020-01-01 00:00:00 UTC"'
  return [
    'addpol -maxfailure 3 -failurecountinterval 0 -lockoutduration 0 lockable',
    `addprinc ${password} alice`,
    `ktadd -norandkey -k ${join(directory, 'alice.keytab')} alice`,
    'addprinc -pw "Pässwörd €9 ünïcode" zoë',
    ...ENCRYPTION_TYPES.map((type) => `addprinc -e ${type}:normal ${password} ${type}`),
    `addprinc -e arcfour-hmac:normal ${password} rc4`,
    `addprinc ${password} maiden-name`,
    'renprinc -force maiden-name married-name',
    `addprinc -pwexpire ${past} ${password} password-expired`,
    `addprinc -expire ${past} ${password} account-expired`,
    `addprinc -allow_tix ${password} disabled`,
    // Each test of the policy has its own user, so that the tests don't affect each other.
    `addprinc -policy lockable ${password} lockable`,
    `addprinc -policy lockable ${password} lockable-by-a-burst`,
    `addprinc -preauth ${password} without-preauth`,
    `addprinc +requires_hwauth ${password} by-hardware`,
    `addprinc -maxlife "2 seconds" ${password} short-lived`,
    `addprinc -pw cross-realm krbtgt/${BRANCH_REALM}`,
    ...service(SERVICE, directory, '-preauth'),
    ...ENCRYPTION_TYPES.flatMap((type) => service(`HTTP/${type}`, directory, `-e ${type}:normal`)),
    'addprinc -allow_tgs_req -randkey HTTP/policy',
    'addprinc -allow_svr -randkey HTTP/person',
    'addprinc -e arcfour-hmac:normal -randkey HTTP/rc4',
    'setstr HTTP/rc4 session_enctypes arcfour-hmac',
  ]
}

const environment = (directory: string) => ({
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
  KRB5_CONFIG: join(directory, 'krb5.conf'),
  KRB5_KDC_PROFILE: join(directory, 'kdc.conf'),
  KRB5_KTNAME: `FILE:${join(directory, 'http.keytab')}`,
  KRB5CCNAME: 'MEMORY:none',
  KRB5RCACHENAME: 'dfl:',
  KRB5RCACHEDIR: directory,
})

const clientConfiguration = (port: number) => `
[libdefaults]
  default_realm = ${REALM}
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
  permitted_enctypes = ${ENCRYPTION_TYPES.join(' ')} arcfour-hmac
[realms]
${[REALM, BRANCH_REALM].map((realm) => `  ${realm} = {\n    kdc = 127.0.0.1:${port}\n  }`).join('\n')}
[domain_realm]
  .branch.test = ${BRANCH_REALM}
  localhost = ${REALM}
`

const kdcConfiguration = (directory: string, port: number) => `
[kdcdefaults]
  kdc_listen = ""
  kdc_tcp_listen = 127.0.0.1:${port}
[realms]
${[REALM, BRANCH_REALM]
  .map(
    (realm) => `  ${realm} = {
    database_name = ${directory}/${realm}
    key_stash_file = ${directory}/${realm}.stash
    supported_enctypes = ${ENCRYPTION_TYPES.map((type) => `${type}:normal`).join(' ')}
    default_principal_flags = +preauth
  }`,
  )
  .join('\n')}
[logging]
  kdc = FILE:${directory}/kdc.log
  default = FILE:${directory}/default.log
`

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>>, input = ''): string {
  const { status, stdout, stderr } = spawnSync(command, args, { env, input, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`)
  return `${stdout}${stderr}`
}

/** Returns a loopback port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port')
  server.close()
  await once(server, 'close')
  return address.port
}

/** Retries until a connection succeeds. Fails if the process ends first. */
export async function listening(port: number, process: ChildProcess): Promise<void> {
  while (process.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const connected = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (connected) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`The KDC ended with ${process.exitCode}`)
}
