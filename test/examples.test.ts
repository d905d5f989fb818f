import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { exchange, MAILBOX, PASSWORD, USERNAME } from './exchange'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs an example in a process of its own, as its reader will. */
async function output(example: string, environment: Record<string, string> = {}): Promise<string> {
  const env = { ...process.env, ...environment }
  const options = { cwd: root, env }
  return (await promisify(execFile)(process.execPath, ['--import', 'tsx', `examples/${example}`], options)).stdout
}

describe('examples run', () => {
  it('quick-start.ts, against a server', async () => {
    const server = await exchange()
    server.add(MAILBOX, {
      subject: 'x',
      start: new Date('2027-03-02T08:30:00Z'),
      end: new Date('2027-03-02T09:15:00Z'),
    })
    const environment = { EWS_URL: server.url, EWS_USERNAME: USERNAME, EWS_PASSWORD: PASSWORD }
    expect(await output('quick-start.ts', environment)).toContain("status: 'busy'")
    expect(server.calendar(MAILBOX)).toHaveLength(1)
  })

  it('simulated-exchange.ts', async () => {
    expect(await output('simulated-exchange.ts')).toMatch(/busy: .*error: CreateItem failed: .*same: Consultation\n$/s)
  })

  it('and there is no other', () => {
    expect(readdirSync(`${root}/examples`).sort()).toEqual(['quick-start.ts', 'simulated-exchange.ts'])
  })
})

describe('the README', () => {
  it('shows quick-start.ts as it is', () => {
    expect(readFileSync(`${root}/README.md`, 'utf8')).toContain(readFileSync(`${root}/examples/quick-start.ts`, 'utf8'))
  })
})
