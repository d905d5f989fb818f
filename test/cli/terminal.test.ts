import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { until } from '../clock'
import { exchange, MAILBOX, PASSWORD, USERNAME } from '../exchange'
import { needs } from '../requirements'
import { start } from './process'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Starts the command line on a pseudo-terminal, and returns what its screen shows and a keyboard. */
function onTerminal(parameters: string) {
  const command = `${process.execPath} --import tsx src/cli/main.ts ${parameters}`
  const env = { ...process.env, EWS_URL: '', EWS_USERNAME: '', EWS_PASSWORD: '', TERM: 'dumb' }
  const child = spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
    cwd: root,
    env,
  })
  onTestFinished(() => void child.kill())
  const screen = { text: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen.text += text
  })
  return { screen, type: (keys: string) => child.stdin.write(keys), ended: once(child, 'close') }
}

describe('on a terminal', needs('pseudoTerminal'), () => {
  it('the password is asked for, and what is typed stays invisible', async () => {
    const { url } = await exchange()
    const { screen, type, ended } = onTerminal(`zones 'w. europe' --url ${url} --impersonate ${MAILBOX}`)
    await until(() => screen.text.includes('User name: '))
    type(`${USERNAME}\r`)
    await until(() => screen.text.includes(`Password of ${USERNAME}: `))
    type(`x\u007f${PASSWORD}\r`)
    const [code] = await ended
    expect(screen.text).toContain('W. Europe Standard Time')
    expect(screen.text).not.toContain(PASSWORD)
    expect(screen.text).not.toContain(PASSWORD.slice(0, 3))
    expect(code).toBe(0)
  })

  it.each([
    ['Ctrl-C', '\u0003', 130],
    ['Ctrl-D', '\u0004', 2],
  ])('%s at the question ends the command', async (_keys, typed, exitCode) => {
    const { screen, type, ended } = onTerminal('zones --url mail.example.com --username svc')
    await until(() => screen.text.includes('Password of svc: '))
    type(typed)
    const [code] = await ended
    expect(code).toBe(exitCode)
  })
})

describe('a command that is interrupted', () => {
  it('ends with 130, without a word', async () => {
    const server = await exchange()
    server.inject({ operation: 'FindItem', fault: 'hang' })
    const environment = {
      EWS_URL: server.url,
      EWS_USERNAME: USERNAME,
      EWS_PASSWORD: PASSWORD,
      EWS_IMPERSONATE: MAILBOX,
    }
    const child = start(['events'], { environment })
    const ended = once(child, 'close')
    await until(() => server.requests.some(({ operation }) => operation === 'FindItem'))
    child.kill('SIGINT')
    expect(await ended).toEqual([130, null])
  })
})

describe('a disk that is full', () => {
  it('is a failure with a message', async () => {
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'keygen'], {
      cwd: root,
      stdio: ['ignore', full, 'pipe'],
    })
    let stderr = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    const [code] = await once(child, 'close')
    expect(stderr).toMatch(/ENOSPC/)
    expect(code).toBe(1)
  })
})
