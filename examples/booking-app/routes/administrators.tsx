import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { EwsError, EwsRequestError } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { type ExchangeConnection, Secret, sealConnection } from 'ews-booking/crypto'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv, AppParts } from '../app-parts'
import { failedBookings } from '../booking/stored-booking'
import { beginSealing, sealingOf, sealRows } from '../encryption/sealing'
import { connectionContext } from '../exchange/accounts'
import { connectionSteps, type ShownStep } from '../exchange/connection-check'
import { failureCode } from '../exchange/failure'
import { PrivateAddressError } from '../exchange/public-address'
import { AdminPage, ConnectPage, formOf, RulesPage } from '../pages/admin-pages'
import {
  addCalendar,
  type BookingRules,
  calendarsOf,
  changeRules,
  findCalendar,
  type PracticeCalendar,
  WEEKDAYS,
  weeklyHours,
} from '../practice/calendars'
import { findTenant, type Tenant } from '../practice/tenants'
import { limited } from '../security/web-safety'
import type { Words } from '../words/words'
import { signedIn } from './session'
import { eventStream, NotFoundError, page, readerOf } from './visit'

type Visit = Context<AppEnv>

/** How often the page hears of the progress of sealing. */
const PROGRESS_MS = 300

/** What a new calendar begins with. Customers can't book it until an administrator has looked at it. */
const FIRST_RULES: Omit<BookingRules, 'name'> = {
  hours: Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, [{ from: '09:00', to: '17:00' }]])),
  slotMinutes: 30,
  bufferBefore: 0,
  bufferAfter: 0,
  folder: null,
  room: null,
  open: false,
}

/** The pages on which a practice's administrator connects calendars and chooses how they are booked. */
export function administratorRoutes(parts: AppParts): Hono<AppEnv> {
  const { database, exchange, vaults, limits, log } = parts
  const routes = new Hono<AppEnv>()

  const administrator = (context: Visit) => signedIn(context, parts, 'administrator')
  const schemes: readonly Scheme[] = exchange.allowsPrivateNetworks ? ['auto', 'ntlm', 'basic'] : ['ntlm', 'basic']

  routes.get('/admin', async (context) => {
    const { member, tenant } = await administrator(context)
    const [calendars, failures, sealing] = await Promise.all([
      calendarsOf(database, tenant.id),
      failedBookings(database, tenant.id),
      sealingOf(database, tenant.id),
    ])
    const props = { reader: readerOf(context), member, tenant, calendars, failures, sealing }
    return page(context, <AdminPage {...props} />)
  })

  routes.get('/admin/connect', async (context) => {
    const { member, tenant } = await administrator(context)
    const state = { values: {}, errors: {} }
    return page(
      context,
      <ConnectPage reader={readerOf(context)} member={member} tenant={tenant} state={state} schemes={schemes} />,
    )
  })

  routes.post('/admin/connect', async (context) => {
    const { member, tenant } = await administrator(context)
    await limited(parts, 'connect', member.id, limits.signIns)
    const reader = readerOf(context)
    const { words } = reader
    const { values, errors, wish } = readConnection(await context.req.parseBody(), words, schemes)
    const steps: ShownStep[] = []

    /** Makes the steps, and stores the connection if none of them failed. Returns where to go on, or what is wrong. */
    async function connect(
      onStep: (step: ShownStep) => Promise<void>,
    ): Promise<{ location?: string; problem?: string }> {
      if (wish === undefined) return { problem: Object.values(errors)[0] ?? words.checkFields }
      try {
        for await (const step of connectionSteps(exchange, wish.connection, wish.mailbox, context.req.raw.signal))
          await onStep(step)
      } catch (error) {
        if (error instanceof PrivateAddressError) return { problem: words.privateAddress }
        if (error instanceof EwsRequestError) return { problem: error.hint ?? words.checkFields }
        throw error
      }
      if (steps.some(({ verdict }) => verdict === 'failed')) return { problem: words.notConnected }
      const calendar = await storeCalendar(tenant, wish)
      return { location: `/admin/calendars/${calendar.id}?connected=1` }
    }

    if (context.req.header('Accept') === 'text/event-stream') {
      return eventStream(context, parts, async (stream) => {
        const outcome = await connect(async (step) => {
          steps.push(step)
          await stream.writeSSE({ event: 'step', data: JSON.stringify(step) })
        })
        await stream.writeSSE({ event: 'outcome', data: JSON.stringify(outcome) })
      })
    }
    const { location, problem } = await connect(async (step) => void steps.push(step))
    if (location !== undefined) return context.redirect(location, 303)
    const props = { reader, member, tenant, schemes, steps, problem, state: { values, errors } }
    return page(context, <ConnectPage {...props} />, 422)
  })

  async function storeCalendar(
    tenant: Tenant,
    { name, mailbox, connection }: ConnectionWish,
  ): Promise<PracticeCalendar> {
    const id = randomBytes(9).toString('base64url')
    const sealed = sealConnection(vaults.secrets, connection, connectionContext(tenant.id, id))
    const calendar = { ...FIRST_RULES, id, tenant: tenant.id, name, mailbox, connection: sealed }
    await addCalendar(database, calendar)
    return calendar
  }

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
    const { values, errors, rules } = readRules(await context.req.parseBody(), reader.words)
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
      log.warn({ code: failureCode(error) }, 'Calendars were not listed')
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
      if (error instanceof EwsError) return error.hint ?? error.message
      return failureCode(error)
    }
  }

  routes.post('/admin/sealing', async (context) => {
    const { tenant } = await administrator(context)
    if (await beginSealing(database, tenant)) {
      const current = (await findTenant(database, tenant.id)) ?? tenant
      // The request doesn't wait for it. If this process dies, another one goes on.
      sealRows(database, vaults, current, log, parts.onSealing).catch((error: unknown) => {
        log.error({ name: error instanceof Error ? error.name : undefined }, 'Sealing was interrupted')
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

/** How an account signs in to Exchange. */
type Scheme = 'auto' | 'ntlm' | 'basic'

interface ConnectionWish {
  readonly name: string
  readonly mailbox: string
  readonly connection: ExchangeConnection
}

const textsOf = (body: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim()]] : [])),
  )

const errorsOf = ({ issues }: z.ZodError): Record<string, string> =>
  Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]).reverse())

/** Checks what an administrator typed. */
function readConnection(body: Record<string, unknown>, words: Words, schemes: readonly Scheme[]) {
  const text = (most: number) => z.string(words.required).min(1, words.required).max(most, words.tooLong(most))
  const fields = z
    .object({
      name: text(100),
      url: text(500),
      username: text(256),
      password: text(256),
      impersonate: z.union([z.literal(''), z.email(words.badMail).max(254)], words.badMail).default(''),
      signIn: z.enum(['auto', 'ntlm', 'basic']).refine((scheme) => schemes.includes(scheme), words.checkFields),
      ca: z.string().max(20_000).default(''),
    })
    .refine(({ impersonate, username }) => impersonate !== '' || z.email().safeParse(username).success, {
      path: ['impersonate'],
      message: words.mailboxNeeded,
    })
  const values = textsOf(body)
  const { success, data, error } = fields.safeParse(values)
  if (!success) return { values, errors: errorsOf(error), wish: undefined }
  const { name, url, username, password, impersonate, signIn, ca } = data
  const connection: ExchangeConnection = {
    url,
    type: signIn,
    username,
    password: new Secret(password),
    impersonate: impersonate === '' ? undefined : { primarySmtpAddress: impersonate },
    ca: ca === '' ? undefined : ca,
  }
  const mailbox = impersonate === '' ? username : impersonate
  return { values, errors: {}, wish: { name, mailbox, connection } satisfies ConnectionWish }
}

/** Reads working hours such as `08:00-12:00, 13:00-17:00`. */
const hours = (message: string) =>
  z
    .string()
    .max(100)
    .default('')
    .transform((text) =>
      text
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
      message,
    )

function readRules(body: Record<string, unknown>, words: Words) {
  const minutes = (least: number, most: number) =>
    z.coerce
      .number(words.outOfRange(least, most))
      .int(words.outOfRange(least, most))
      .min(least, words.outOfRange(least, most))
      .max(most, words.outOfRange(least, most))
  const fields = z.object({
    name: z.string(words.required).min(1, words.required).max(100, words.tooLong(100)),
    folder: z.string().max(1000).default(''),
    room: z.union([z.literal(''), z.email(words.badMail).max(254)], words.badMail).default(''),
    slotMinutes: minutes(5, 480),
    bufferBefore: minutes(0, 240),
    bufferAfter: minutes(0, 240),
    open: z.string().optional(),
    monday: hours(words.badHours),
    tuesday: hours(words.badHours),
    wednesday: hours(words.badHours),
    thursday: hours(words.badHours),
    friday: hours(words.badHours),
    saturday: hours(words.badHours),
    sunday: hours(words.badHours),
  })
  const values = textsOf(body)
  const { success, data, error } = fields.safeParse(values)
  if (!success) return { values, errors: errorsOf(error), rules: undefined }
  const { name, folder, room, slotMinutes, bufferBefore, bufferAfter, open } = data
  const rules: BookingRules = {
    name,
    folder: folder === '' ? null : folder,
    room: room === '' ? null : room,
    hours: Object.fromEntries(WEEKDAYS.map((day) => [day, data[day]])),
    slotMinutes,
    bufferBefore,
    bufferAfter,
    open: open === 'yes',
  }
  return { values, errors: {}, rules }
}
