import type { Child } from 'hono/jsx'
import type { FailedBooking } from '../booking/stored-booking'
import type { ShownStep } from '../exchange/connection-check'
import { type BookingRules, type PracticeCalendar, WEEKDAYS } from '../practice/calendars'
import type { Plan, Tenant } from '../practice/tenants'
import type { Member } from '../security/sessions'
import { Field, type FormState } from './field'
import { Layout, practicePath, type Reader } from './layout'
import { StaffNavigation } from './staff-pages'
import { TimeFormat } from './time-format'

interface AdminProps {
  readonly reader: Reader
  readonly member: Member
  readonly tenant: Tenant
}

function AdminLayout(props: AdminProps & { title: string; scripts?: readonly string[]; children: Child }) {
  const { reader, member, tenant, title, scripts = ['page'], children } = props
  return (
    <Layout
      reader={reader}
      title={title}
      brand={tenant.name}
      home="/staff"
      scripts={scripts}
      navigation={<StaffNavigation reader={reader} member={member} current="administration" />}
    >
      {children}
    </Layout>
  )
}

/** How far the sealing of older rows is. */
export interface SealingState {
  readonly state: 'running' | 'finished' | 'failed'
  readonly done: number
  readonly total: number
}

/** The practice's calendars and its plan. */
export function AdminPage(
  props: AdminProps & {
    calendars: readonly PracticeCalendar[]
    failures: readonly FailedBooking[]
    sealing: SealingState | undefined
  },
) {
  const { reader, tenant, calendars, failures, sealing } = props
  const { words, language } = reader
  const format = new TimeFormat(language, tenant.timeZone)
  return (
    <AdminLayout {...props} title={words.administration} scripts={['page', 'sealing']}>
      <section class="card stack">
        <h1>{words.people}</h1>
        <ul class="calendars">
          {calendars.map(({ id, name, mailbox, open }) => (
            <li>
              <span>
                <strong>{name}</strong>
                <span class="quiet"> {mailbox}</span>
              </span>
              {open && <a href={`${practicePath(tenant)}/${id}`}>{words.opensFor}</a>}
              <a href={`/admin/calendars/${id}`} aria-label={`${words.settings}: ${name}`}>
                {words.settings}
              </a>
            </li>
          ))}
        </ul>
        <p>
          <a class="button" href="/admin/connect">
            {words.connect}
          </a>
        </p>
      </section>
      {failures.length > 0 && (
        <section class="card stack">
          <h2>{words.failures}</h2>
          <p>{words.failuresHint}</p>
          <ul class="calendars">
            {failures.map(({ calendar, start, end, failure }) => (
              <li>
                <span>
                  <strong>{calendars.find(({ id }) => id === calendar)?.name}</strong> {format.range({ start, end })}
                </span>
                <code>{failure}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
      <PlanSection reader={reader} plan={tenant.plan} sealing={sealing} />
    </AdminLayout>
  )
}

function PlanSection({ reader, plan, sealing }: { reader: Reader; plan: Plan; sealing: SealingState | undefined }) {
  const { words } = reader
  const explanation = { plain: words.planPlain, sealing: words.planSealing, sealed: words.planSealed }[plan]
  const running = sealing?.state === 'running'
  return (
    <section class="card stack" data-sealing={running ? '/admin/sealing' : undefined}>
      <h2>{words.plan}</h2>
      <p>{explanation}</p>
      {sealing && (
        <div class="progress">
          <progress value={sealing.done} max={Math.max(sealing.total, 1)} aria-label={words.plan}></progress>
          <p class="quiet" role="status" data-progress>
            {sealing.state === 'failed'
              ? words.planFailed
              : running
                ? words.progress(sealing.done, sealing.total)
                : words.planFinished}
          </p>
        </div>
      )}
      {!running && (
        <form method="post" action="/admin/sealing" data-once={words.planSealing}>
          <button class={plan === 'plain' ? '' : 'quiet'} type="submit">
            {plan === 'plain' ? words.planUpgrade : words.planRotate}
          </button>
        </form>
      )}
    </section>
  )
}

/** The form for a new connection, and the steps of its check. */
export function ConnectPage(
  props: AdminProps & {
    state: FormState
    schemes: readonly string[]
    problem?: string | undefined
    steps?: readonly ShownStep[]
  },
) {
  const { reader, state, schemes, problem, steps = [] } = props
  const { words } = reader
  return (
    <AdminLayout {...props} title={words.connect} scripts={['page', 'connect']}>
      <div class="card connect">
        <form class="details" method="post" action="/admin/connect" data-connect={words.checking}>
          <h1>{words.connect}</h1>
          <p class="quiet">{words.connectHint}</p>
          <Field name="name" label={words.shownName} state={state} most={100} required />
          <Field
            name="url"
            label={words.url}
            hint={words.urlHint}
            state={state}
            most={500}
            autocomplete="off"
            required
          />
          <div class="row">
            <Field
              name="username"
              label={words.username}
              hint={words.usernameHint}
              state={state}
              most={256}
              autocomplete="off"
              required
            />
            <Field
              name="password"
              label={words.password}
              state={state}
              type="password"
              most={256}
              autocomplete="off"
              required
            />
          </div>
          <Field
            name="impersonate"
            label={`${words.impersonate} (${words.optional})`}
            hint={words.impersonateHint}
            state={state}
            type="email"
            most={254}
            autocomplete="off"
          />
          <div class="field">
            <label for="signIn">{words.signInScheme}</label>
            <select id="signIn" name="signIn">
              {schemes.map((scheme) => (
                <option value={scheme} selected={state.values.signIn === scheme}>
                  {scheme === 'auto' ? words.automatic : scheme === 'ntlm' ? 'NTLM' : 'Basic'}
                </option>
              ))}
            </select>
          </div>
          <Field
            name="ca"
            label={`${words.ca} (${words.optional})`}
            hint={words.caHint}
            state={state}
            rows={3}
            most={20_000}
          />
          <button type="submit">{words.checkAndConnect}</button>
        </form>
        <section
          class="steps"
          aria-label={words.steps}
          data-names={JSON.stringify(words.checkNames)}
          data-remedy={words.remedy}
        >
          <p class="alert" role="alert" hidden={problem === undefined} data-not-connected={words.notConnected}>
            {problem}
          </p>
          <ol aria-live="polite">
            {steps.map(({ name, verdict, found, remedy }) => (
              <li class={verdict}>
                <strong>{words.checkNames[name]}</strong>
                <p>{found}</p>
                {remedy && (
                  <p>
                    <em>{words.remedy}:</em> {remedy}
                  </p>
                )}
              </li>
            ))}
          </ol>
        </section>
      </div>
    </AdminLayout>
  )
}

/** When and how a calendar can be booked. */
export function RulesPage(
  props: AdminProps & {
    calendar: PracticeCalendar
    state: FormState
    folders: readonly { readonly id: string; readonly name: string }[]
    note?: string | undefined
  },
) {
  const { reader, calendar, state, folders, note } = props
  const { words } = reader
  return (
    <AdminLayout {...props} title={`${words.settings}: ${calendar.name}`}>
      <form class="card details" method="post" action={`/admin/calendars/${calendar.id}`} data-once={words.save}>
        <h1>{calendar.name}</h1>
        <p class="quiet">{calendar.mailbox}</p>
        {note && (
          <p class="note" role="status">
            {note}
          </p>
        )}
        {Object.keys(state.errors).length > 0 && (
          <p class="alert" role="alert">
            {words.checkFields}
          </p>
        )}
        <Field name="name" label={words.shownName} state={state} most={100} required />
        {folders.length > 0 && (
          <div class="field">
            <label for="folder">{words.folder}</label>
            <select id="folder" name="folder">
              <option value="">{words.defaultFolder}</option>
              {folders.map(({ id, name }) => (
                <option value={id} selected={state.values.folder === id}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        )}
        <fieldset class="stack">
          <legend>
            <strong>{words.hours}</strong> <span class="hint">{words.hoursHint}</span>
          </legend>
          <div class="row">
            {WEEKDAYS.map((day) => (
              <Field name={day} label={words.weekdays[day]} state={state} most={100} />
            ))}
          </div>
        </fieldset>
        <div class="row">
          <Field name="slotMinutes" label={words.slotMinutes} state={state} type="number" required />
          <Field name="bufferBefore" label={words.bufferBefore} state={state} type="number" required />
          <Field name="bufferAfter" label={words.bufferAfter} state={state} type="number" required />
        </div>
        <Field
          name="room"
          label={`${words.room} (${words.optional})`}
          hint={words.roomHint}
          state={state}
          type="email"
          most={254}
        />
        <label class="check">
          <input type="checkbox" name="open" value="yes" checked={state.values.open === 'yes'} />
          {words.open}
        </label>
        <button type="submit">{words.save}</button>
      </form>
    </AdminLayout>
  )
}

/** The rules as the form shows them. */
export function formOf(rules: BookingRules): FormState {
  const { name, folder, room, hours, slotMinutes, bufferBefore, bufferAfter, open } = rules
  const days = WEEKDAYS.map((day) => [day, (hours[day] ?? []).map(({ from, to }) => `${from}-${to}`).join(', ')])
  return {
    errors: {},
    values: {
      ...Object.fromEntries(days),
      name,
      folder: folder ?? '',
      room: room ?? '',
      slotMinutes: String(slotMinutes),
      bufferBefore: String(bufferBefore),
      bufferAfter: String(bufferAfter),
      open: open ? 'yes' : '',
    },
  }
}
