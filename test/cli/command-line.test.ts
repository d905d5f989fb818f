import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { keyId, Vault } from 'ews-booking/crypto'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Starts the command line in a separate process, as its users do. */
function start(parameters: readonly string[], preloaded: readonly string[] = []) {
  const imports = ['tsx', ...preloaded].flatMap((module) => ['--import', module])
  return spawn(process.execPath, [...imports, 'src/cli/main.ts', ...parameters], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function run(parameters: readonly string[], preloaded?: readonly string[]) {
  const child = start(parameters, preloaded)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { stdout, stderr, code }
}

/** Returns the URLs of the modules that a command loads. */
async function loadedBy(...parameters: readonly string[]): Promise<string> {
  const { stderr, code } = await run(parameters, ['./test/cli/print-modules.ts'])
  expect(code).toBe(0)
  return stderr
}

const context = { tenant: '42', table: 'bookings', column: 'title', row: '7' }

describe('keygen', () => {
  it('prints a key and its id in the format of an environment file, and nothing else', async () => {
    const { stdout, stderr, code } = await run(['keygen'])
    const [, kid, key = ''] = /^# kid ([\w-]{22})\nEWS_VAULT_KEY=([\w-]{43})\n$/.exec(stdout) ?? []
    expect(kid).toBe(keyId(key))
    const vault = new Vault({ keys: [key] })
    expect(vault.open(vault.seal('First consultation', context), context)).toBe('First consultation')
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })

  it('prints JSON with --json', async () => {
    const { stdout, stderr, code } = await run(['keygen', '--json'])
    const printed: { key: string; kid: string } = JSON.parse(stdout)
    expect(printed).toEqual({ key: expect.any(String), kid: keyId(printed.key) })
    expect(stdout).toBe(`${JSON.stringify(printed)}\n`)
    expect(new Vault({ keys: [printed.key] }).kids).toEqual([printed.kid])
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })

  it('generates a new key each time', async () => {
    const runs = await Promise.all([run(['keygen', '--json']), run(['keygen', '--json'])])
    const keys = runs.map(({ stdout }): { key: string } => JSON.parse(stdout)).map(({ key }) => key)
    expect(new Set(keys).size).toBe(2)
  })

  it('loads the vault, and neither EWS nor HTTP nor the simulator', async () => {
    const loaded = await loadedBy('keygen')
    expect(loaded).toContain('/src/crypto/vault-key.ts')
    expect(loaded).not.toMatch(
      /\/src\/(client|operations|xml|booking|simulator)\/|\/node_modules\/(undici|httpntlm|fast-xml)/,
    )
  })
})

describe('output that cannot be written', () => {
  it('is a failure with a message of one line', async () => {
    const child = start(['keygen'])
    child.stdout.destroy()
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
    expect(stderr).toMatch(/^write E[A-Z]+\n$/)
    expect(code).toBe(1)
  })
})

describe('--help', () => {
  it.each([
    [['--help'], /^Usage: ews-booking <command>\n.*^ {2}demo \[--trace\] .*^ {2}keygen \[--json\] /ms],
    [['-h'], /^Usage: ews-booking <command>\n/],
    [['keygen', '--help'], /^Usage: ews-booking keygen \[--json\]\n.*^ {2}--json {2}prints/ms],
    [['demo', '-h'], /^Usage: ews-booking demo \[--trace\]\n.*^ {2}--trace {2}prints/ms],
  ])('%j prints the usage on standard output', async (parameters, usage) => {
    const { stdout, stderr, code } = await run(parameters)
    expect(stdout).toMatch(usage)
    expect(stdout).not.toContain('EWS_VAULT_KEY=')
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })
})

describe('a wrong command line is refused with the reason, the usage and exit code 2', () => {
  it.each([
    [[], /^Name a command\n\nUsage: ews-booking <command>\n/],
    [['keys'], /^Unknown command 'keys'\n\nUsage: ews-booking <command>\n/],
    [['constructor'], /^Unknown command 'constructor'\n/],
    [['--json', 'keygen'], /^Unknown command '--json'\n/],
    [['keygen', '--jason'], /^Unknown option '--jason'\n\nUsage: ews-booking keygen \[--json\]\n/],
    [['keygen', '--trace'], /^Unknown option '--trace'\n/],
    [['keygen', '--json=yes'], /^Option '--json' does not take an argument\n\nUsage: ews-booking keygen/],
    [['keygen', 'secret'], /^Unexpected argument 'secret'.*\n\nUsage: ews-booking keygen/],
    [['demo', '--json'], /^Unknown option '--json'\n\nUsage: ews-booking demo \[--trace\]\n/],
  ])('%j', async (parameters, message) => {
    const { stdout, stderr, code } = await run(parameters)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  })
})
