import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CheckStep } from 'ews-booking'
import type { SimulatorOptions } from 'ews-booking/simulator'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkNames } from '../../../src/check/check-step'
import { LABELS, stepText } from '../../../src/cli/check/step-text'
import { exchange, MAILBOX, PASSWORD, USERNAME } from '../../exchange'
import { run } from '../run'

const ESCAPE = '\u001b'

/** The variables of the environment for a simulator. */
async function environmentOf(options: Partial<SimulatorOptions> = {}) {
  const { url } = await exchange(options)
  return {
    EWS_URL: url,
    EWS_USERNAME: USERNAME,
    EWS_PASSWORD: PASSWORD,
    EWS_IMPERSONATE: MAILBOX,
    EWS_AUTH: 'ntlm',
  }
}

/** A folder that goes with the test. */
async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ews-booking-check-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

const longestLine = (text: string) => Math.max(...text.split('\n').map((line) => [...line].length))

describe('check', () => {
  it('prints each step within 80 columns, and one sentence at the end', async () => {
    const { stdout, code } = await run(['check', '--write'], { environment: await environmentOf() })
    expect(code).toBe(0)
    expect(longestLine(stdout)).toBeLessThanOrEqual(80)
    expect(stdout).toMatch(/^! Address {14}/)
    expect(stdout).toMatch(/^✓ Writing {14}A tentative appointment/m)
    expect(stdout).toMatch(/\n\nEverything works, with .*\(url.*\)\.\n$/)
    expect(stdout).not.toContain(ESCAPE)
  })

  it('counts what was skipped because of a failure', async () => {
    const { stdout, stderr, code } = await run(['check'], { environment: await environmentOf({ https: true }) })
    expect({ stderr, code }).toEqual({ stderr: '', code: 8 })
    expect(stdout).toMatch(/^- Skipped {14}15 steps, because of TLS\.$/m)
  })

  it('shows no password, and tells a refused one by its exit code', async () => {
    const environment = { ...(await environmentOf()), EWS_PASSWORD: 'guess-4711' }
    const { stdout, stderr, code } = await run(['check'], { environment })
    expect(code).toBe(4)
    expect(stdout + stderr).not.toContain('guess-4711')
  })

  it('prints a step in a line as JSON, and the conclusion in the last', async () => {
    const { stdout, code } = await run(['check', '--json'], {
      environment: { ...(await environmentOf()), EWS_URL: '' },
      answers: ['nonsense//'],
    })
    const lines: { name?: string; exitCode?: number }[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.slice(0, -1).map(({ name }) => name)).toEqual(checkNames)
    expect(lines.at(-1)).toEqual({ failure: 'network', sentence: expect.any(String), exitCode: code })
  })

  it('writes a report, without names if asked to', async () => {
    const report = join(await folder(), 'ticket.md')
    const { stdout } = await run(['check', '--report', report, '--redact'], { environment: await environmentOf() })
    const written = await readFile(report, 'utf8')
    expect(written).toMatch(/^# Check of a connection to Exchange\n/)
    for (const text of [written, stdout]) expect(text).not.toMatch(/dr\.meier|127\.0\.0\.1/)
  })

  it('saves the certificate of a missing authority, with which the next check goes on', async () => {
    const ca = join(await folder(), 'ca.pem')
    const environment = await environmentOf({ https: true })
    const { stderr } = await run(['check', '--save-ca', ca], { environment })
    expect(stderr).toMatch(/SHA-256 ([\dA-F]{2}:){31}[\dA-F]{2}\.\nCompare/)
    expect((await run(['check', '--ca', ca], { environment })).code).toBe(0)
  })

  it('says that a file cannot be written', async () => {
    const environment = await environmentOf()
    const { stderr, code } = await run(['check', '--report', '/nowhere/ticket.md'], { environment })
    expect(code).toBe(2)
    expect(stderr).toContain("The file can't be written: ENOENT")
  })

  it('shows a spinner and colors on a terminal, and erases the spinner', async () => {
    const drawn: string[] = []
    let running = 0
    const terminal = {
      colors: true,
      write: (text: string) => drawn.push(text),
      every(_ms: number, draw: () => void) {
        running += 1
        draw()
        return () => {
          running -= 1
        }
      },
    }
    const { stdout } = await run(['check'], { environment: await environmentOf(), terminal })
    expect(stdout).toContain(`${ESCAPE}[32m✓${ESCAPE}[0m Connection`)
    expect(drawn).toEqual(expect.arrayContaining(['\r⠋ Address', '\r⠙ Address', `\r${ESCAPE}[K`]))
    expect(drawn.at(-1)).toBe(`\r${ESCAPE}[K`)
    expect(running).toBe(0)
  })

  it('stops when it is interrupted', async () => {
    const controller = new AbortController()
    controller.abort(new Error('Interrupted'))
    const { code, stdout } = await run(['check'], { environment: await environmentOf(), signal: controller.signal })
    expect(code).not.toBe(0)
    expect(stdout).not.toContain('Everything works')
  })
})

describe('a step as text', () => {
  const text = fc.string({ unit: 'grapheme-ascii', maxLength: 400 }).map((each) => each.replaceAll('\n', ' '))

  it('has lines of at most 80 columns, and all words', () => {
    fc.assert(
      fc.property(fc.constantFrom(...checkNames), text, text, (name, found, remedy) => {
        const step: CheckStep = { name, verdict: 'failed', found, ms: 1, whose: 'network', remedy, confidential: [] }
        const shown = stepText(step, { colors: false })
        expect(longestLine(shown)).toBeLessThanOrEqual(80)
        expect(shown.replaceAll(/\s/g, '')).toBe(`✗${LABELS[name]}${found}Network:${remedy}`.replaceAll(/\s/g, ''))
      }),
    )
  })
})
