import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { recordedDirectory } from './recorded'
import { schemaDirectory } from './schema'

declare module 'vitest' {
  interface TaskMeta {
    /** How to have a test that is skipped; `skip-reporter.ts` prints it. */
    remedy?: string
  }
}

interface Requirement {
  readonly isMet: () => boolean
  /** The steps to enable the tests, in the imperative. */
  readonly remedy: string
}

/** The Python interpreter of the tests. `PYTHON` names another one, such as that of a virtual environment. */
export const python = process.env.PYTHON ?? 'python3'

/** Debian's own interpreter, which its `python3-` packages are for. */
export const systemPython = '/usr/bin/python3'

/** The browser of the tests. `CHROMIUM` names another one than Debian's. */
export const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** The folder with the programs of Debian's newest PostgreSQL server. */
export function postgresqlFolder(): string | undefined {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return undefined
  const [newest] = readdirSync(root).sort((one, other) => Number(other) - Number(one))
  return newest === undefined ? undefined : `${root}/${newest}/bin`
}

/** Debian's user `postgres`, for programs that don't start as root; `undefined` if this process isn't root. */
export function unprivilegedUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = ['-u', '-g'].map((option) => Number(spawnSync('id', [option, 'postgres']).stdout.toString()))
  return uid === undefined || gid === undefined ? undefined : { uid, gid }
}

/** Software that some tests need and `npm ci` doesn't install. */
const REQUIREMENTS = {
  schema: {
    isMet: () => schemaDirectory !== undefined,
    remedy: 'set EWS_SCHEMA_DIR to the folder with messages.xsd and types.xsd',
  },
  recordings: {
    isMet: () => recordedDirectory !== undefined,
    remedy: 'set EWS_RECORDED_DIR to the folder with the recorded answers of real servers',
  },
  slowSuite: {
    isMet: () => process.env.EWS_TEST_SUITE === 'slow',
    remedy: 'run npm run test:slow',
  },
  certificatesForIPv6: {
    // Its tls.checkServerIdentity takes IPv6 addresses for host names.
    isMet: () => !process.version.startsWith('v22.23.'),
    remedy: 'use another Node.js than 22.23, which finds no certificate valid for an IPv6 address',
  },
  joserfc: {
    isMet: () => spawnSync(python, ['-c', 'import joserfc']).status === 0,
    remedy: 'install joserfc for python3, or set PYTHON to an interpreter that has it',
  },
  pseudoTerminal: {
    isMet: () => spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false,
    remedy: 'install util-linux (Debian), which has script',
  },
  exchangelib: {
    isMet: () => spawnSync(systemPython, ['-c', 'import exchangelib']).status === 0,
    remedy: 'install python3-exchangelib (Debian)',
  },
  davmail: {
    isMet: () => existsSync('/usr/bin/davmail') && existsSync('/usr/bin/java'),
    remedy: 'install davmail and default-jre-headless (Debian)',
  },
  python: {
    isMet: () => spawnSync(python, ['-c', 'import ssl']).status === 0,
    remedy: 'install python3',
  },
  php: {
    isMet: () => spawnSync('php', ['--version']).status === 0,
    remedy: 'install php-cli (Debian)',
  },
  curl: {
    isMet: () => spawnSync('curl', ['--version']).status === 0,
    remedy: 'install curl',
  },
  fish: {
    isMet: () => spawnSync('fish', ['--version']).status === 0,
    remedy: 'install fish (Debian)',
  },
  zsh: {
    isMet: () => spawnSync('zsh', ['--version']).status === 0,
    remedy: 'install zsh (Debian)',
  },
  chromium: {
    isMet: () => existsSync(chromium),
    remedy: 'install chromium (Debian), or set CHROMIUM to the path of a Chromium',
  },
  mitKerberos: {
    isMet: () =>
      ['/usr/sbin/krb5kdc', '/usr/sbin/kadmin.local', '/usr/sbin/kdb5_util'].every((file) => existsSync(file)) &&
      spawnSync(systemPython, ['-c', 'import gssapi']).status === 0,
    remedy: 'install krb5-kdc, krb5-admin-server and python3-gssapi (Debian)',
  },
  postgresql: {
    isMet: () => process.env.EWS_TEST_SUITE === 'slow' && postgresqlFolder() !== undefined,
    remedy: 'install postgresql (Debian), and run npm run test:slow',
  },
  sambaDomainController: {
    isMet: () =>
      process.env.EWS_TEST_SUITE === 'slow' &&
      process.getuid?.() === 0 &&
      ['/usr/sbin/samba', '/usr/bin/samba-tool', '/usr/share/samba/setup'].every((file) => existsSync(file)) &&
      spawnSync(systemPython, ['-c', 'import gssapi']).status === 0,
    remedy:
      'install samba-ad-dc, samba-ad-provision, samba-dsdb-modules and python3-gssapi (Debian), and run npm run test:slow as root',
  },
} as const satisfies Readonly<Record<string, Requirement>>

/** Options of a `describe` or `it` that is skipped, with the remedy, where the requirement isn't met. */
export function needs(name: keyof typeof REQUIREMENTS): { skip: boolean; meta: { remedy: string } } {
  const { isMet, remedy } = REQUIREMENTS[name]
  return { skip: !isMet(), meta: { remedy } }
}
