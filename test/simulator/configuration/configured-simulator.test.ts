import { readFileSync } from 'node:fs'
import { EwsClient } from 'ews-booking'
import { startConfigured } from 'ews-booking/simulator'
import { describe, expect, it, onTestFinished } from 'vitest'
import { configurationJsonSchema } from '../../../scripts/configuration-schema'
import { at, search } from '../../exchange'
import { send } from '../control/control-client'

async function configured(configuration: unknown) {
  const running = await startConfigured(configuration)
  onTestFinished(() => running.close())
  return running
}

const appointment = {
  mailbox: 'a@example.com',
  subject: 'x',
  start: '2026-12-01T09:00:00Z',
  end: '2026-12-01T10:00:00Z',
}

describe('A configured simulator', () => {
  it('has two mailboxes, an account, HTTPS and a control API without any configuration', async () => {
    const { exchange, control } = await configured({})
    expect(exchange.mailboxes).toEqual(['dr.meier@example.com', 'room-1@example.com'])
    await using client = new EwsClient({
      url: exchange.url,
      tls: { ca: exchange.ca },
      auth: { type: 'ntlm', username: 'EXAMPLE\\svc-booking', password: 's3cret' },
      impersonate: { primarySmtpAddress: 'dr.meier@example.com' },
    })
    await expect(client.findItem(search)).resolves.toBeDefined()
    expect(await send(control ?? { url: '' }, 'GET', '/api')).toMatchObject({ status: 200 })
  })

  it('begins with the appointments, the faults and the time of the configuration', async () => {
    const { exchange, control } = await configured({
      $schema: './exchange.schema.json',
      mailboxes: [{ address: 'a@example.com', name: 'Ann' }],
      https: false,
      appointments: [{ ...appointment, location: 'Basel' }],
      faults: [{ fault: 'serverBusy', times: 'always' }],
      clock: { now: '2026-12-01T08:00:00Z', isFrozen: true },
      control: false,
      throttling: { maxConcurrency: 3, maxHangingConnections: 2 },
    })
    expect(exchange.calendar('a@example.com')).toMatchObject([{ start: at('09:00'), location: 'Basel' }])
    expect(exchange.injections).toMatchObject([{ injection: { fault: 'serverBusy' }, left: Number.POSITIVE_INFINITY }])
    expect(exchange.clock.now()).toEqual(at('08:00'))
    expect(exchange.ca).toBeUndefined()
    expect(control).toBeUndefined()
  })

  it.each([
    [{ mailboxs: [] }, /^the configuration: mailboxs is unknown; did you mean mailboxes\?$/],
    [{ mailboxes: ['a'] }, /^mailboxes\.0: must be an address/],
    [{ accounts: [{ username: 'a', pasword: 'hush' }] }, /^accounts\.0\.password: .*accounts\.0: pasword is unknown/],
    [{ clock: { now: '2026-12-01' } }, /^clock\.now: must be a time with an offset/],
    [{ faults: [{ fault: 'hang' }, { fault: 'hung' }] }, /^faults\.1\.fault: must be one of/],
    [{ faults: [{ fault: 'hang', operation: 'FindPeople' }] }, /^faults\.0: operation must be one of/],
    [{ mailboxes: ['a@example.com'], appointments: [appointment, {}] }, /^appointments\.1\.subject: /],
    [{ appointments: [appointment] }, /^appointments\.0: The simulator has no mailbox a@example\.com/],
    [
      { mailboxes: ['a@example.com'], appointments: [{ ...appointment, uid: 5 }] },
      /^appointments\.0: .*uid.* must be a string/i,
    ],
    [{ control: { port: 70_000 } }, /^control/],
    [{ throttling: { maxHangingConnections: 0 } }, /^throttling/],
    [{ faults: [{ fault: 'repeatMessages', count: 10_000_000 }] }, /^faults\.0\.count: /],
    [{ https: false, extendedProtection: 'require' }, /extendedProtection/],
    [[], /^the configuration: /],
  ])('is not started by %j, and the message names the place', async (configuration, message) => {
    await expect(startConfigured(configuration)).rejects.toThrow(message)
    await expect(startConfigured(configuration)).rejects.not.toThrow(/hush/)
  })
})

describe('The JSON schema of the configuration', () => {
  it('is that of the code: npm run generate writes it', () => {
    const file = new URL('../../../src/simulator/configuration/configuration.schema.json', import.meta.url)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(configurationJsonSchema())))
  })
})
