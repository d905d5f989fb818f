import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
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

  it('works in bash', async () => {
    const { stdout: script } = await run(['completion', 'bash'])
    const session = `ews-booking() { node --import tsx src/cli/main.ts "$@"; }
${script}
COMP_WORDS=(ews-booking free-busy --da); COMP_CWORD=2; _ews_booking; printf '%s\\n' "\${COMPREPLY[@]}"`
    expect(execFileSync('bash', ['-c', session], { cwd: root, encoding: 'utf8' })).toBe('--days\n')
  })
})
