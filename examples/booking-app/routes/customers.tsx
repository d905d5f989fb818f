import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv, AppParts } from '../app-parts'
import { SlotSearch } from '../booking/slot-search'
import type { StoredBooking } from '../booking/stored-booking'
import { isExchangeFailure, noteFailure } from '../exchange/failure'
import { BookingFormPage, BookingPage, LIMITS, MovePage, PeoplePage, SlotsPage } from '../pages/customer-pages'
import { practicePath } from '../pages/layout'
import { TimeFormat } from '../pages/time-format'
import { calendarsOf, findCalendar, type PracticeCalendar } from '../practice/calendars'
import { findTenant, type Tenant } from '../practice/tenants'
import { limited, originOf } from '../security/web-safety'
import type { Words } from '../words/words'
import { neededText, readForm, text } from './form-input'
import { NotFoundError, page, readerOf, zoneOf } from './visit'

type Visit = Context<AppEnv>

/** The pages for customers: they need no account, only the link of their booking. */
export function customerRoutes(parts: AppParts): Hono<AppEnv> {
  const { database, desk, links, limits, log } = parts
  const routes = new Hono<AppEnv>()

  async function tenantOf(context: Visit): Promise<Tenant> {
    await limited(parts, 'view', originOf(context, parts), limits.views)
    const tenant = await findTenant(database, context.req.param('tenant') ?? '')
    if (tenant === undefined) throw new NotFoundError()
    context.set('tenant', tenant)
    return tenant
  }

  /** What all pages about a calendar are made of. */
  function viewOf(context: Visit, tenant: Tenant, calendar: PracticeCalendar) {
    const reader = readerOf(context)
    const format = new TimeFormat(reader.language, zoneOf(context, tenant))
    return { reader, tenant, calendar, format, search: new SlotSearch(desk, tenant, calendar, format.timeZone) }
  }

  async function calendarView(context: Visit) {
    const tenant = await tenantOf(context)
    const calendar = await findCalendar(database, tenant.id, context.req.param('calendar') ?? '')
    if (calendar?.open !== true) throw new NotFoundError()
    return viewOf(context, tenant, calendar)
  }

  async function bookingView(context: Visit) {
    const tenant = await tenantOf(context)
    const id = links.idOf(context.req.param('token') ?? '')
    const booking = id === undefined ? undefined : await desk.find(tenant, id)
    const calendar = booking && (await findCalendar(database, tenant.id, booking.calendar))
    if (booking === undefined || calendar === undefined) throw new NotFoundError()
    return { ...viewOf(context, tenant, calendar), booking, path: linkOf(tenant, booking) }
  }

  const linkOf = (tenant: Tenant, { id }: Pick<StoredBooking, 'id'>) => `/b/${tenant.id}/${links.tokenOf(id)}`

  routes.get('/p/:tenant', async (context) => {
    const tenant = await tenantOf(context)
    const calendars = (await calendarsOf(database, tenant.id)).filter(({ open }) => open)
    const [only] = calendars
    if (calendars.length === 1 && only !== undefined) return context.redirect(`${practicePath(tenant)}/${only.id}`)
    return page(context, <PeoplePage reader={readerOf(context)} tenant={tenant} calendars={calendars} />)
  })

  routes.get('/p/:tenant/:calendar', async (context) => {
    const view = await calendarView(context)
    const start = startOf(context.req.query('start'))
    if (start === undefined) {
      return page(context, <SlotsPage {...view} {...(await view.search.around(context.req.query('day')))} />)
    }
    const slot = await view.search.freeAt(start)
    const alternatives = slot === undefined ? await view.search.near(start) : undefined
    const state = { form: newForm(), values: {}, errors: {} }
    return page(context, <BookingFormPage {...view} slot={slot} alternatives={alternatives} state={state} />)
  })

  routes.post('/p/:tenant/:calendar', async (context) => {
    const view = await calendarView(context)
    await limited(parts, 'book', originOf(context, parts), limits.bookings)
    const { tenant, calendar, search, reader } = view
    const input = readForm(await context.req.parseBody(), bookingForm(reader.words))
    const start = startOf(input.values.start)
    const form = FORM.test(input.values.form ?? '') ? (input.values.form ?? '') : newForm()

    /** The form once more, with what was typed. */
    const again = async (status: 409 | 422) => {
      const slot = start && (await search.freeAt(start))
      const alternatives = slot === undefined ? await search.near(start ?? new Date()) : undefined
      const state = { ...input, form: status === 409 ? newForm() : form }
      return page(context, <BookingFormPage {...view} slot={slot} alternatives={alternatives} state={state} />, status)
    }

    try {
      if (input.fields === undefined || start === undefined) return await again(422)
      const { name, mail: address, title, description } = input.fields
      const id = links.bookingId(form)
      // A form that is sent again shows what became of it, whether or not its slot is still free: it may have taken the slot itself.
      const earlier = await desk.find(tenant, id)
      if (earlier !== undefined && earlier.state !== 'taken') return context.redirect(linkOf(tenant, earlier), 303)
      const slot = earlier === undefined ? await search.freeAt(start) : undefined
      if (slot === undefined) return await again(409)
      // Exchange mails invitations with texts that anybody may type.
      await limited(parts, 'book for', address.toLowerCase(), limits.bookingsFor)
      const wish = { title, description, customer: { name, address }, ...slot }
      const booking = await desk.book(tenant, calendar, id, wish)
      return booking.state === 'taken' ? await again(409) : context.redirect(linkOf(tenant, booking), 303)
    } catch (error) {
      if (!isExchangeFailure(error)) throw error
      noteFailure(log, error)
      const slot = start && search.at(start)
      return page(context, <BookingFormPage {...view} slot={slot} state={{ ...input, form }} away />, 503)
    }
  })

  routes.get('/b/:tenant/:token', async (context) => {
    const view = await bookingView(context)
    const { booking, note } = await lookAt(view)
    const asking = context.req.query('cancel') !== undefined
    return page(context, <BookingPage {...view} booking={booking} note={note} asking={asking} />)
  })

  /** The booking as it is in Exchange now. While that is away, what was last known has to do. */
  async function lookAt({ tenant, booking, reader: { words } }: Awaited<ReturnType<typeof bookingView>>) {
    try {
      const now = await desk.refresh(tenant, booking)
      const isMoved = now.state === 'booked' && now.start.getTime() !== booking.start.getTime()
      const isStuck = now.state === 'booked' && now.failure !== null
      return { booking: now, note: isMoved ? words.movedByPractice : isStuck ? words.notMoved : undefined }
    } catch (error) {
      if (!isExchangeFailure(error)) throw error
      noteFailure(log, error)
      return { booking, note: words.notChecked }
    }
  }

  routes.post('/b/:tenant/:token/cancel', async (context) => {
    const { tenant, booking, path } = await bookingView(context)
    await desk.cancel(tenant, booking)
    return context.redirect(path, 303)
  })

  routes.get('/b/:tenant/:token/move', async (context) => {
    const view = await bookingView(context)
    if (view.booking.state !== 'booked') return context.redirect(view.path, 303)
    const start = startOf(context.req.query('start'))
    const slot = start && (await view.search.freeAt(start))
    return page(context, <MovePage {...view} {...(await view.search.around(context.req.query('day')))} slot={slot} />)
  })

  routes.post('/b/:tenant/:token/move', async (context) => {
    const view = await bookingView(context)
    const { tenant, booking, path, search, reader } = view
    const start = startOf((await context.req.parseBody()).start)
    const slot = start && (await search.freeAt(start))
    const moved = slot && (await desk.move(tenant, booking, slot))
    if (moved !== undefined && (moved.state !== 'booked' || moved.start.getTime() === slot?.start.getTime())) {
      return context.redirect(path, 303)
    }
    const choice = await search.around(context.req.query('day'))
    return page(context, <MovePage {...view} {...choice} slot={undefined} note={reader.words.moveTaken} />, 409)
  })

  return routes
}

/** The name of a form, by which it books once. */
const newForm = () => randomBytes(24).toString('base64url')
const FORM = /^[\w-]{32}$/

/** An instant from an address or a form. */
function startOf(value: unknown): Date | undefined {
  const { success, data } = z.iso.datetime().safeParse(value)
  return success ? new Date(data) : undefined
}

const bookingForm = (words: Words) =>
  z.object({
    start: z.iso.datetime(words.badTime),
    name: neededText(words, LIMITS.name),
    mail: neededText(words, LIMITS.mail).pipe(z.email(words.badMail)),
    title: neededText(words, LIMITS.title),
    description: text(words, LIMITS.description),
  })
