import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { keyId, Vault } from 'ews-booking/crypto'
import { describe, expect, it } from 'vitest'
import { version } from '../../package.json'
import { COMMANDS } from '../../src/cli/commands'
import { helpOf } from '../../src/cli/help'
import { ended, start } from './process'
import { run } from './run'

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
    const { stderr, code } = await ended(start(['keygen'], { preloaded: ['./test/cli/print-modules.ts'] }))
    expect(code).toBe(0)
    expect(stderr).toContain('/src/crypto/vault-key.ts')
    expect(stderr).not.toMatch(
      /\/src\/(client|operations|xml|booking|simulator)\/|\/node_modules\/(undici|httpntlm|fast-xml)/,
    )
  })
})

describe('a reader that has gone', () => {
  it('ends the command without a word, with the exit code of SIGPIPE', async () => {
    const child = start(['keygen'])
    child.stdout.destroy()
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
    expect({ stderr, code }).toEqual({ stderr: '', code: 141 })
  })

  it('ends it as well if it read what is no part of the result', async () => {
    const child = start(['nonsense'])
    child.stderr.destroy()
    const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
    expect({ stdout, code }).toEqual({ stdout: '', code: 141 })
  })
})

describe('--help', () => {
  it.each([[['--help']], [['-h']], [['help']]])('%j lists the commands', async (parameters) => {
    const { stdout, stderr, code } = await run(parameters)
    expect(stdout).toMatch(/^Usage: ews-booking <command> \[options\]$/m)
    const rows = stdout.split('\n').map((row) => row.trim().split(/ {2,}/))
    for (const [name, { brief }] of Object.entries(COMMANDS)) expect(rows).toContainEqual([name, brief])
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })

  it.each([[['keygen', '--help']], [['keygen', '-h']], [['help', 'keygen']]])(
    '%j explains a command',
    async (parameters) => {
      const { stdout, stderr, code } = await run(parameters)
      expect(stdout).toMatch(/^Usage: ews-booking keygen \[options\]\n/)
      expect(stdout).toMatch(/^ {2}--json +Print JSON/m)
      expect(stdout).not.toContain('EWS_VAULT_KEY=')
      expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    },
  )

  it.each(Object.entries(COMMANDS))(
    'of %s fits into 80 columns, and its examples are of that command',
    (name, command) => {
      const text = helpOf(name, command)
      expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
      for (const { line } of command.examples) expect(line).toMatch(new RegExp(`^(.*\\| ews-booking )?${name}( |$)`))
    },
  )

  it('tells how to reach Exchange, but not for the simulator, which has options with the same names', async () => {
    const section = 'How to reach Exchange'
    expect((await run(['events', '--help'])).stdout).toContain(section)
    const { stdout } = await run(['simulator', '--help'])
    expect(stdout).not.toContain(section)
    expect(stdout).toMatch(/^ {2}--mailbox ADDRESS +A mailbox; can be/m)
  })
})

it('--version prints the version of the package', async () => {
  expect(await run(['--version'])).toMatchObject({ stdout: `${version}\n`, stderr: '', code: 0 })
})

describe('a wrong command line is refused with the reason and exit code 2', () => {
  it.each([
    [[], /^Books straight .*\n\nUsage: ews-booking <command>/],
    [['keys'], /^Unknown command keys; did you mean keygen\?\n\news-booking --help lists the commands\.\n$/],
    [['constructor'], /^Unknown command constructor\n/],
    [['--json', 'keygen'], /^Unknown command --json\n/],
    [['keygen', '--jason'], /^Unknown option --jason; did you mean --json\?\n\news-booking keygen --help explains/],
    [['keygen', '--trace'], /^Unknown option --trace\n/],
    [['keygen', '--toString', 'x'], /^Unknown option --toString\n/],
    [['keygen', '-x'], /^Unknown option -x\n/],
    [['keygen', '--json=perhaps'], /^--json: Cannot convert perhaps to a boolean\n/],
    [['keygen', 'secret'], /^Unexpected argument secret\n/],
    [['demo', '--json'], /^Unknown option --json\n/],
    [['demo', '--url'], /^--url needs a value\n/],
    [['demo', '--auth', 'digest'], /^--auth must be one of auto, ntlm, basic, kerberos, bearer\n/],
  ])('%j', async (parameters, message) => {
    const { stdout, stderr, code } = await run(parameters)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  })

  it('prints it on standard error, and ends the process with that code', async () => {
    const { stdout, stderr, code } = await ended(start(['keys']))
    expect(stderr).toMatch(/^Unknown command keys/)
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  })
})

describe('a secret as an argument is refused, and not repeated', () => {
  it.each([
    ['--password', 'EWS_PASSWORD'],
    ['--Password', 'EWS_PASSWORD'],
    ['--pass', 'EWS_PASSWORD'],
    ['--passwd', 'EWS_PASSWORD'],
    ['--pw', 'EWS_PASSWORD'],
    ['--secret', 'EWS_PASSWORD'],
    ['-p', 'EWS_PASSWORD'],
    ['--token', 'EWS_TOKEN'],
    ['--access-token', 'EWS_TOKEN'],
  ])('%s', async (option, variable) => {
    for (const parameters of [
      ['demo', option, 'zw0lf'],
      ['demo', `${option}=zw0lf`],
    ]) {
      const { stdout, stderr, code } = await run(parameters)
      expect(stderr).toMatch(new RegExp(`^${option} is refused: [^]*Set ${variable}`))
      expect(stdout + stderr).not.toContain('zw0lf')
      expect(code).toBe(2)
    }
  })
})
