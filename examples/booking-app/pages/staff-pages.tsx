import type { MailboxEvent } from 'ews-booking/booking'
import { addDays, type Day, dayOf } from '../booking/wall-clock'
import type { PracticeCalendar } from '../practice/calendars'
import type { Tenant } from '../practice/tenants'
import type { Member } from '../security/sessions'
import type { Words } from '../words/words'
import { Field } from './field'
import { Layout, type Reader } from './layout'
import type { TimeFormat } from './time-format'

/** The sign-in of the staff. */
export function SignInPage({ reader, mail, failed }: { reader: Reader; mail: string; failed: boolean }) {
  const { words } = reader
  const state = { values: { mail }, errors: {} }
  return (
    <Layout reader={reader} title={words.signIn} home="/staff">
      <form class="card narrow" method="post" action="/staff/sign-in" data-once={words.signIn}>
        <h1>{words.signIn}</h1>
        <p class="quiet">{words.staffOnly}</p>
        {failed && (
          <p class="alert" role="alert">
            {words.wrongPassword}
          </p>
        )}
        <Field name="mail" label={words.mail} state={state} type="email" autocomplete="username" required />
        <Field
          name="password"
          label={words.password}
          state={state}
          type="password"
          autocomplete="current-password"
          required
        />
        <button type="submit">{words.signIn}</button>
      </form>
    </Layout>
  )
}

/** The links of the staff's pages. */
export function StaffNavigation(props: { reader: Reader; member: Member; current: 'calendar' | 'administration' }) {
  const { words } = props.reader
  return (
    <>
      <nav class="tabs" aria-label={words.staffOnly}>
        <a href="/staff" aria-current={props.current === 'calendar' ? 'page' : undefined}>
          {words.onlineCalendar}
        </a>
        {props.member.role === 'administrator' && (
          <a href="/admin" aria-current={props.current === 'administration' ? 'page' : undefined}>
            {words.administration}
          </a>
        )}
      </nav>
      <form class="sign-out" method="post" action="/staff/sign-out">
        <button class="quiet" type="submit">
          {words.signOut}
        </button>
      </form>
    </>
  )
}

export const VIEWS = ['week', 'day', 'list'] as const
export type View = (typeof VIEWS)[number]

/** The days that a view shows: the first, and how many. */
export const VIEW_DAYS: Readonly<Record<View, number>> = { week: 7, day: 1, list: 14 }

/** What the online calendar shows. */
export interface OnlineCalendarProps {
  readonly reader: Reader
  readonly member: Member
  readonly tenant: Tenant
  readonly calendars: readonly PracticeCalendar[]
  readonly calendar: PracticeCalendar
  readonly view: View
  /** The first day of the view. */
  readonly from: Day
  readonly today: Day
  readonly format: TimeFormat
  /** The events of a list; absent where the page's script reads them, or Exchange gave no answer. */
  readonly events?: readonly MailboxEvent[] | undefined
  readonly away: boolean
}

const addressOf = ({ id }: PracticeCalendar, view: View, date: Day): string =>
  `/staff?${new URLSearchParams({ person: id, view, date })}`

/** Somebody's calendar, as Exchange has it now. */
export function OnlineCalendarPage(props: OnlineCalendarProps) {
  const { reader, member, tenant, calendars, calendar, view, from, today, format, away } = props
  const { words } = reader
  const step = VIEW_DAYS[view]
  return (
    <Layout
      reader={reader}
      title={words.onlineCalendar}
      brand={tenant.name}
      home="/staff"
      navigation={<StaffNavigation reader={reader} member={member} current="calendar" />}
      scripts={['page', 'calendar']}
      styles={['calendar', 'style']}
      wide
    >
      <div class="calendar-bar" data-changes={`/staff/changes?${new URLSearchParams({ person: calendar.id })}`}>
        <h1>{format.period(from, addDays(from, step - 1))}</h1>
        <nav class="pager" aria-label={words.chooseTime}>
          <a class="button quiet" href={addressOf(calendar, view, addDays(from, -step))} aria-label={words.previous}>
            ‹
          </a>
          <a class="button quiet" href={addressOf(calendar, view, today)}>
            {words.today}
          </a>
          <a class="button quiet" href={addressOf(calendar, view, addDays(from, step))} aria-label={words.next}>
            ›
          </a>
        </nav>
        <nav class="tabs" aria-label={words.person}>
          {calendars.map((each) => (
            <a href={addressOf(each, view, from)} aria-current={each.id === calendar.id ? 'page' : undefined}>
              {each.name}
            </a>
          ))}
        </nav>
        <nav class="tabs views" aria-label={words.onlineCalendar}>
          {VIEWS.map((each) => (
            <a href={addressOf(calendar, each, from)} aria-current={each === view ? 'page' : undefined}>
              {words[each]}
            </a>
          ))}
        </nav>
      </div>
      <div class="alert away" role="alert" hidden={!away}>
        <p>
          <strong>{words.calendarAway}</strong> {words.calendarAwayHint}
        </p>
        <p>
          <a class="button quiet" href={`${reader.url.pathname}${reader.url.search}`}>
            {words.tryAgain}
          </a>
        </p>
      </div>
      {view === 'list' ? (
        <EventList {...props} />
      ) : (
        <>
          <p class="card loading-note" role="status" data-loading>
            {words.loading}
          </p>
          <p class="card" role="status" data-empty hidden>
            {words.noEvents}
          </p>
          <div
            class="card calendar"
            data-calendar={view}
            data-events={`/staff/events?${new URLSearchParams({ person: calendar.id, view, date: from })}`}
            data-from={from}
            data-locale={format.locale}
            data-time-zone={tenant.timeZone}
          ></div>
        </>
      )}
      <p class="footnote">{words.live}</p>
      <dialog aria-labelledby="event-title">
        <h2 id="event-title">{words.loading}</h2>
        <p class="quiet" data-part="time"></p>
        <p data-part="location"></p>
        <p class="description" data-part="description"></p>
        <p class="quiet" data-part="attendees"></p>
        <p data-part="rooms"></p>
        <form method="dialog">
          <button class="quiet" type="submit">
            {words.close}
          </button>
        </form>
      </dialog>
    </Layout>
  )
}

/** The title that is shown for an event. */
export function titleOf({ title, private: isPrivate, error }: MailboxEvent, words: Words): string {
  if (error !== undefined) return words.unreadable
  return title ?? (isPrivate ? words.privateEvent : '')
}

/** The names, or else addresses, of the people who are invited. */
export const peopleOf = ({ attendees = [] }: MailboxEvent): string =>
  attendees
    .filter(({ resource }) => !resource)
    .map(({ name, address }) => name || address || '')
    .join(', ')

/** The rooms of an event, and what they answered. */
export const roomsOf = ({ attendees = [] }: MailboxEvent, { room, roomAnswers }: Words): string =>
  attendees
    .filter(({ resource }) => resource)
    .map(({ name, address, response }) => {
      const answer = response === 'organizer' || response === 'unknown' ? 'none' : response
      return `${room}: ${name || address || ''}, ${roomAnswers[answer]}`
    })
    .join('; ')

function EventList({ reader, from, format, events, tenant }: OnlineCalendarProps) {
  const { words } = reader
  if (events === undefined) return null
  if (events.length === 0) {
    return (
      <p class="card" role="status">
        {words.noEvents}
      </p>
    )
  }
  const days = [...new Set(events.map(({ start }) => dayOf(start, tenant.timeZone)))].map((day) =>
    day < from ? from : day,
  )
  return (
    <div class="card agenda">
      {[...new Set(days)].map((day) => (
        <section>
          <h2>{format.day(day)}</h2>
          <ul>
            {events
              .filter(({ start }) => {
                const starts = dayOf(start, tenant.timeZone)
                return starts === day || (day === from && starts < from)
              })
              .map((event) => (
                <li>
                  <span class="when">
                    {event.allDay ? words.allDay : `${format.time(event.start)}–${format.time(event.end)}`}
                  </span>
                  <div>
                    <strong>{titleOf(event, words)}</strong>
                    {event.location && <p class="quiet">{event.location}</p>}
                    {event.description && <p class="description">{event.description}</p>}
                    {peopleOf(event) !== '' && (
                      <p class="quiet small">
                        {words.attendees}: {peopleOf(event)}
                      </p>
                    )}
                    {roomsOf(event, words) !== '' && <p class="small">{roomsOf(event, words)}</p>}
                  </div>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
