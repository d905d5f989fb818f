import { setTimeout as sleep } from 'node:timers/promises'
import { EwsError } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv, AppParts } from '../app-parts'
import { failedBookings } from '../booking/stored-booking'
import { beginSealing, sealingOf, sealRows } from '../encryption/sealing'
import { isExchangeFailure, noteFailure } from '../exchange/failure'
import { errorCode } from '../log'
import { AdminPage, formOf, RulesPage } from '../pages/admin-pages'
import {
  type BookingRules,
  calendarsOf,
  changeRules,
  findCalendar,
  type PracticeCalendar,
  WEEKDAYS,
  weeklyHours,
} from '../practice/calendars'
import { findTenant } from '../practice/tenants'
import type { Words } from '../words/words'
import { neededText, optionalMail, readForm, text } from './form-input'
import { signedIn } from './session'
import { eventStream, NotFoundError, page, readerOf } from './visit'

type Visit = Context<AppEnv>

/** How often the page hears of the progress of sealing. */
const PROGRESS_MS = 300

/** The pages on which a practice's administrator chooses how calendars are booked, and has texts sealed. */
export function administratorRoutes(parts: AppParts): Hono<AppEnv> {
  const { database, exchange, vaults, log } = parts
  const routes = new Hono<AppEnv>()

  const administrator = (context: Visit) => signedIn(context, parts, 'administrator')

  routes.get('/admin', async (context) => {
    const { member, tenant } = await administrator(context)
    const [calendars, failures, sealing] = await Promise.all([
      calendarsOf(database, tenant.id),
      failedBookings(database, tenant.id),
      sealingOf(database, tenant.id),
    ])
    return page(context, <AdminPage {...{ reader: readerOf(context), member, tenant, calendars, failures, sealing }} />)
  })

  async function rulesPage(context: Visit) {
    const { member, tenant } = await administrator(context)
    const calendar = await findCalendar(database, tenant.id, context.req.param('id') ?? '')
    if (calendar === undefined) throw new NotFoundError()
    return { reader: readerOf(context), member, tenant, calendar, folders: await foldersOf(calendar) }
  }

  routes.get('/admin/calendars/:id', async (context) => {
    const props = await rulesPage(context)
    const { words } = props.reader
    const { connected, saved } = context.req.query()
    const note = connected !== undefined ? words.connected : saved !== undefined ? words.saved : undefined
    return page(context, <RulesPage {...props} state={formOf(props.calendar)} note={note} />)
  })

  routes.post('/admin/calendars/:id', async (context) => {
    const props = await rulesPage(context)
    const { calendar, reader } = props
    const { values, errors, fields: rules } = readForm(await context.req.parseBody(), rulesForm(reader.words))
    // Times can be changed while Exchange is away.
    const isNewRoom = rules?.room !== calendar.room
    const problem = rules?.room && isNewRoom && (await roomProblem(calendar, rules.room))
    if (rules === undefined || problem) {
      const state = { values, errors: problem ? { ...errors, room: problem } : errors }
      return page(context, <RulesPage {...props} state={state} />, 422)
    }
    await changeRules(database, calendar.id, rules)
    return context.redirect(`/admin/calendars/${calendar.id}?saved=1`, 303)
  })

  /** The other calendars of the mailbox that can be booked. While Exchange is away, the choice stays as it is. */
  async function foldersOf(calendar: PracticeCalendar): Promise<{ id: string; name: string }[]> {
    try {
      const listed = await BookingCalendar.list(exchange.clientOf(calendar), calendar.mailbox)
      return listed.filter(({ isDefault, canEdit }) => !isDefault && canEdit)
    } catch (error) {
      if (!isExchangeFailure(error)) throw error
      noteFailure(log, error, { calendar: calendar.id })
      return calendar.folder === null ? [] : [{ id: calendar.folder, name: '…' }]
    }
  }

  /** Why a room's times can't be read. */
  async function roomProblem(calendar: PracticeCalendar, room: string): Promise<string | undefined> {
    const start = new Date()
    const window = { start, end: new Date(start.getTime() + 60_000) }
    try {
      const answers = await BookingCalendar.freeBusyOf(exchange.clientOf(calendar), [room], window)
      const error = answers.get(room)?.error
      return error && (error.hint ?? error.message)
    } catch (error) {
      if (!(error instanceof EwsError)) throw error
      return error.hint ?? error.message
    }
  }

  routes.post('/admin/sealing', async (context) => {
    const { tenant } = await administrator(context)
    if (await beginSealing(database, tenant)) {
      const current = (await findTenant(database, tenant.id)) ?? tenant
      // The request doesn't wait for it. If this process dies, another one goes on.
      sealRows(database, vaults, current, log, parts.onSealing).catch((error: unknown) => {
        log.error({ code: errorCode(error) }, 'Sealing was interrupted')
      })
    }
    return context.redirect('/admin', 303)
  })

  routes.get('/admin/sealing', async (context) => {
    const { tenant } = await administrator(context)
    const { words } = readerOf(context)
    return eventStream(context, parts, async (stream) => {
      for (let running = true; running && !stream.aborted; ) {
        const sealing = await sealingOf(database, tenant.id)
        running = sealing?.state === 'running'
        const { done = 0, total = 0 } = sealing ?? {}
        await stream.writeSSE({ data: JSON.stringify({ done, total, running, text: words.progress(done, total) }) })
        if (running) await sleep(PROGRESS_MS)
      }
    })
  })

  return routes
}

/** Reads working hours such as `08:00-12:00, 13:00-17:00`. */
const hours = (words: Words) =>
  text(words, 100)
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((range) => range.trim())
        .filter((range) => range !== '')
        .map((range) => {
          const [from = '', to = ''] = range.split(/\s*[-–]\s*/)
          return { from, to }
        }),
    )
    .refine(
      (ranges) => weeklyHours.safeParse({ monday: ranges }).success && ranges.every(({ from, to }) => from < to),
      words.badHours,
    )

function rulesForm(words: Words) {
  const minutes = (least: number, most: number) => {
    const problem = words.outOfRange(least, most)
    return z.coerce.number(problem).int(problem).min(least, problem).max(most, problem)
  }
  return z
    .object({
      name: neededText(words, 100),
      folder: z.string().max(1000).default(''),
      room: optionalMail(words),
      slotMinutes: minutes(5, 480),
      bufferBefore: minutes(0, 240),
      bufferAfter: minutes(0, 240),
      open: z.string().optional(),
      monday: hours(words),
      tuesday: hours(words),
      wednesday: hours(words),
      thursday: hours(words),
      friday: hours(words),
      saturday: hours(words),
      sunday: hours(words),
    })
    .transform(
      ({ folder, room, open, ...fields }): BookingRules => ({
        name: fields.name,
        slotMinutes: fields.slotMinutes,
        bufferBefore: fields.bufferBefore,
        bufferAfter: fields.bufferAfter,
        folder: folder === '' ? null : folder,
        room: room === '' ? null : room,
        hours: Object.fromEntries(WEEKDAYS.map((day) => [day, fields[day]])),
        open: open === 'yes',
      }),
    )
}
