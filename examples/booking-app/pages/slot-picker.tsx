import type { Window } from 'ews-booking/booking'
import { addDays, addMonths, type Day, dayOf } from '../booking/wall-clock'
import type { Reader } from './layout'
import type { TimeFormat } from './time-format'

/** What the picker shows. */
export interface SlotPickerProps {
  readonly reader: Reader
  readonly format: TimeFormat
  /** The free slots of the month, by the day that the customer's wall clock shows. */
  readonly slots: ReadonlyMap<Day, readonly Window[]>
  /** The first day of the month. */
  readonly month: Day
  /** The day whose slots are shown; none if the month has none. */
  readonly day: Day | undefined
  /** The first day of the current month, before which there is nothing. */
  readonly earliest: Day
  /** Whether earlier months were full. */
  readonly skipped: boolean
}

/** The slots by the day on which they start in a time zone. */
export function byDay(slots: readonly Window[], timeZone: string): Map<Day, Window[]> {
  const days = new Map<Day, Window[]>()
  for (const slot of slots) {
    const day = dayOf(slot.start, timeZone)
    days.set(day, [...(days.get(day) ?? []), slot])
  }
  return days
}

/** A month beside the slots of one day. All of it are links, so that day, month and slot are in the address. */
export function SlotPicker(props: SlotPickerProps) {
  const { reader, format, slots, day, skipped, month } = props
  const { words } = reader
  return (
    <div class="picker">
      <Month {...props} />
      <section class="slots" id="slots" aria-live="polite">
        {skipped && day !== undefined && <p class="note">{words.fullMonth}</p>}
        {day === undefined ? (
          <div class="empty">
            <p>
              <strong>{words.noTimes}</strong>
            </p>
            <p>{words.noTimesHint}</p>
            <p>
              <a class="button quiet" href={linkTo(reader.url, { day: addMonths(month, 1) })}>
                {words.laterMonth}
              </a>
            </p>
          </div>
        ) : (
          <>
            <h2>
              <span class="hidden">{words.timesOn(format.day(day))}</span>
              <span aria-hidden="true">{format.day(day)}</span>
            </h2>
            <Times slots={slots.get(day) ?? []} format={format} url={reader.url} day={day} />
          </>
        )}
      </section>
    </div>
  )
}

function Times({ slots, format, url, day }: { slots: readonly Window[]; format: TimeFormat; url: URL; day: Day }) {
  const labels = slots.map(({ start }) => format.time(start))
  return (
    <ul>
      {slots.map(({ start }, position) => {
        const label = labels[position] ?? ''
        const twice = labels.indexOf(label) !== labels.lastIndexOf(label)
        return (
          <li>
            <a class="slot" href={linkTo(url, { day, start: start.toISOString() })}>
              <time datetime={start.toISOString()}>{twice ? format.timeWithZone(start) : label}</time>
            </a>
          </li>
        )
      })}
    </ul>
  )
}

function Month({ reader, format, slots, month, day: chosen, earliest }: SlotPickerProps) {
  const { words, url } = reader
  return (
    <section class="month" aria-label={format.month(month)}>
      <div class="month-bar">
        {month > earliest ? (
          <a
            class="arrow"
            href={linkTo(url, { day: addMonths(month, -1) })}
            aria-label={words.previousMonth}
            rel="prev"
          >
            ‹
          </a>
        ) : (
          <span class="arrow" aria-hidden="true"></span>
        )}
        <h2>{format.month(month)}</h2>
        <a class="arrow" href={linkTo(url, { day: addMonths(month, 1) })} aria-label={words.nextMonth} rel="next">
          ›
        </a>
      </div>
      <table>
        <thead>
          <tr>
            {format.weekdays.map(({ long, short }) => (
              <th scope="col" abbr={long}>
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr>
              {week.map((day) => (
                <td>
                  {day.startsWith(month.slice(0, 7)) && (
                    <MonthDay
                      day={day}
                      count={slots.get(day)?.length ?? 0}
                      chosen={day === chosen}
                      label={`${format.day(day)}, ${words.freeTimes(slots.get(day)?.length ?? 0)}`}
                      url={url}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function MonthDay(props: { day: Day; count: number; chosen: boolean; label: string; url: URL }) {
  const { day, count, chosen, label, url } = props
  const number = Number(day.slice(8))
  if (count === 0) return <span class="day closed">{number}</span>
  return (
    <a class="day" href={`${linkTo(url, { day })}#slots`} aria-label={label} aria-current={chosen ? 'date' : undefined}>
      {number}
    </a>
  )
}

/** The weeks of a month, each from Monday to Sunday. */
function weeksOf(month: Day): Day[][] {
  const next = addMonths(month, 1)
  const monday = addDays(month, -((new Date(`${month}T00:00:00Z`).getUTCDay() + 6) % 7))
  const weeks: Day[][] = []
  for (let start = monday; start < next; start = addDays(start, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, position) => addDays(start, position)))
  }
  return weeks
}

/** The same page with other choices. */
export function linkTo(url: URL, choices: { readonly day?: Day; readonly start?: string }): string {
  const parameters = new URLSearchParams(choices)
  const zone = url.searchParams.get('zone')
  if (zone !== null) parameters.set('zone', zone)
  return `${url.pathname}?${parameters}`
}
