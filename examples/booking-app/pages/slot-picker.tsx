import type { Window } from 'ews-booking/booking'
import { SHOWN_DAYS, type SlotChoice } from '../booking/slot-search'
import { addDays, type Day } from '../booking/wall-clock'
import type { Reader } from './layout'
import type { TimeFormat } from './time-format'

/** What the picker shows. */
export interface SlotPickerProps extends SlotChoice {
  readonly reader: Reader
  readonly format: TimeFormat
}

/** Weeks beside the slots of one day. All of it are links, so that day and slot are in the address. */
export function SlotPicker(props: SlotPickerProps) {
  const { reader, format, slots, day, skipped, from } = props
  const { words } = reader
  return (
    <div class="picker">
      <Weeks {...props} />
      <section class="slots" id="slots" aria-live="polite">
        {skipped && day !== undefined && <p class="note">{words.fullWeeks}</p>}
        {day === undefined ? (
          <div class="empty">
            <p>
              <strong>{words.noTimes}</strong>
            </p>
            <p>{words.noTimesHint}</p>
            <p>
              <a class="button quiet" href={linkTo(reader.url, { day: addDays(from, SHOWN_DAYS) })}>
                {words.nextWeeks}
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

function Weeks({ reader, format, slots, from, day: chosen, earliest }: SlotPickerProps) {
  const { words, url } = reader
  const months = format.months(from, addDays(from, SHOWN_DAYS - 1))
  const weeks = Array.from({ length: SHOWN_DAYS / 7 }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => addDays(from, 7 * week + day)),
  )
  return (
    <section class="month" aria-label={months}>
      <div class="month-bar">
        {from > earliest ? (
          <a
            class="arrow"
            href={linkTo(url, { day: addDays(from, -SHOWN_DAYS) })}
            aria-label={words.earlierWeeks}
            rel="prev"
          >
            ‹
          </a>
        ) : (
          <span class="arrow" aria-hidden="true"></span>
        )}
        <h2>{months}</h2>
        <a
          class="arrow"
          href={linkTo(url, { day: addDays(from, SHOWN_DAYS) })}
          aria-label={words.laterWeeks}
          rel="next"
        >
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
          {weeks.map((week) => (
            <tr>
              {week.map((day) => (
                <td>
                  <PickerDay
                    day={day}
                    month={day.endsWith('-01') || day === from ? format.shortMonth(day) : undefined}
                    count={slots.get(day)?.length ?? 0}
                    chosen={day === chosen}
                    label={`${format.day(day)}, ${words.freeTimes(slots.get(day)?.length ?? 0)}`}
                    url={url}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function PickerDay(props: {
  day: Day
  month: string | undefined
  count: number
  chosen: boolean
  label: string
  url: URL
}) {
  const { day, month, count, chosen, label, url } = props
  const text = (
    <>
      {Number(day.slice(8))}
      {month && <small>{month}</small>}
    </>
  )
  if (count === 0) return <span class="day closed">{text}</span>
  return (
    <a class="day" href={`${linkTo(url, { day })}#slots`} aria-current={chosen ? 'date' : undefined}>
      <span class="hidden">{label}</span>
      <span aria-hidden="true">{text}</span>
    </a>
  )
}

/** The same page with other choices. */
function linkTo(url: URL, choices: { readonly day?: Day; readonly start?: string }): string {
  const parameters = new URLSearchParams(choices)
  const zone = url.searchParams.get('zone')
  if (zone !== null) parameters.set('zone', zone)
  return `${url.pathname}?${parameters}`
}
