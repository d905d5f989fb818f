import { randomBytes } from 'node:crypto'
import { EwsRequestError } from 'ews-booking'
import { type ExchangeConnection, Secret, sealConnection } from 'ews-booking/crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv, AppParts } from '../app-parts'
import { connectionContext } from '../exchange/accounts'
import { connectionSteps, type ShownStep } from '../exchange/connection-check'
import { PrivateAddressError } from '../exchange/public-address'
import { ConnectPage } from '../pages/admin-pages'
import { addCalendar, type BookingRules, WEEKDAYS } from '../practice/calendars'
import type { Tenant } from '../practice/tenants'
import { limited } from '../security/web-safety'
import type { Words } from '../words/words'
import { neededText, optionalMail, readForm, text } from './form-input'
import { signedIn } from './session'
import { eventStream, page, readerOf } from './visit'

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

/** The form on which an administrator connects a calendar. The steps of the check show as they come. */
export function connectRoutes(parts: AppParts): Hono<AppEnv> {
  const { database, exchange, vaults, limits } = parts
  const routes = new Hono<AppEnv>()
  const schemes: readonly Scheme[] = exchange.allowsPrivateNetworks
    ? SCHEMES
    : SCHEMES.filter((each) => each !== 'auto')

  routes.get('/admin/connect', async (context) => {
    const { member, tenant } = await signedIn(context, parts, 'administrator')
    const props = { reader: readerOf(context), member, tenant, schemes, state: { values: {}, errors: {} } }
    return page(context, <ConnectPage {...props} />)
  })

  routes.post('/admin/connect', async (context) => {
    const { member, tenant } = await signedIn(context, parts, 'administrator')
    await limited(parts, 'connect', member.id, limits.signIns)
    const reader = readerOf(context)
    const { words } = reader
    const state = readForm(await context.req.parseBody(), connectionForm(words, schemes))
    const { signal } = context.req.raw

    /** Makes the steps, and stores the connection if none of them failed. Returns where to go on, or what is wrong. */
    async function connect(
      onStep: (step: ShownStep) => unknown,
    ): Promise<{ readonly location?: string; readonly problem?: string }> {
      if (state.fields === undefined) return { problem: Object.values(state.errors)[0] ?? words.checkFields }
      const { name, mailbox, connection } = state.fields
      let isBroken = false
      try {
        for await (const step of connectionSteps(exchange, connection, mailbox, signal)) {
          isBroken ||= step.verdict === 'failed'
          await onStep(step)
        }
      } catch (error) {
        if (error instanceof PrivateAddressError) return { problem: words.privateAddress }
        if (error instanceof EwsRequestError) return { problem: error.hint ?? words.checkFields }
        throw error
      }
      if (isBroken) return { problem: words.notConnected }
      return { location: `/admin/calendars/${await store(tenant, name, mailbox, connection)}?connected=1` }
    }

    if (context.req.header('Accept') === 'text/event-stream') {
      return eventStream(context, parts, async (stream) => {
        const outcome = await connect((step) => stream.writeSSE({ event: 'step', data: JSON.stringify(step) }))
        await stream.writeSSE({ event: 'outcome', data: JSON.stringify(outcome) })
      })
    }
    const steps: ShownStep[] = []
    const { location, problem } = await connect((step) => steps.push(step))
    if (location !== undefined) return context.redirect(location, 303)
    return page(context, <ConnectPage {...{ reader, member, tenant, schemes, steps, problem, state }} />, 422)
  })

  async function store(tenant: Tenant, name: string, mailbox: string, connection: ExchangeConnection): Promise<string> {
    const id = randomBytes(9).toString('base64url')
    const sealed = sealConnection(vaults.secrets, connection, connectionContext(tenant.id, id))
    await addCalendar(database, { ...FIRST_RULES, id, tenant: tenant.id, name, mailbox, connection: sealed })
    return id
  }

  return routes
}

/** How an account signs in to Exchange. */
const SCHEMES = ['auto', 'ntlm', 'basic'] as const
type Scheme = (typeof SCHEMES)[number]

const connectionForm = (words: Words, schemes: readonly Scheme[]) =>
  z
    .object({
      name: neededText(words, 100),
      url: neededText(words, 500),
      username: neededText(words, 256),
      // A password may begin or end with a space.
      password: z.string(words.required).min(1, words.required).max(256, words.tooLong(256)),
      impersonate: optionalMail(words),
      signIn: z.enum(SCHEMES).refine((scheme) => schemes.includes(scheme), words.checkFields),
      ca: text(words, 20_000).default(''),
    })
    .refine(({ impersonate, username }) => impersonate !== '' || z.email().safeParse(username).success, {
      path: ['impersonate'],
      message: words.mailboxNeeded,
    })
    .transform(({ name, url, username, password, impersonate, signIn, ca }) => ({
      name,
      mailbox: impersonate === '' ? username : impersonate,
      connection: {
        url,
        type: signIn,
        username,
        password: new Secret(password),
        impersonate: impersonate === '' ? undefined : { primarySmtpAddress: impersonate },
        ca: ca === '' ? undefined : ca,
      } satisfies ExchangeConnection,
    }))
