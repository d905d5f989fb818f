import { randomBytes } from 'node:crypto'
import type { Window } from 'ews-booking/booking'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv, AppParts } from '../app-parts'
import type { StoredBooking } from '../booking/stored-booking'
import { addDays, type Day, dayOf, daysBetween, isDay, mondayOf, windowAround } from '../booking/wall-clock'
import { failureCode } from '../exchange/failure'
import {
  BookingFormPage,
  BookingPage,
  type CustomerForm,
  LIMITS,
  MovePage,
  PeoplePage,
  practicePath,
  SlotsPage,
} from '../pages/customer-pages'
import { MessagePage } from '../pages/layout'
import { byDay, SHOWN_DAYS } from '../pages/slot-picker'
import { TimeFormat } from '../pages/time-format'
import { calendarsOf, findCalendar, type PracticeCalendar } from '../practice/calendars'
import { findTenant, type Tenant } from '../practice/tenants'
import { limited, originOf } from '../security/web-safety'
import type { Words } from '../words/words'
import { NotFoundError, page, readerOf, zoneOf } from './visit'

type Visit = Context<AppEnv>

/** How often the next weeks are looked through for a free slot. */
const PERIODS_AHEAD = 3

/** Times that are offered instead of one that was taken. */
const ALTERNATIVES = 6

/** The longest time ahead that can be booked, in days. */
const HORIZON_DAYS = 366

const MINUTE_MS = 60_000

/** The pages for customers: they need no account, only the link of their booking. */
export function customerRoutes(parts: AppParts): Hono<AppEnv> {
  const { database, desk, links, limits, log } = parts
  const routes = new Hono<AppEnv>()

  async function tenantOf(context: Visit): Promise<Tenant> {
    await limited(parts, 'view', originOf(context, parts), limits.views)
    const tenant = await findTenant(database, context.req.param('tenant') ?? '')
    if (tenant === undefined) throw new NotFoundError()
    return tenant
  }

  async function openCalendar(tenant: Tenant, id: string): Promise<PracticeCalendar> {
    const calendar = await findCalendar(database, tenant.id, id)
    if (calendar?.open !== true) throw new NotFoundError()
    return calendar
  }

  /** The free slots of some weeks around a day, or of the next weeks that have some. */
  async function choiceOf(context: Visit, tenant: Tenant, calendar: PracticeCalendar, timeZone: string) {
    const today = dayOf(new Date(), timeZone)
    const earliest = mondayOf(today)
    const asked = context.req.query('day') ?? today
    const day = isDay(asked) && asked > today && asked < addDays(today, HORIZON_DAYS) ? asked : today
    const first = addDays(earliest, Math.floor(daysBetween(earliest, day) / SHOWN_DAYS) * SHOWN_DAYS)
    for (let skipped = 0; skipped < PERIODS_AHEAD; skipped += 1) {
      const from = addDays(first, skipped * SHOWN_DAYS)
      const to = addDays(from, SHOWN_DAYS)
      const slots = byDay(await desk.freeSlots(tenant, calendar, windowAround(from, to)), timeZone)
      const days = [...slots.keys()].filter((each) => each >= from && each < to).sort()
      const chosen = days.find((each) => each >= day) ?? days[0]
      if (chosen !== undefined) return { slots, from, day: chosen, earliest, skipped: skipped > 0 }
    }
    return { slots: new Map<Day, Window[]>(), from: first, day: undefined, earliest, skipped: false }
  }

  /** The slot that starts at a time, if it is free now. */
  async function freeSlot(tenant: Tenant, calendar: PracticeCalendar, start: Date): Promise<Window | undefined> {
    const end = new Date(start.getTime() + calendar.slotMinutes * MINUTE_MS)
    const [slot] = await desk.freeSlots(tenant, calendar, { start, end })
    return slot?.start.getTime() === start.getTime() ? slot : undefined
  }

  /** The free slots that are next to a time. */
  async function alternativesTo(tenant: Tenant, calendar: PracticeCalendar, start: Date, timeZone: string) {
    const day = dayOf(start, timeZone)
    const slots = await desk.freeSlots(tenant, calendar, windowAround(addDays(day, -1), addDays(day, 8)))
    const distance = (slot: Window) => Math.abs(slot.start.getTime() - start.getTime())
    return slots
      .sort((one, other) => distance(one) - distance(other))
      .slice(0, ALTERNATIVES)
      .sort((one, other) => one.start.getTime() - other.start.getTime())
  }

  const linkOf = (tenant: Tenant, { id }: Pick<StoredBooking, 'id'>) => `/b/${tenant.id}/${links.tokenOf(id)}`

  async function bookingOf(context: Visit) {
    const tenant = await tenantOf(context)
    const id = links.idOf(context.req.param('token') ?? '')
    const booking = id === undefined ? undefined : await desk.find(tenant, id)
    const calendar = booking && (await findCalendar(database, tenant.id, booking.calendar))
    if (booking === undefined || calendar === undefined) throw new NotFoundError()
    const reader = readerOf(context)
    const format = new TimeFormat(reader.language, zoneOf(context, tenant))
    return { tenant, booking, calendar, reader, format, path: linkOf(tenant, booking) }
  }

  routes.get('/p/:tenant', async (context) => {
    const tenant = await tenantOf(context)
    const calendars = (await calendarsOf(database, tenant.id)).filter(({ open }) => open)
    const [only] = calendars
    if (calendars.length === 1 && only !== undefined) return context.redirect(`${practicePath(tenant)}/${only.id}`)
    return page(context, <PeoplePage reader={readerOf(context)} tenant={tenant} calendars={calendars} />)
  })

  routes.get('/p/:tenant/:calendar', async (context) => {
    const tenant = await tenantOf(context)
    const calendar = await openCalendar(tenant, context.req.param('calendar'))
    const reader = readerOf(context)
    const timeZone = zoneOf(context, tenant)
    const common = { reader, tenant, calendar, format: new TimeFormat(reader.language, timeZone) }
    try {
      const start = startOf(context.req.query('start'))
      const slot = start && (await freeSlot(tenant, calendar, start))
      if (slot !== undefined) {
        return page(context, <BookingFormPage {...common} slot={slot} state={emptyForm()} />)
      }
      if (start !== undefined) {
        const alternatives = await alternativesTo(tenant, calendar, start, timeZone)
        return page(
          context,
          <BookingFormPage {...common} slot={undefined} state={emptyForm()} taken={{ alternatives }} />,
        )
      }
      return page(context, <SlotsPage {...common} {...(await choiceOf(context, tenant, calendar, timeZone))} />)
    } catch (error) {
      return away(context, error, tenant)
    }
  })

  routes.post('/p/:tenant/:calendar', async (context) => {
    const tenant = await tenantOf(context)
    await limited(parts, 'book', originOf(context, parts), limits.bookings)
    const calendar = await openCalendar(tenant, context.req.param('calendar'))
    const reader = readerOf(context)
    const timeZone = zoneOf(context, tenant)
    const common = { reader, tenant, calendar, format: new TimeFormat(reader.language, timeZone) }
    const { values, form, wish, errors } = readForm(await context.req.parseBody(), reader.words)
    const start = startOf(values.start)
    const withoutBooking = async (status: 409 | 422) => {
      const slot = start && (await freeSlot(tenant, calendar, start))
      const state = { form: status === 409 ? newForm() : form, values, errors }
      if (slot !== undefined) return page(context, <BookingFormPage {...common} slot={slot} state={state} />, status)
      const alternatives = await alternativesTo(tenant, calendar, start ?? new Date(), timeZone)
      return page(
        context,
        <BookingFormPage {...common} slot={undefined} state={state} taken={{ alternatives }} />,
        status,
      )
    }
    try {
      if (wish === undefined || start === undefined) return await withoutBooking(422)
      const id = links.bookingId(form)
      // A form that is sent again shows what became of it, whether or not its slot is still free: it may have taken the slot itself.
      const earlier = await desk.find(tenant, id)
      if (earlier !== undefined && earlier.state !== 'taken') return context.redirect(linkOf(tenant, earlier), 303)
      const slot = earlier === undefined ? await freeSlot(tenant, calendar, start) : undefined
      if (slot === undefined) return await withoutBooking(409)
      // Exchange mails invitations with texts that anybody may type.
      await limited(parts, 'book for', wish.customer.address.toLowerCase(), limits.bookingsFor)
      const booking = await desk.book(tenant, calendar, id, { ...wish, ...slot })
      return booking.state === 'taken' ? await withoutBooking(409) : context.redirect(linkOf(tenant, booking), 303)
    } catch (error) {
      failureCode(error)
      const slot = start && { start, end: new Date(start.getTime() + calendar.slotMinutes * MINUTE_MS) }
      const state = { form, values, errors }
      return page(context, <BookingFormPage {...common} slot={slot} state={state} away />, 503)
    }
  })

  routes.get('/b/:tenant/:token', async (context) => {
    const view = await bookingOf(context)
    const { booking, note } = await lookAt(view)
    const asking = context.req.query('cancel') !== undefined
    return page(context, <BookingPage {...view} booking={booking} note={note} asking={asking} />)
  })

  /** The booking as it is in Exchange now. While that is away, what was last known has to do. */
  async function lookAt({ tenant, booking, reader: { words } }: Awaited<ReturnType<typeof bookingOf>>) {
    try {
      const now = await desk.refresh(tenant, booking)
      const isMoved = now.state === 'booked' && now.start.getTime() !== booking.start.getTime()
      return { booking: now, note: isMoved ? words.movedByPractice : now.failure && words.notMoved }
    } catch (error) {
      noteAway(error)
      return { booking, note: words.notChecked }
    }
  }

  routes.post('/b/:tenant/:token/cancel', async (context) => {
    const { tenant, booking, path } = await bookingOf(context)
    await desk.cancel(tenant, booking)
    return context.redirect(path, 303)
  })

  routes.get('/b/:tenant/:token/move', async (context) => {
    const view = await bookingOf(context)
    if (view.booking.state !== 'booked') return context.redirect(view.path, 303)
    const { tenant, calendar, format } = view
    try {
      const start = startOf(context.req.query('start'))
      const slot = start && (await freeSlot(tenant, calendar, start))
      const choice = await choiceOf(context, tenant, calendar, format.timeZone)
      return page(context, <MovePage {...view} {...choice} slot={slot} />)
    } catch (error) {
      return away(context, error, tenant)
    }
  })

  routes.post('/b/:tenant/:token/move', async (context) => {
    const view = await bookingOf(context)
    const { tenant, calendar, booking, path, format, reader } = view
    const { start: given } = await context.req.parseBody()
    const start = startOf(given)
    try {
      const slot = start && (await freeSlot(tenant, calendar, start))
      const moved = slot && (await desk.move(tenant, booking, slot))
      if (moved !== undefined && (moved.state !== 'booked' || moved.start.getTime() === slot?.start.getTime())) {
        return context.redirect(path, 303)
      }
      const choice = await choiceOf(context, tenant, calendar, format.timeZone)
      return page(context, <MovePage {...view} {...choice} slot={undefined} note={reader.words.moveTaken} />, 409)
    } catch (error) {
      return away(context, error, tenant)
    }
  })

  const noteAway = (error: unknown) => log.warn({ code: failureCode(error) }, 'Exchange gave no answer')

  /** Exchange is slow or away: what customers can't do now, and what stays as it is. */
  function away(context: Visit, error: unknown, tenant: Tenant) {
    noteAway(error)
    const reader = readerOf(context)
    const { words, url } = reader
    return page(
      context,
      <MessagePage
        reader={reader}
        brand={tenant.name}
        home={practicePath(tenant)}
        title={words.away}
        hint={words.awayHint}
        action={{ href: `${url.pathname}${url.search}`, label: words.tryAgain }}
      />,
      503,
    )
  }

  return routes
}

const newForm = () => randomBytes(24).toString('base64url')

const emptyForm = (): CustomerForm => ({ form: newForm(), values: {}, errors: {} })

/** An instant from an address or a form. */
function startOf(text: unknown): Date | undefined {
  const { success, data } = z.iso.datetime().safeParse(text)
  return success ? new Date(data) : undefined
}

/** Checks what a customer typed. */
function readForm(body: Record<string, unknown>, words: Words) {
  const text = (most: number) => z.string(words.required).trim().max(most, words.tooLong(most))
  const fields = z.object({
    start: z.iso.datetime(words.badTime),
    name: text(LIMITS.name).min(1, words.required),
    mail: text(LIMITS.mail).min(1, words.required).pipe(z.email(words.badMail)),
    title: text(LIMITS.title).min(1, words.required),
    description: text(LIMITS.description),
  })
  const values = Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
  const form = /^[\w-]{32}$/.test(values.form ?? '') ? (values.form ?? '') : newForm()
  const { success, data, error } = fields.safeParse(values)
  if (success) {
    const { name, mail: address, title, description } = data
    return { values, form, errors: {}, wish: { title, description, customer: { name, address } } }
  }
  const errors = Object.fromEntries(error.issues.map(({ path, message }) => [String(path[0]), message]).reverse())
  return { values, form, errors, wish: undefined }
}
