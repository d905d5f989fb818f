import { createHash } from 'node:crypto'
import type { MailboxEvent } from 'ews-booking/booking'
import { type Context, Hono } from 'hono'
import type { AppEnv, AppParts } from '../app-parts'
import { addDays, type Day, dayOf, isDay, mondayOf, windowAround } from '../booking/wall-clock'
import { isExchangeFailure, noteFailure } from '../exchange/failure'
import {
  OnlineCalendarPage,
  peopleOf,
  roomsOf,
  SignInPage,
  titleOf,
  VIEW_DAYS,
  VIEWS,
  type View,
} from '../pages/staff-pages'
import { TimeFormat } from '../pages/time-format'
import { calendarsOf, type PracticeCalendar } from '../practice/calendars'
import type { Tenant } from '../practice/tenants'
import { signIn, signOut } from '../security/sessions'
import { limited, originOf } from '../security/web-safety'
import type { Words } from '../words/words'
import { endSession, sessionToken, setSession, signedIn } from './session'
import { eventStream, NotFoundError, page, readerOf } from './visit'

type Visit = Context<AppEnv>

/** More than the longest user name and password that we take. */
const LONGEST = 256

/** How long a stream of changes lasts, how soon a browser tries again after its end, and how often something is sent for proxies. */
const STREAM_MS = 10 * 60_000
const RETRY_MS = 15_000
const HEARTBEAT_MS = 25_000

/** The online calendar of the staff. Nothing of what it shows is stored. */
export function staffRoutes(parts: AppParts): Hono<AppEnv> {
  const { database, exchange, watches, limits, log } = parts
  const routes = new Hono<AppEnv>()

  routes.get('/staff/sign-in', (context) =>
    page(context, <SignInPage reader={readerOf(context)} mail="" failed={false} />),
  )

  routes.post('/staff/sign-in', async (context) => {
    const body = await context.req.parseBody()
    const [mail, password] = [body.mail, body.password].map((value) => String(value ?? '').slice(0, LONGEST))
    await limited(parts, 'sign in from', originOf(context, parts), limits.signInsFrom)
    await limited(parts, 'sign in as', (mail ?? '').trim().toLowerCase(), limits.signIns)
    const token = await signIn(database, (mail ?? '').trim(), password ?? '')
    if (token === undefined) {
      return page(context, <SignInPage reader={readerOf(context)} mail={mail ?? ''} failed />, 401)
    }
    const earlier = sessionToken(context)
    if (earlier !== undefined) await signOut(database, earlier)
    setSession(context, token)
    return context.redirect('/staff', 303)
  })

  routes.post('/staff/sign-out', async (context) => {
    const token = sessionToken(context)
    if (token !== undefined) await signOut(database, token)
    endSession(context)
    return context.redirect('/staff/sign-in', 303)
  })

  /** What the address asks for: whose calendar, and which days of it. */
  function choiceOf(context: Visit, tenant: Tenant, calendars: readonly PracticeCalendar[]) {
    const { person, view: asked, date } = context.req.query()
    const calendar = calendars.find(({ id }) => id === person) ?? calendars[0]
    if (calendar === undefined) return undefined
    const view = VIEWS.find((each) => each === asked) ?? 'week'
    const today = dayOf(new Date(), tenant.timeZone)
    const day = date !== undefined && isDay(date) ? date : today
    return { calendar, view, today, from: view === 'week' ? mondayOf(day) : day }
  }

  /** The events of a view, read from Exchange now. */
  async function eventsOf(tenant: Tenant, calendar: PracticeCalendar, view: View, from: Day): Promise<MailboxEvent[]> {
    const to = addDays(from, VIEW_DAYS[view])
    const events = await exchange.calendarOf(tenant, calendar).events(windowAround(from, to))
    return events.filter(({ start, end }) => {
      const last = dayOf(new Date(Math.max(start.getTime(), end.getTime() - 1)), tenant.timeZone)
      return dayOf(start, tenant.timeZone) < to && last >= from
    })
  }

  routes.get('/staff', async (context) => {
    const { member, tenant } = await signedIn(context, parts)
    const calendars = await calendarsOf(database, tenant.id)
    const choice = choiceOf(context, tenant, calendars)
    if (choice === undefined) return context.redirect('/admin')
    const reader = readerOf(context)
    const common = {
      ...choice,
      reader,
      member,
      tenant,
      calendars,
      format: new TimeFormat(reader.language, tenant.timeZone),
    }
    if (choice.view !== 'list') return page(context, <OnlineCalendarPage {...common} away={false} />)
    try {
      const events = await eventsOf(tenant, choice.calendar, choice.view, choice.from)
      return page(context, <OnlineCalendarPage {...common} events={events} away={false} />)
    } catch (error) {
      if (!isExchangeFailure(error)) throw error
      noteFailure(log, error)
      return page(context, <OnlineCalendarPage {...common} away />, 503)
    }
  })

  routes.get('/staff/events', async (context) => {
    const { tenant } = await signedIn(context, parts)
    const choice = choiceOf(context, tenant, await calendarsOf(database, tenant.id))
    if (choice === undefined) throw new NotFoundError()
    const { calendar, view, from } = choice
    const { words } = readerOf(context)
    try {
      const events = await eventsOf(tenant, calendar, view, from)
      return context.json(events.map((event) => shownEvent(event, tenant, calendar, words)))
    } catch (error) {
      if (!isExchangeFailure(error)) throw error
      noteFailure(log, error)
      return context.json({ away: true }, 503)
    }
  })

  /** Tells a page when to look again. What has changed isn't in it. */
  routes.get('/staff/changes', async (context) => {
    const { tenant } = await signedIn(context, parts)
    const choice = choiceOf(context, tenant, await calendarsOf(database, tenant.id))
    if (choice === undefined) throw new NotFoundError()
    return eventStream(context, parts, async (stream) => {
      const left = new AbortController()
      stream.onAbort(() => left.abort())
      await stream.writeSSE({ event: 'begin', data: '', retry: RETRY_MS })
      const beat = setInterval(() => void stream.write(': \n\n'), HEARTBEAT_MS)
      // After a while the browser comes again, if it is still signed in.
      const signal = AbortSignal.any([left.signal, AbortSignal.timeout(STREAM_MS)])
      try {
        for await (const event of watches.news(tenant, choice.calendar, signal))
          await stream.writeSSE({ event, data: '' })
      } finally {
        clearInterval(beat)
      }
    })
  })

  return routes
}

/** An event as the page's script shows it. */
function shownEvent(event: MailboxEvent, { timeZone }: Tenant, calendar: PracticeCalendar, words: Words) {
  const { start, end, allDay, status, description = '', location = '', itemId = '' } = event
  const day = dayOf(start, timeZone)
  return {
    id: createHash('sha256').update(`${itemId}${start.getTime()}`).digest('base64url').slice(0, 16),
    title: titleOf(event, words),
    start: allDay ? day : start.toISOString(),
    end: allDay ? dayOf(end, timeZone) : end.toISOString(),
    allDay,
    url: `/staff?${new URLSearchParams({ person: calendar.id, view: 'list', date: day })}`,
    status,
    description,
    location,
    attendees: peopleOf(event),
    rooms: roomsOf(event, words),
  }
}
