import type { Window } from 'ews-booking/booking'
import { isUnfinished, type StoredBooking } from '../booking/stored-booking'
import type { PracticeCalendar } from '../practice/calendars'
import type { Tenant } from '../practice/tenants'
import { Field, type FormState } from './field'
import { Layout, practicePath, type Reader } from './layout'
import { SlotPicker, type SlotPickerProps } from './slot-picker'
import type { TimeFormat } from './time-format'
import { ZoneChoice } from './zone-choice'

interface PracticeProps {
  readonly reader: Reader
  readonly tenant: Tenant
}

/** Whom one can see. */
export function PeoplePage({ reader, tenant, calendars }: PracticeProps & { calendars: readonly PracticeCalendar[] }) {
  const { words } = reader
  return (
    <Layout reader={reader} title={words.choosePerson} brand={tenant.name} home={practicePath(tenant)}>
      <section class="card people">
        <h1>{words.choosePerson}</h1>
        <p class="lead">{calendars.length === 0 ? words.noTimes : words.choosePersonHint}</p>
        <ul>
          {calendars.map(({ id, name, slotMinutes }) => (
            <li>
              <a class="person" href={`${practicePath(tenant)}/${id}`}>
                <span class="avatar" aria-hidden="true">
                  {initials(name)}
                </span>
                <span>
                  <strong>{name}</strong>
                  <span class="quiet">{words.minutes(slotMinutes)}</span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <p class="footnote">{words.poweredBy}</p>
    </Layout>
  )
}

const initials = (name: string) =>
  name
    .split(/[\s.]+/)
    .filter((part) => !/^(dr|prof)$/i.test(part))
    .map((part) => part.slice(0, 1))
    .slice(0, 2)
    .join('')

interface CalendarProps extends PracticeProps {
  readonly calendar: PracticeCalendar
  readonly format: TimeFormat
}

/** Who, how long, and in which time zone. */
function About({ reader, calendar, format, children }: CalendarProps & { children?: unknown }) {
  const { words } = reader
  return (
    <section class="about">
      <span class="avatar" aria-hidden="true">
        {initials(calendar.name)}
      </span>
      <h1>{words.withPerson(calendar.name)}</h1>
      <p class="quiet duration">{words.minutes(calendar.slotMinutes)}</p>
      {children}
      <ZoneChoice reader={reader} timeZone={format.timeZone} />
    </section>
  )
}

/** The free times of a month. */
export function SlotsPage(props: CalendarProps & SlotPickerProps) {
  const { reader, tenant } = props
  return (
    <Layout reader={reader} title={reader.words.chooseTime} brand={tenant.name} home={practicePath(tenant)}>
      <div class="card booking" data-zone={props.format.timeZone}>
        <About {...props} />
        <SlotPicker {...props} />
      </div>
      <p class="footnote">{reader.words.poweredBy}</p>
    </Layout>
  )
}

/** A form for a customer. */
export interface CustomerForm extends FormState {
  /** Names the form, so that it books once however often it is sent. */
  readonly form: string
}

/** The form for the chosen time. */
export function BookingFormPage(
  props: CalendarProps & {
    slot: Window | undefined
    state: CustomerForm
    /** Offered where the slot was taken. */
    alternatives?: readonly Window[] | undefined
    away?: boolean
  },
) {
  const { reader, tenant, format, slot, state, alternatives, calendar, away = false } = props
  const { words, url } = reader
  const back = new URLSearchParams(url.searchParams)
  back.delete('start')
  return (
    <Layout reader={reader} title={words.yourDetails} brand={tenant.name} home={practicePath(tenant)}>
      <div class="card booking form" data-zone={format.timeZone}>
        <About {...props}>
          {slot && (
            <p class="chosen">
              <strong>{format.date(slot.start)}</strong>
              <br />
              {format.time(slot.start)}–{format.time(slot.end)}
            </p>
          )}
          <p>
            <a href={`${url.pathname}?${back}`}>{words.changeTime}</a>
          </p>
        </About>
        <form class="details" method="post" action={`${url.pathname}${url.search}`} data-once={words.booking}>
          {alternatives ? (
            <Alternatives reader={reader} format={format} alternatives={alternatives} />
          ) : (
            <input type="hidden" name="start" value={slot?.start.toISOString() ?? ''} />
          )}
          <h2>{words.yourDetails}</h2>
          {away && (
            <p class="alert" role="alert">
              <strong>{words.away}.</strong> {words.awayForm}
            </p>
          )}
          {Object.keys(state.errors).length > 0 && (
            <p class="alert" role="alert">
              {words.checkFields}
            </p>
          )}
          <input type="hidden" name="form" value={state.form} />
          <Field name="name" label={words.name} state={state} autocomplete="name" most={LIMITS.name} required />
          <Field
            name="mail"
            label={words.mail}
            state={state}
            autocomplete="email"
            type="email"
            most={LIMITS.mail}
            required
          />
          <Field name="title" label={words.title} state={state} most={LIMITS.title} required />
          <Field
            name="description"
            label={`${words.description} (${words.optional})`}
            state={state}
            most={LIMITS.description}
            rows={4}
          />
          <button type="submit">{words.book}</button>
          <p class="quiet small">{words.withPerson(calendar.name)}</p>
        </form>
      </div>
    </Layout>
  )
}

/** The longest texts that the form takes. */
export const LIMITS = { name: 100, mail: 254, title: 120, description: 2000 } as const

function Alternatives(props: { reader: Reader; format: TimeFormat; alternatives: readonly Window[] }) {
  const { words } = props.reader
  return (
    <>
      <p class="alert" role="alert">
        <strong>{words.taken}</strong> {props.alternatives.length === 0 ? words.takenNoOther : words.takenHint}
      </p>
      {props.alternatives.length > 0 && (
        <fieldset class="choices">
          <legend class="hidden">{words.chooseTime}</legend>
          {props.alternatives.map(({ start, end }) => (
            <label>
              <input type="radio" name="start" value={start.toISOString()} required />
              {props.format.range({ start, end })}
            </label>
          ))}
        </fieldset>
      )}
    </>
  )
}

/** What a customer sees of their booking. */
export function BookingPage(
  props: CalendarProps & { booking: StoredBooking; path: string; note: string | undefined; asking: boolean },
) {
  const { reader, tenant, calendar, format, booking, path, note, asking } = props
  const { words } = reader
  const pending = isUnfinished(booking)
  const { title, hint } = headline(props)
  return (
    <Layout reader={reader} title={title} brand={tenant.name} home={practicePath(tenant)}>
      <section
        class={`card ticket ${booking.state}`}
        data-pending={pending ? 'true' : undefined}
        data-zone={format.timeZone}
      >
        <div role="status">
          <h1>{title}</h1>
          {hint && <p>{hint}</p>}
        </div>
        {note && (
          <p class="note" role="status">
            {note}
          </p>
        )}
        <dl>
          <div>
            <dt>{words.when}</dt>
            <dd>
              <time datetime={booking.start.toISOString()}>{format.range(booking)}</time>
              <span class="quiet"> {format.timeZone.replaceAll('_', ' ')}</span>
            </dd>
          </div>
          <div>
            <dt>{words.who}</dt>
            <dd>{calendar.name}</dd>
          </div>
          {booking.title && (
            <div>
              <dt>{words.reason}</dt>
              <dd>{booking.title}</dd>
            </div>
          )}
        </dl>
        <div class="actions">
          {booking.state === 'booked' && !asking && (
            <>
              <a class="button" href={`${path}/move`}>
                {words.move}
              </a>
              <a class="button quiet" href={`${path}?cancel=1`}>
                {words.cancel}
              </a>
            </>
          )}
          {booking.state === 'booked' && asking && (
            <form method="post" action={`${path}/cancel`} data-once={words.cancelYes}>
              <p>
                <strong>{words.cancelQuestion}</strong>
              </p>
              <button class="danger" type="submit">
                {words.cancelYes}
              </button>
              <a class="button quiet" href={path}>
                {words.keepIt}
              </a>
            </form>
          )}
          {pending && (
            <a class="button quiet" href={path}>
              {words.checkAgain}
            </a>
          )}
          {!pending && booking.state !== 'booked' && (
            <a class="button" href={`${practicePath(tenant)}/${calendar.id}`}>
              {words.bookAnother}
            </a>
          )}
        </div>
      </section>
    </Layout>
  )
}

function headline({ reader: { words }, booking: { state } }: { reader: Reader; booking: StoredBooking }) {
  switch (state) {
    case 'booked':
      return { title: words.bookedTitle, hint: words.bookedHint }
    case 'booking':
      return { title: words.pendingTitle, hint: words.pendingHint }
    case 'moving':
      return { title: words.movingTitle, hint: words.pendingHint }
    case 'cancelling':
      return { title: words.cancellingTitle, hint: words.pendingHint }
    case 'taken':
      return { title: words.takenTitle, hint: words.takenBookingHint }
    case 'failed':
      return { title: words.failedTitle, hint: words.failedHint }
    case 'gone':
      return { title: words.goneTitle, hint: words.goneHint }
    case 'cancelled':
      return { title: words.cancelledTitle, hint: words.cancelledHint }
  }
}

/** The choice of another time for a booking. */
export function MovePage(
  props: CalendarProps &
    SlotPickerProps & { booking: StoredBooking; path: string; slot: Window | undefined; note?: string | undefined },
) {
  const { reader, tenant, format, booking, path, slot, note } = props
  const { words } = reader
  return (
    <Layout reader={reader} title={words.moveTitle} brand={tenant.name} home={practicePath(tenant)}>
      <div class="card booking" data-zone={format.timeZone}>
        <About {...props}>
          <p>
            <span class="quiet">{words.oldTime}</span>
            <br />
            <s>{format.range(booking)}</s>
          </p>
          {note && (
            <p class="alert" role="alert">
              {note}
            </p>
          )}
          {slot && (
            <form method="post" action={`${path}/move`} data-once={words.booking}>
              <p class="chosen">
                <span class="quiet">{words.newTime}</span>
                <br />
                <strong>{format.range(slot)}</strong>
              </p>
              <input type="hidden" name="start" value={slot.start.toISOString()} />
              <button type="submit">{words.moveHere}</button>
            </form>
          )}
          <p>
            <a href={path}>{words.keepIt}</a>
          </p>
        </About>
        <SlotPicker {...props} />
      </div>
    </Layout>
  )
}
