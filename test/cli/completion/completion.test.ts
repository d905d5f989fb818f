import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { needs } from '../../requirements'
import { run } from '../run'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const proposals = async (...words: readonly string[]) =>
  (await run(['__complete', ...words])).stdout.split('\n').flatMap((line) => (line === '' ? [] : line.split('\t')[0]))

describe('completion', () => {
  it('proposes commands, options and their values', async () => {
    expect(await proposals('free')).toEqual(['free-busy', 'free-slots'])
    expect(await proposals('events', '--priv')).toEqual(['--private'])
    expect(await proposals('events', '--auth', 'b')).toEqual(['basic', 'bearer'])
    expect(await proposals('completion', '')).toEqual(['bash', 'zsh', 'fish'])
  })

  it('proposes nothing where a file may stand, or after a word that it does not know', async () => {
    expect(await proposals('cancel', '')).toEqual([])
    expect(await proposals('nonsense', '')).toEqual([])
  })

  it('refuses a shell that it does not know', async () => {
    expect(await run(['completion', 'tcsh'])).toMatchObject({
      stderr: expect.stringMatching(/^<shell>: tcsh must be one of bash, zsh, fish/),
      code: 2,
    })
  })

  /** Puts the command line of these sources in the place of an installed one. Bash and zsh read it. */
  const installed = 'ews-booking() { node --import tsx src/cli/main.ts "$@"; }'
  const scriptFor = async (shell: string) => (await run(['completion', shell])).stdout
  const session = (shell: string, ...parameters: readonly string[]) =>
    execFileSync(shell, parameters, { cwd: root, encoding: 'utf8' })

  it('works in bash', async () => {
    const script = `${installed}
${await scriptFor('bash')}
COMP_WORDS=(ews-booking free-busy --da); COMP_CWORD=2; _ews_booking; printf '%s\\n' "\${COMPREPLY[@]}"`
    expect(session('bash', '-c', script)).toBe('--days\n')
  })

  it('works in zsh, at its prompt', needs('zsh'), async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ews-booking-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(
      join(folder, '.zshrc'),
      `autoload -Uz compinit; compinit -D\n${installed}\n${await scriptFor('zsh')}`,
    )
    const script = `zmodload zsh/zpty
zpty prompt ZDOTDIR=${folder} TERM=dumb zsh -d -i
zpty -n -w prompt $'ews-booking free\\t\\t'
zpty -r prompt shown '*Lists times that can be booked*'
print -r -- $shown`
    expect(session('zsh', '-f', '-c', script)).toMatch(
      /free-busy +-- Shows when mailboxes are busy.*\s+free-slots +-- Lists/,
    )
  })

  it('works in fish, with files where nothing else is proposed', needs('fish'), async () => {
    const script = `function ews-booking; node --import tsx src/cli/main.ts $argv; end
${await scriptFor('fish')}
complete -C 'ews-booking free-busy --da'; complete -C 'ews-booking simulator --config package.j'`
    expect(session('fish', '--no-config', '-c', script)).toBe('--days\tHow many days; defaults to 7\npackage.json\n')
  })
})
