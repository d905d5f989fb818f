import { beforeAll, describe, expect, it } from 'vitest'
import { startService } from '../../examples/booking-app/service'
import {
  at,
  book,
  DETAILS,
  dump,
  linkOf,
  MEIER,
  openForm,
  openPractice,
  type Practice,
  SLOTS,
  send,
  stateOf,
} from './practice'

let practice: Practice

beforeAll(async () => {
  practice = await openPractice()
})

const appointments = () => practice.exchange.calendar(MEIER)
const startsAt = (start: Date) => appointments().filter((item) => item.start?.getTime() === start.getTime())

async function slots(parameters: string): Promise<string[]> {
  const page = await (await fetch(`${practice.service.url}${SLOTS}?${parameters}`)).text()
  return [...page.matchAll(/<time datetime="([^"]+)">/g)].map(([, start = '']) => start)
}

describe('free slots', () => {
  it('are those of the working hours, without what is in the calendar, at each view anew', async () => {
    const day = at(0, '00:00').toISOString().slice(0, 10)
    expect(await slots(`day=${day}`)).toContain(at(0, '08:00').toISOString())
    practice.exchange.add(MEIER, { subject: 'Team', start: at(0, '08:15'), end: at(0, '08:45') })
    const left = await slots(`day=${day}`)
    expect(left).not.toContain(at(0, '08:00').toISOString())
    expect(left).not.toContain(at(0, '08:30').toISOString())
    expect(left).toContain(at(0, '09:00').toISOString())
  })

  it('take a time zone in any spelling, and no nonsense', async () => {
    const shown = async (zone: string) => {
      const page = await (await fetch(`${practice.service.url}${SLOTS}?zone=${zone}`)).text()
      return /data-zone="([^"]*)"/.exec(page)?.[1]
    }
    expect(await shown('asia/TOKYO')).toBe('Asia/Tokyo')
    expect(await shown('Nowhere/At-all')).toBe('Europe/Zurich')
  })

  it('are shown in the time zone of the customer', async () => {
    const page = await fetch(`${practice.service.url}${SLOTS}?zone=Asia/Tokyo&lang=en`)
    expect(await page.text()).toMatch(/<time datetime="[^"]+T09:00:00.000Z">18:00<\/time>/)
  })
})

describe('a booking', () => {
  it('is one appointment with its texts and its customer, and a page of its own', async () => {
    const answer = await book(practice.service, at(1, '09:00'))
    expect(answer.status).toBe(303)
    expect(await stateOf(practice.service, linkOf(answer))).toBe('booked')
    expect(startsAt(at(1, '09:00'))).toMatchObject([
      {
        subject: DETAILS.title,
        body: { value: DETAILS.description },
        requiredAttendees: [{ mailbox: { emailAddress: DETAILS.mail, name: DETAILS.name } }],
      },
    ])
  })

  it('asks Exchange only once what it can do: later ones take eight requests', async () => {
    await book(practice.service, at(1, '13:00'))
    const form = await openForm(practice.service, at(1, '14:00'))
    practice.exchange.clear()
    await send(practice.service, SLOTS, { ...DETAILS, form, start: at(1, '14:00').toISOString() })
    const asked = practice.exchange.requests.flatMap(({ operation }) => operation ?? [])
    expect(asked).toHaveLength(8)
  })

  it('leaves nothing readable in database or log', async () => {
    const [, proof = ''] = linkOf(await book(practice.service, at(1, '12:00'))).split('.')
    expect(proof).toHaveLength(43)
    const stored = `${await dump(practice.database)}\n${practice.log.join('')}`
    expect(stored).toContain('booked')
    for (const text of [...Object.values(DETAILS), proof]) expect(stored).not.toContain(text)
  })

  it('is made once by a form that is sent twice at the same time, and again later', async () => {
    const start = at(1, '10:00')
    const fields = { ...DETAILS, form: await openForm(practice.service, start), start: start.toISOString() }
    const answers = await Promise.all([send(practice.service, SLOTS, fields), send(practice.service, SLOTS, fields)])
    const links = [...answers, await send(practice.service, SLOTS, fields)].map(linkOf)
    expect(new Set(links).size).toBe(1)
    expect(await stateOf(practice.service, links[0] ?? '')).toBe('booked')
    expect(startsAt(start)).toHaveLength(1)
  })

  it('of a slot that was just taken offers others, and keeps what was typed', async () => {
    const start = at(2, '09:00')
    const form = await openForm(practice.service, start)
    await book(practice.service, start)
    const answer = await send(practice.service, SLOTS, {
      ...DETAILS,
      title: 'My own text',
      form,
      start: start.toISOString(),
    })
    expect(answer.status).toBe(409)
    const page = await answer.text()
    expect(page).toContain('value="My own text"')
    expect(page).toContain(`type="radio" name="start" value="${at(2, '09:30').toISOString()}"`)
    expect(startsAt(start)).toHaveLength(1)
  })

  it('by two customers at the same moment is one appointment, and each sees what became of theirs', async () => {
    const start = at(2, '14:00')
    const forms = await Promise.all([1, 2, 3].map(() => openForm(practice.service, start)))
    const answers = await Promise.all(
      forms.map((form) => send(practice.service, SLOTS, { ...DETAILS, form, start: start.toISOString() })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409])
    expect(startsAt(start)).toHaveLength(1)
  })

  it('outside of the working hours is refused', async () => {
    const start = at(2, '22:00')
    const form = await openForm(practice.service, at(2, '12:00'))
    const answer = await send(practice.service, SLOTS, { ...DETAILS, form, start: start.toISOString() })
    expect(answer.status).toBe(409)
    expect(startsAt(start)).toEqual([])
  })

  it('says which fields are wrong', async () => {
    const start = at(2, '12:00')
    const form = await openForm(practice.service, start)
    const fields = {
      name: '',
      mail: 'petra@',
      title: 'x'.repeat(200),
      description: '',
      form,
      start: start.toISOString(),
    }
    const answer = await send(practice.service, `${SLOTS}?lang=en`, fields)
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page.match(/class="error"/g)).toHaveLength(3)
  })

  it('is moved and cancelled by its link', async () => {
    const link = linkOf(await book(practice.service, at(3, '09:00')))
    await send(practice.service, `${link}/move`, { start: at(3, '10:00').toISOString() })
    expect(startsAt(at(3, '09:00'))).toEqual([])
    expect(startsAt(at(3, '10:00'))).toHaveLength(1)
    await send(practice.service, `${link}/cancel`, {})
    expect(await stateOf(practice.service, link)).toBe('cancelled')
    expect(startsAt(at(3, '10:00'))).toEqual([])
  })

  it('stays where it is when its new time is taken', async () => {
    const link = linkOf(await book(practice.service, at(3, '13:00')))
    await book(practice.service, at(3, '14:00'))
    const answer = await send(practice.service, `${link}/move`, { start: at(3, '14:00').toISOString() })
    expect(answer.status).toBe(409)
    expect(await stateOf(practice.service, link)).toBe('booked')
    expect(startsAt(at(3, '13:00'))).toHaveLength(1)
  })

  it('is nobody else’s: a changed link leads nowhere', async () => {
    const link = linkOf(await book(practice.service, at(3, '15:00')))
    const other = linkOf(await book(practice.service, at(3, '15:30')))
    const [id] = link.split('.')
    const [, proof] = other.split('.')
    for (const forged of [`${id}.${proof}`, `${link}x`, link.slice(0, -1), `${id}`]) {
      expect((await fetch(practice.service.url + forged)).status).toBe(404)
      expect((await send(practice.service, `${forged}/cancel`, {})).status).toBe(404)
    }
    expect(startsAt(at(3, '15:00'))).toHaveLength(1)
  })
})

describe('while Exchange is away', () => {
  it('the page of free times says so', async () => {
    const end = practice.exchange.inject({
      operation: 'GetUserAvailability',
      fault: 'httpStatus',
      status: 400,
      times: 1_000,
    })
    const answer = await fetch(`${practice.service.url}${SLOTS}?lang=en`)
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('Appointments that are booked stay booked.')
    end()
  })

  it('a booking whose answer was lost is told as unfinished, and finished later', async () => {
    const start = at(4, '08:00')
    await using impatient = await startService({ ...practice.options, patienceMs: 100 })
    const form = await openForm(practice.service, start)
    const ends = ['CreateItem', 'FindItem'].map((operation) =>
      practice.exchange.inject({ operation, fault: 'httpStatus', status: 500, times: 1_000 }),
    )
    const answer = await send(impatient, SLOTS, { ...DETAILS, form, start: start.toISOString() })
    for (const end of ends) end()
    expect(answer.status).toBe(303)
    expect(await stateOf(practice.service, linkOf(answer))).toBe('booking')
    await practice.database.execute("UPDATE bookings SET leased_until = NULL WHERE state = 'booking'")
    expect(await practice.service.reconciler.finishUnfinished()).toBe(1)
    expect(await stateOf(practice.service, linkOf(answer))).toBe('booked')
    expect(startsAt(start)).toHaveLength(1)
  })
})
