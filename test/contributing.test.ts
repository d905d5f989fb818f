import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks, ROOT } from './documentation/code-blocks'
import { needs } from './requirements'

const OPERATION = 'GetPasswordExpirationDate'

/** The files that the checks of an operation read. */
const COPIED = ['src', 'test', 'scripts', 'examples', 'fixtures', 'bench/src', 'README.md', 'CONTRIBUTING.md', 'docs']
const CONFIGURATION = ['package.json', 'tsconfig.json', 'vitest.config.ts', 'rolldown.config.ts', 'biome.json']

/** A block whose first line names its file, and the lines below it. */
function edits(language: string) {
  return codeBlocks('CONTRIBUTING.md', language).flatMap(({ code }) => {
    const [, path, rest] = /^ ?\/\/ (\S+)\n(.*)$/s.exec(code) ?? []
    return path === undefined || rest === undefined ? [] : [{ path, rest }]
  })
}

/** The text with each `+` line of a diff after the line that stands above it there. */
function patched(text: string, diff: string): string {
  let lines = text.split('\n')
  let at = -1
  for (const line of diff.trimEnd().split('\n')) {
    if (line.startsWith('+')) {
      at += 1
      lines = lines.toSpliced(at, 0, line.slice(1))
      continue
    }
    at = lines.indexOf(line.slice(1))
    expect(at, `the line "${line.slice(1)}"`).not.toBe(-1)
  }
  return lines.join('\n')
}

describe('an operation is added by the edits of CONTRIBUTING.md', needs('slowSuite'), () => {
  const newFiles = edits('ts')
  const changes = edits('diff')
  let copy = ''
  const run = (script: string, ...args: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      execFile(process.execPath, [script, ...args], { cwd: copy }, (error, stdout) =>
        error === null ? resolve(stdout) : reject(new Error(`${error.message}\n${stdout}`)),
      )
    })
  const bin = (path: string) => `node_modules/${path}`

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'ews-booking-'))
    for (const path of [...COPIED, ...CONFIGURATION].filter((each) => existsSync(join(ROOT, each)))) {
      cpSync(join(ROOT, path), join(copy, path), { recursive: true })
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    for (const { path, rest } of newFiles) {
      mkdirSync(join(copy, dirname(path)), { recursive: true })
      writeFileSync(join(copy, path), rest)
    }
    for (const { path, rest } of changes) {
      writeFileSync(join(copy, path), patched(readFileSync(join(copy, path), 'utf8'), rest))
    }
  })

  afterAll(() => rmSync(copy, { recursive: true }))

  it('which are four: description, registration, service and fixture', () => {
    expect(newFiles.map(({ path }) => path)).toEqual([
      'src/operations/mailboxes/get-password-expiration-date.ts',
      'src/simulator/services/get-password-expiration-date.ts',
    ])
    expect(changes.map(({ path }) => path)).toEqual([
      'src/operations/registry.ts',
      'src/simulator/services/services.ts',
      'scripts/record.ts',
    ])
  })

  it('after which the client has a typed method for it', async () => {
    writeFileSync(
      join(copy, 'test/typed.ts'),
      `import type { EwsClient, GetPasswordExpirationDateResponse } from 'ews-booking'
      export const call = (client: EwsClient): Promise<GetPasswordExpirationDateResponse> =>
        client.getPasswordExpirationDate({ mailboxSmtpAddress: 'ada@example.com' })
      // @ts-expect-error: a number is no address
      export const wrong = (client: EwsClient) => client.getPasswordExpirationDate({ mailboxSmtpAddress: 7 })\n`,
    )
    expect(await run(bin('typescript/bin/tsc'), '--noEmit')).toBe('')
  })

  it('the recorder writes its fixture', async () => {
    await run(bin('tsx/dist/cli.mjs'), 'scripts/record.ts')
    const fixture = join(copy, 'fixtures', OPERATION, 'expiration')
    expect(readFileSync(join(fixture, 'request.xml'), 'utf8')).toContain(`<m:${OPERATION}>`)
    expect(readFileSync(join(fixture, 'response.xml'), 'utf8')).toContain('2099-12-31T23:59:59')
  })

  it('and its tests run and pass', async () => {
    const report = join(copy, 'report.json')
    const files = ['test/operations', 'test/client/recorded.test.ts', 'test/simulator/schema-valid-answers.test.ts']
    const options = ['--project=UTC', `--testNamePattern=${OPERATION}`, '--update', '--reporter=json']
    await run(bin('vitest/vitest.mjs'), 'run', ...files, ...options, `--outputFile=${report}`)
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    expect(numFailedTests).toBe(0)
    expect(numPassedTests).toBeGreaterThanOrEqual(5)
    expect(existsSync(join(copy, 'fixtures', OPERATION, 'expiration', 'answer.json'))).toBe(true)
  })
})
