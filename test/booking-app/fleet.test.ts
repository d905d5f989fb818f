import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { windowAround } from '../../examples/booking-app/booking/wall-clock'
import { connectToServer } from '../../examples/booking-app/database/server'
import { findCalendar } from '../../examples/booking-app/practice/calendars'
import { findTenant } from '../../examples/booking-app/practice/tenants'
import { needs } from '../requirements'
import { startPostgresql } from './postgresql'
import { DETAILS, linkOf, nextWeek, openPractice, send } from './practice'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const BACKENDS = 3
const SLOTS = 200
const CUSTOMERS = 1_000
/** How many customers are at it at a time. */
const AT_A_TIME = 40
/** One of the backends is killed after so many answers. */
const KILLED_AFTER = 300

interface Backend {
  readonly process: ChildProcess
  readonly url: string
}

/** Starts a process of the application, as an operator does. */
async function startBackend(environment: Readonly<Record<string, string>>): Promise<Backend> {
  const env = { ...process.env, ...environment, PORT: '0', LOG_LEVEL: 'error', TRUST_PROXY: 'true' }
  const child = spawn(process.execPath, ['--import', 'tsx', 'examples/booking-app/main.ts'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  for await (const chunk of child.stdout) {
    said += String(chunk)
    const [, url] = /Customers +(http:\S+)\/p\//.exec(said) ?? []
    if (url !== undefined) return { process: child, url }
  }
  throw new Error(`A backend has ended: ${said}`)
}

interface Slot {
  readonly path: string
  readonly start: Date
}

/** What became of a customer: the link of a booking, or that the slot was taken. */
type Answer = { readonly slot: Slot; readonly link: string | undefined }

describe('three backends on one PostgreSQL server', needs('postgresql'), () => {
  it(`sell ${SLOTS} slots to ${CUSTOMERS} customers, each once, while one of them is killed`, async () => {
    const postgresql = await startPostgresql()
    onTestFinished(() => postgresql.close())
    const database = connectToServer(postgresql.url)
    const { exchange, service, options } = await openPractice({
      database,
      simulator: { throttling: true, latencyMs: 5, https: false },
    })
    const environment = {
      DATABASE_URL: postgresql.url,
      VAULT_KEYS: options.vaultKeys.join(),
      APP_SECRET: options.secret,
      EWS_URL: exchange.url,
      ALLOW_PRIVATE_NETWORKS: 'true',
    }
    const backends = await Promise.all(Array.from({ length: BACKENDS }, () => startBackend(environment)))
    onTestFinished(() => {
      for (const { process: child } of backends) child.kill('SIGKILL')
    })

    const tenant = await findTenant(database, 'seeblick')
    if (tenant === undefined) throw new Error('The practice is gone')
    const slots: Slot[] = []
    for (const id of ['meier', 'rossi']) {
      const calendar = await findCalendar(database, tenant.id, id)
      if (calendar === undefined) throw new Error('The calendar is gone')
      const free = await service.parts.desk.freeSlots(tenant, calendar, windowAround(nextWeek(0), nextWeek(26)))
      slots.push(...free.slice(0, SLOTS / 2).map(({ start }) => ({ path: `/p/seeblick/${id}`, start })))
    }
    expect(slots).toHaveLength(SLOTS)

    const answers: Answer[] = []
    let requests = 0

    /** Sends the form until some backend answers, as a browser behind a balancer does. */
    async function customer(number: number): Promise<Answer> {
      const slot = slots[number % SLOTS]
      if (slot === undefined) throw new Error('No slot')
      const form = `customer-${String(number).padStart(23, '0')}`
      const fields = { ...DETAILS, mail: `customer-${number}@example.org`, form, start: slot.start.toISOString() }
      const address = { 'X-Forwarded-For': `198.51.${number >> 8}.${number & 255}` }
      for (let attempt = 0; ; attempt += 1) {
        const backend = backends[(number + attempt) % BACKENDS]
        if (backend === undefined) continue
        requests += 1
        const answer = await send(backend, slot.path, fields, address).catch(() => undefined)
        if (answer?.status === 303) return { slot, link: linkOf(answer) }
        if (answer?.status === 409) return { slot, link: undefined }
        if (answer !== undefined && answer.status !== 503) throw new Error(`A form was answered with ${answer.status}`)
      }
    }

    const begun = performance.now()
    const waiting = Array.from({ length: CUSTOMERS }, (_, number) => number)
    const [victim] = backends
    await Promise.all(
      Array.from({ length: AT_A_TIME }, async () => {
        for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
          answers.push(await customer(number))
          if (answers.length === KILLED_AFTER) {
            victim?.process.kill('SIGKILL')
            if (victim !== undefined) await once(victim.process, 'exit')
          }
        }
      }),
    )
    const seconds = (performance.now() - begun) / 1000

    const unfinished = "SELECT count(*)::int AS count FROM bookings WHERE state IN ('booking', 'moving', 'cancelling')"
    const count = z.object({ count: z.number() })
    const [left] = await database.rows(count, unfinished)
    for (let rows = left?.count ?? 0; rows > 0; ) {
      // The leases of the dead are over at some time; the test doesn't wait for it.
      await database.execute(
        "UPDATE bookings SET leased_until = NULL WHERE state IN ('booking', 'moving', 'cancelling')",
      )
      await service.reconciler.finishUnfinished()
      rows = (await database.rows(count, unfinished))[0]?.count ?? 0
    }

    await database.script('UPDATE calendars SET compared_at = NULL')
    expect(await service.reconciler.compareCalendars()).toBe(3)

    const states = z.object({ id: z.string(), state: z.string(), item_id: z.string().nullable(), start_at: z.date() })
    const rows = await database.rows(states, 'SELECT id, state, item_id, start_at FROM bookings')
    const booked = rows.filter(({ state }) => state === 'booked')
    const appointments = ['dr.meier@example.com', 'dr.rossi@example.com'].flatMap((mailbox) =>
      exchange.calendar(mailbox).map(({ itemId, start }) => ({ id: itemId?.id, start })),
    )
    expect(answers).toHaveLength(CUSTOMERS)
    expect(booked).toHaveLength(SLOTS)
    expect(rows.filter(({ state }) => state !== 'booked' && state !== 'taken')).toEqual([])
    expect(appointments.map(({ id }) => id).sort()).toEqual(booked.map(({ item_id }) => item_id).sort())
    const customersWithLink = answers.filter(({ link }) => link !== undefined)
    const isBooked = await Promise.all(
      customersWithLink.map(async ({ link }) => (await fetch(`${service.url}${link}`)).text()),
    )
    expect(isBooked.filter((page) => page.includes('ticket booked'))).toHaveLength(SLOTS)
    expect(isBooked.filter((page) => !/ticket (booked|taken)/.test(page))).toEqual([])
    console.log(
      `${CUSTOMERS} customers, ${requests} forms, ${seconds.toFixed(1)} s, ${left?.count} rows left to the reconciler, ` +
        `${exchange.connections} connections to Exchange`,
    )
  })
})
