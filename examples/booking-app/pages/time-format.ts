import type { Day } from '../booking/wall-clock'
import type { Language } from '../words/words'

/** British English has the day before the month and the 24-hour clock, as most of the world outside of North America. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de', fr: 'fr' }

/** The times of a page, in its language and its reader's time zone. */
export class TimeFormat {
  readonly locale: string
  readonly timeZone: string
  readonly #formats = new Map<string, Intl.DateTimeFormat>()

  constructor(language: Language, timeZone: string) {
    this.locale = LOCALES[language]
    this.timeZone = timeZone
  }

  /** `09:30` */
  time(instant: Date): string {
    return this.#of({ hour: '2-digit', minute: '2-digit' }).format(instant)
  }

  /** `09:30 CET`, where one time of day comes twice. */
  timeWithZone(instant: Date): string {
    return this.#of({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }).format(instant)
  }

  /** `Wednesday, 2 December 2026` */
  date(instant: Date): string {
    return this.#of({ dateStyle: 'full' }).format(instant)
  }

  /** `Wednesday, 2 December 2026, 09:30–10:00` */
  range({ start, end }: { start: Date; end: Date }): string {
    return `${this.date(start)}, ${this.time(start)}–${this.time(end)}`
  }

  /** `Wednesday 2 December`, of a civil day. */
  day(day: Day): string {
    return this.#civil({ weekday: 'long', day: 'numeric', month: 'long' }, day)
  }

  /** `Wed 2 Dec`, of a civil day. */
  shortDay(day: Day): string {
    return this.#civil({ weekday: 'short', day: 'numeric', month: 'short' }, day)
  }

  /** `30 November – 6 December 2026`, of civil days. */
  period(first: Day, last: Day): string {
    const format = this.#format({ dateStyle: 'long', timeZone: 'UTC' })
    return format.formatRange(new Date(`${first}T12:00:00Z`), new Date(`${last}T12:00:00Z`))
  }

  /** `Nov – Dec 2026` */
  months(first: Day, last: Day): string {
    const format = this.#format({ month: 'short', year: 'numeric', timeZone: 'UTC' })
    return format.formatRange(new Date(`${first}T12:00:00Z`), new Date(`${last}T12:00:00Z`))
  }

  /** `Dec` */
  shortMonth(day: Day): string {
    return this.#civil({ month: 'short' }, day)
  }

  /** The days of the week from Monday, long and short. */
  get weekdays(): { long: string; short: string }[] {
    return ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-06', '2024-01-07'].map(
      (day) => ({ long: this.#civil({ weekday: 'long' }, day), short: this.#civil({ weekday: 'short' }, day) }),
    )
  }

  #of(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return this.#format({ timeZone: this.timeZone, ...options })
  }

  #civil(options: Intl.DateTimeFormatOptions, day: Day): string {
    return this.#format({ ...options, timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`))
  }

  /** Making a format takes longer than the rest of a page. */
  #format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const name = JSON.stringify(options)
    const format = this.#formats.get(name) ?? new Intl.DateTimeFormat(this.locale, options)
    this.#formats.set(name, format)
    return format
  }
}
