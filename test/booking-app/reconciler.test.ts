import { EwsClient } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { changeRules, findCalendar } from '../../examples/booking-app/practice/calendars'
import { startService } from '../../examples/booking-app/service'
import { addCalendarInOutlook, deleteInOutlook, moveInOutlook } from './outlook'
import {
  ACCOUNT,
  at,
  book,
  DETAILS,
  dump,
  idOf,
  linkOf,
  MEIER,
  openForm,
  openPractice,
  type Practice,
  SLOTS,
  send,
  signIn,
  stateOf,
} from './practice'

const ROOM = 'room-1@example.com'

let practice: Practice

let empty: () => void

beforeAll(async () => {
  practice = await openPractice()
  empty = practice.exchange.snapshot()
})

afterEach(async () => {
  empty()
  await practice.database.script(
    `DELETE FROM bookings; UPDATE calendars SET room = '${ROOM}', folder = NULL, compared_at = NULL`,
  )
})

const startsAt = (start: Date, mailbox = MEIER) =>
  practice.exchange.calendar(mailbox).filter((item) => item.start?.getTime() === start.getTime())

/** Lets the reconciler take every calendar, and every unfinished row. */
async function reconcile(): Promise<void> {
  await practice.database.script('UPDATE calendars SET compared_at = NULL; UPDATE bookings SET leased_until = NULL')
  await practice.service.reconciler.finishUnfinished()
  await practice.service.reconciler.compareCalendars()
}

/** Lets Exchange carry out nothing that would change it, until the returned function is called. */
function standStill(): () => void {
  const ends = ['CreateItem', 'UpdateItem', 'DeleteItem'].map((operation) =>
    practice.exchange.inject({ operation, fault: 'httpStatus', status: 500, times: 1_000_000 }),
  )
  return () => {
    for (const end of ends) end()
  }
}

/** Books while Exchange doesn't answer, so that the row is left unfinished. */
async function bookInVain(start: Date): Promise<string> {
  const form = await openForm(practice.service, start)
  await using impatient = await startService({ ...practice.options, patienceMs: 100 })
  const resume = standStill()
  const link = linkOf(await send(impatient, SLOTS, { ...DETAILS, form, start: start.toISOString() }))
  resume()
  expect(await stateOf(practice.service, link)).toBe('booking')
  return link
}

const calendarOfMeier = () => {
  const client = new EwsClient({ url: practice.exchange.url, auth: { type: 'ntlm', ...ACCOUNT } })
  const own = client.impersonating({ primarySmtpAddress: MEIER })
  return new BookingCalendar(own, { mailbox: MEIER, timeZone: 'Europe/Zurich' })
}

describe('the room of a calendar', () => {
  const resourcesAt = (start: Date) =>
    startsAt(start).map(({ resources }) => resources?.map(({ mailbox }) => mailbox.emailAddress))

  it('is booked, moved and cancelled with the appointment', async () => {
    const [start, later] = [at(1, '09:00'), at(1, '10:00')]
    const link = linkOf(await book(practice.service, start))
    expect(resourcesAt(start)).toEqual([[ROOM]])
    expect(startsAt(start, ROOM)).toHaveLength(1)
    await send(practice.service, `${link}/move`, { start: later.toISOString() })
    expect(startsAt(start, ROOM)).toEqual([])
    expect(startsAt(later, ROOM)).toHaveLength(1)
    await send(practice.service, `${link}/cancel`, {})
    expect(startsAt(later, ROOM)).toEqual([])
  })

  it('is the new one after a move, if the administrator has chosen another', async () => {
    const calendar = await findCalendar(practice.database, 'seeblick', 'meier')
    if (calendar === undefined) throw new Error('The calendar is gone')
    const link = linkOf(await book(practice.service, at(1, '09:00')))
    await changeRules(practice.database, calendar.id, { ...calendar, room: null })
    await send(practice.service, `${link}/move`, { start: at(1, '10:00').toISOString() })
    expect(await stateOf(practice.service, link)).toBe('booked')
    expect(startsAt(at(1, '10:00'))[0]?.resources ?? []).toEqual([])
    expect(practice.exchange.calendar(ROOM)).toEqual([])
  })

  it('shows the staff what it answered', async () => {
    await book(practice.service, at(1, '09:00'))
    const headers = { Cookie: await signIn(practice.service) }
    const day = at(1, '09:00').toISOString().slice(0, 10)
    const path = `/staff/events?person=meier&view=day&date=${day}&lang=en`
    const events = await (await fetch(practice.service.url + path, { headers })).json()
    expect(events).toMatchObject([{ rooms: 'Room: room-1@example.com, accepted', attendees: DETAILS.name }])
    const list = await fetch(`${practice.service.url}/staff?person=meier&view=list&date=${day}&lang=en`, { headers })
    expect(await list.text()).toContain('Room: room-1@example.com, accepted')
  })
})

describe('a row without its appointment', () => {
  it('is finished once Exchange answers, as it was asked for, whatever the rules are by then', async () => {
    const start = at(2, '09:00')
    const link = await bookInVain(start)
    const calendar = await findCalendar(practice.database, 'seeblick', 'meier')
    if (calendar === undefined) throw new Error('The calendar is gone')
    await changeRules(practice.database, calendar.id, { ...calendar, room: null })
    await reconcile()
    expect(await stateOf(practice.service, link)).toBe('booked')
    expect(startsAt(start, ROOM)).toHaveLength(1)
  })

  it('stays in its calendar of the mailbox, though customers are booked into another one by now', async () => {
    const [made, unfinished] = [linkOf(await book(practice.service, at(2, '09:00'))), await bookInVain(at(2, '10:00'))]
    const calendar = await findCalendar(practice.database, 'seeblick', 'meier')
    if (calendar === undefined) throw new Error('The calendar is gone')
    const folder = await addCalendarInOutlook(practice, 'Afternoons')
    await changeRules(practice.database, calendar.id, { ...calendar, folder })
    await reconcile()
    expect(await stateOf(practice.service, made)).toBe('booked')
    expect(await stateOf(practice.service, unfinished)).toBe('booked')
    expect(startsAt(at(2, '10:00'))).toHaveLength(1)
    await send(practice.service, `${made}/cancel`, {})
    expect(startsAt(at(2, '09:00'))).toEqual([])
  })

  it('is gone once the appointment is deleted in Outlook, for the customer at once', async () => {
    const [seen, unseen] = [at(2, '09:00'), at(2, '10:00')]
    const [one = '', other = ''] = [await book(practice.service, seen), await book(practice.service, unseen)].map(
      linkOf,
    )
    await deleteInOutlook(practice, seen)
    await deleteInOutlook(practice, unseen)
    expect(await stateOf(practice.service, one)).toBe('gone')
    await reconcile()
    expect(await dump(practice.database)).not.toContain(',booked,')
    expect(await stateOf(practice.service, other)).toBe('gone')
  })

  it('has the new time once the appointment is moved in Outlook, and moves and is cancelled from there', async () => {
    const link = linkOf(await book(practice.service, at(2, '09:00')))
    await moveInOutlook(practice, at(2, '09:00'), at(2, '14:00'), at(2, '14:30'))
    const page = await (await fetch(`${practice.service.url}${link}?lang=en`)).text()
    expect(page).toContain(`datetime="${at(2, '14:00').toISOString()}"`)
    expect(page).toContain('The practice has moved this appointment.')
    await moveInOutlook(practice, at(2, '14:00'), at(2, '15:00'), at(2, '15:30'))
    await reconcile()
    expect(await dump(practice.database)).toContain(at(2, '15:00').toISOString().slice(0, 16).replace('T', ' '))
    await send(practice.service, `${link}/cancel`, {})
    expect(startsAt(at(2, '15:00'))).toEqual([])
  })

  it('fails for a human’s eyes, and isn’t asked for again, if its key names something else', async () => {
    const start = at(2, '09:00')
    const link = await bookInVain(start)
    const [from, to] = [at(3, '09:00'), at(3, '09:30')]
    await calendarOfMeier().book({ key: idOf(link), start: from, end: to, title: 'Something else' })
    await reconcile()
    expect(await stateOf(practice.service, link)).toBe('failed')
    const headers = { Cookie: await signIn(practice.service) }
    expect(await (await fetch(`${practice.service.url}/admin`, { headers })).text()).toContain('ERR_BOOKING_KEY_REUSED')
    expect(await practice.service.reconciler.finishUnfinished()).toBe(0)
    await reconcile()
    expect(startsAt(from)).toHaveLength(1)
    expect(await dump(practice.database)).not.toContain(DETAILS.title)
  })

  it('fails after a day without Exchange, and is booked after all if Exchange turns out to have it', async () => {
    const start = at(2, '09:00')
    const link = await bookInVain(start)
    await practice.database.script("UPDATE bookings SET begun_at = begun_at - interval '25 hours'")
    const resume = standStill()
    await using impatient = await startService({ ...practice.options, patienceMs: 100 })
    await practice.database.script('UPDATE bookings SET leased_until = NULL')
    await impatient.reconciler.finishUnfinished()
    resume()
    expect(await stateOf(practice.service, link)).toBe('failed')
    await calendarOfMeier().book({
      key: idOf(link),
      start,
      end: at(2, '09:30'),
      title: 'Made, but the answer was lost',
    })
    await reconcile()
    expect(await stateOf(practice.service, link)).toBe('booked')
  })

  it('stays where it is, and says so, if a move finds no answer for a day', async () => {
    const link = linkOf(await book(practice.service, at(2, '09:00')))
    await using impatient = await startService({ ...practice.options, patienceMs: 100 })
    const resume = standStill()
    await send(impatient, `${link}/move`, { start: at(2, '10:00').toISOString() })
    expect(await stateOf(practice.service, link)).toBe('moving')
    await practice.database.script("UPDATE bookings SET leased_until = NULL, begun_at = begun_at - interval '25 hours'")
    await impatient.reconciler.finishUnfinished()
    resume()
    // Whatever changes but the time, such as the answer of a room.
    await moveInOutlook(practice, at(2, '09:00'), at(2, '09:00'), at(2, '09:30'))
    const page = await (await fetch(`${practice.service.url}${link}?lang=en`)).text()
    expect(page).toContain('couldn’t be moved')
    expect(page).toContain(`datetime="${at(2, '09:00').toISOString()}"`)
  })

  it('that was tampered with fails, and keeps no other from being finished', async () => {
    const [one, other] = [await bookInVain(at(2, '09:00')), await bookInVain(at(2, '10:00'))]
    await practice.database.execute("UPDATE bookings SET title = 'forged' WHERE id = $1", [idOf(one)])
    await reconcile()
    expect(await dump(practice.database)).toMatch(/failed,ERR_VAULT_\w+/)
    expect(await stateOf(practice.service, other)).toBe('booked')
  })
})

describe('an appointment without its row', () => {
  it('gets it back, and the customer’s link works as before', async () => {
    const link = linkOf(await book(practice.service, at(3, '09:00')))
    await practice.database.script('DELETE FROM bookings')
    expect((await fetch(practice.service.url + link)).status).toBe(404)
    await reconcile()
    expect(await stateOf(practice.service, link)).toBe('booked')
    await send(practice.service, `${link}/cancel`, {})
    expect(startsAt(at(3, '09:00'))).toEqual([])
  })

  it('of another application is left alone', async () => {
    const [start, end] = [at(3, '09:00'), at(3, '09:30')]
    await calendarOfMeier().book({ key: 'an-application-of-others', start, end, title: 'Theirs' })
    await reconcile()
    expect(await dump(practice.database)).not.toContain('an-application-of-others')
    expect(startsAt(start)).toHaveLength(1)
  })

  it('is removed where the customer had cancelled it, and comes back where the staff restored it', async () => {
    const [cancelled, restored] = [at(3, '09:00'), at(3, '10:00')]
    const [one = '', other = ''] = [
      await book(practice.service, cancelled),
      await book(practice.service, restored),
    ].map(linkOf)
    await practice.database.execute("UPDATE bookings SET state = 'cancelled' WHERE id = $1", [idOf(one)])
    await practice.database.execute("UPDATE bookings SET state = 'gone' WHERE id = $1", [idOf(other)])
    await reconcile()
    expect(startsAt(cancelled)).toEqual([])
    expect(await stateOf(practice.service, other)).toBe('booked')
    expect(startsAt(restored)).toHaveLength(1)
  })

  it('stays if it is a copy that somebody made in Outlook of what the customer then cancelled', async () => {
    const link = linkOf(await book(practice.service, at(3, '09:00')))
    await send(practice.service, `${link}/cancel`, {})
    const [start, end] = [at(3, '14:00'), at(3, '14:30')]
    await calendarOfMeier().book({ key: idOf(link), start, end, title: 'Follow-up' })
    await reconcile()
    expect(startsAt(start)).toHaveLength(1)
    expect(await stateOf(practice.service, link)).toBe('cancelled')
  })

  it('is looked for by one process of a fleet, each calendar in its turn', async () => {
    await using other = await startService(practice.options)
    const taken = await Promise.all([practice.service, other].map(({ reconciler }) => reconciler.compareCalendars()))
    expect(taken.reduce((sum, each) => sum + each, 0)).toBe(3)
    expect(await other.reconciler.compareCalendars()).toBe(0)
  })
})
