import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { messages, ResponseMessage, types, xml } from 'ews-booking'
import { service } from 'ews-booking/simulator'
import { describe, expect, it } from 'vitest'
import { exchange, MAILBOX, PASSWORD, USERNAME } from './exchange'
import { needs } from './requirements'
import { schemaDirectory, schemaErrors } from './schema'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs an example in a separate process, as its reader will, and returns its output and the envelopes that it exchanged. */
async function run(example: string, environment: Record<string, string> = {}) {
  const env = { ...process.env, ...environment }
  const parameters = ['--import', 'tsx', '--import', './test/print-envelopes.ts', `examples/${example}`]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, parameters, { cwd: root, env })
  const envelopes = stderr.split('\n').flatMap((line): string[] => (line.startsWith('"') ? [JSON.parse(line)] : []))
  return { stdout, envelopes }
}

const output = async (example: string, environment?: Record<string, string>) => (await run(example, environment)).stdout

const matching = (pattern: RegExp) => expect.stringMatching(pattern)

/** A service that knows no zones. It describes only the part of the request that the example uses. */
const noTimeZones = service(
  {
    name: 'GetServerTimeZones',
    request: messages.element(
      'GetServerTimeZones',
      messages.complexType({
        returnFullTimeZoneData: xml.attribute(xml.boolean),
        ids: types.arrayOf({ id: xml.text }),
      }),
    ),
    response: messages.element(
      'GetServerTimeZonesResponse',
      messages.complexType({
        responseMessages: messages.arrayOf({ getServerTimeZonesResponseMessage: ResponseMessage }),
      }),
    ),
    safe: true,
    responseMessages: (response) => response.responseMessages,
  },
  () => ({ responseMessages: [{ responseClass: 'Success', responseCode: 'NoError' }] }),
)

describe('examples run', () => {
  it('quick-start.ts, against a server', async () => {
    const server = await exchange()
    server.add(MAILBOX, {
      subject: 'x',
      start: new Date('2027-03-02T08:30:00Z'),
      end: new Date('2027-03-02T09:15:00Z'),
      status: 'WorkingElsewhere',
    })
    const environment = { EWS_URL: server.url, EWS_USERNAME: USERNAME, EWS_PASSWORD: PASSWORD }
    expect(await output('quick-start.ts', environment)).toContain("status: 'workingElsewhere'")
    expect(server.calendar(MAILBOX)).toHaveLength(1)
  })

  it('pain 30: simulated-exchange.ts, a test without an Exchange', async () => {
    expect(await output('simulated-exchange.ts')).toMatch(
      /busy: .*an answer was lost: true.*The time is taken: busy from/s,
    )
  })

  it("calendar-service.ts, a scheduling product's calendar service in less than 120 lines", async () => {
    const { stdout, envelopes } = await run('calendar-service.ts')
    expect(stdout).toContain('calendar: Calendar true')
    expect(stdout).toMatch(/busy: .*09:00:00.*changed: 2027-03-02T09:00:00.000Z 2027-03-02T11:00:00.000Z/s)
    expect(stdout).toContain('busy afterwards: []')
    if (schemaDirectory !== undefined) expect(envelopes.flatMap(schemaErrors)).toEqual([])
    expect(readFileSync(`${root}examples/calendar-service.ts`, 'utf8').split('\n').length).toBeLessThan(120)
  })

  it('custom-operation.ts', async () => {
    expect(await output('custom-operation.ts')).toMatch(/^W\. Europe Standard Time .*bias: '-PT1H'/)
  })

  it(
    "custom-operation.ts, with a request and an answer that are valid by Microsoft's schema",
    needs('schema'),
    async () => {
      const { envelopes } = await run('custom-operation.ts')
      expect(envelopes).toMatchObject([/<m:GetServerTimeZones /, /<m:GetServerTimeZonesResponse>/].map(matching))
      expect(envelopes.flatMap(schemaErrors)).toEqual([])
    },
  )

  it('custom-operation.ts, against a server', async () => {
    const server = await exchange({ services: [noTimeZones] })
    const environment = { EWS_URL: server.url, EWS_USERNAME: USERNAME, EWS_PASSWORD: PASSWORD }
    expect(await output('custom-operation.ts', environment)).toBe('')
    expect(server.requests.at(-1)).toMatchObject({ operation: 'GetServerTimeZones', status: 200 })
  })

  it('vault-key-service.ts', async () => {
    const shown = await output('vault-key-service.ts')
    expect(shown).toMatch(/^eyJhbGciOiJkaXIi[\w-]+\.\.[\w-]{16}\.[\w-]+\.[\w-]{22}\n.*password: \[secret\]/s)
    expect(shown).not.toContain('s3cret')
  })

  it('seal-existing.ts', async () => {
    expect(await output('seal-existing.ts')).toMatch(/ sealed: 150,.* current: 150,.* resealed: 150,/s)
  })

  it('opentelemetry.ts', async () => {
    const shown = await output('opentelemetry.ts')
    expect(shown.match(/name: 'EWS FindItem'/g)).toHaveLength(2)
    expect(shown).toMatch(/'ews.attempts': 2/)
    expect(shown).toMatch(/name: 'ews.client.call.duration'.*name: 'ews.client.retries'.*name: 'ews.client.back_off'/s)
    expect(shown).toMatch(/client.stats: .*handshakes: 1,.*retries: 1\b/s)
    expect(shown).not.toMatch(/dr.meier|s3cret/)
  })

  it('and all of them are tested here', () => {
    const files = [
      // Its tests are in test/booking-app.
      'booking-app',
      'calendar-service.ts',
      'custom-operation.ts',
      'opentelemetry.ts',
      'quick-start.ts',
      'seal-existing.ts',
      'simulated-exchange.ts',
      // Its tests are in test/examples-simulator.test.ts.
      'simulator',
      'vault-key-service.ts',
    ]
    expect(readdirSync(`${root}/examples`).sort()).toEqual(files)
  })
})

describe('the README', () => {
  it('shows quick-start.ts as it is', () => {
    expect(readFileSync(`${root}/README.md`, 'utf8')).toContain(readFileSync(`${root}/examples/quick-start.ts`, 'utf8'))
  })
})
