import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Service, startService } from '../../examples/booking-app/service'
import {
  at,
  book,
  DETAILS,
  linkOf,
  MEIER,
  nextWeek,
  openForm,
  openPractice,
  type Practice,
  SLOTS,
  send,
  signIn,
  stateOf,
} from './practice'

let practice: Practice
let cookie: string

beforeAll(async () => {
  practice = await openPractice()
  cookie = await signIn(practice.service)
})

/** A process of the application that doesn't wait for long. */
async function impatientService(): Promise<Service> {
  const service = await startService({ ...practice.options, timeoutMs: 300, patienceMs: 500 })
  onTestFinished(() => service.close())
  return service
}

const startsAt = (start: Date) =>
  practice.exchange.calendar(MEIER).filter((item) => item.start?.getTime() === start.getTime())

describe.each([
  { what: 'is switched off', day: 0, fail: () => practice.network.cut() },
  { what: 'takes requests and answers nothing', day: 1, fail: () => practice.network.hold() },
])('while Exchange $what', ({ day, fail }) => {
  /** Lets Exchange fail for the rest of the test. */
  function begin(): void {
    fail()
    onTestFinished(() => practice.network.restore())
  }

  it('customers read that no times can be shown, and that what is booked stays booked', async () => {
    const service = await impatientService()
    begin()
    for (const path of [SLOTS, `${SLOTS}?start=${at(day, '09:00').toISOString()}`]) {
      const answer = await fetch(`${service.url}${path}`, { headers: { 'Accept-Language': 'en' } })
      expect(answer.status).toBe(503)
      expect(await answer.text()).toContain('Appointments that are booked stay booked.')
    }
    expect((await fetch(`${service.url}/p/seeblick`)).status).toBe(200)
  })

  it('a form comes back with what was typed, and books once Exchange answers again', async () => {
    const service = await impatientService()
    const start = at(day, '09:00')
    const fields = { ...DETAILS, form: await openForm(service, start), start: start.toISOString() }
    fail()
    const answer = await send(service, `${SLOTS}?lang=en`, fields)
    await practice.network.restore()
    expect(answer.status).toBe(503)
    const page = await answer.text()
    expect(page).toContain('Your details are still here.')
    expect(page).toContain(DETAILS.description)
    expect(page).toContain(`name="form" value="${fields.form}"`)
    expect((await send(practice.service, SLOTS, fields)).status).toBe(303)
    expect(startsAt(start)).toHaveLength(1)
  })

  it('a customer sees their booking as it was last known, and cancels it: that is done when Exchange answers', async () => {
    const service = await impatientService()
    const start = at(day, '13:00')
    const link = linkOf(await book(practice.service, start))
    fail()
    const page = await (await fetch(`${service.url}${link}?lang=en`)).text()
    expect(page).toContain('we show what we last knew')
    expect(page).toContain('ticket booked')
    await send(service, `${link}/cancel`, {})
    expect(await stateOf(service, link)).toBe('cancelling')
    expect(startsAt(start)).toHaveLength(1)
    await practice.network.restore()
    await practice.database.script('UPDATE bookings SET leased_until = NULL')
    await practice.service.reconciler.finishUnfinished()
    expect(await stateOf(service, link)).toBe('cancelled')
    expect(startsAt(start)).toEqual([])
  })

  it('the staff sign in, and read that the calendar can’t be shown', async () => {
    const service = await impatientService()
    begin()
    const own = await signIn(service)
    const headers = { Cookie: own }
    expect((await fetch(`${service.url}/staff?person=meier`, { headers })).status).toBe(200)
    expect((await fetch(`${service.url}/staff/events?person=meier`, { headers })).status).toBe(503)
    const list = await fetch(`${service.url}/staff?view=list&lang=en&date=${nextWeek(day)}`, { headers })
    expect(list.status).toBe(503)
    expect(await list.text()).toContain('Nothing is shown rather than something old')
  })

  it('an administrator changes working hours', async () => {
    const service = await impatientService()
    begin()
    const rules = { name: 'Dr. Anna Meier', slotMinutes: '30', bufferBefore: '0', bufferAfter: '0', open: 'yes' }
    const hours = Object.fromEntries(
      ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((each) => [each, '07:00-18:00']),
    )
    const saved = await send(
      service,
      '/admin/calendars/meier',
      { ...rules, ...hours, room: 'room-1@example.com' },
      { Cookie: cookie },
    )
    expect(saved.status).toBe(303)
  })
})

it('a server that is switched off can’t be connected, and the check says why', async () => {
  practice.network.cut()
  onTestFinished(() => practice.network.restore())
  const connection = { name: 'X', url: practice.network.url, username: MEIER, password: 'x', signIn: 'ntlm' }
  const refused = await send(practice.service, '/admin/connect?lang=en', connection, { Cookie: cookie })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toMatch(
    /<li class="failed">.*Nothing was stored|Nothing was stored.*<li class="failed">/s,
  )
})
