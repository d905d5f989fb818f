/** Something that takes place from `start` to `end`. */
export interface Timed {
  readonly itemId: { readonly id: string }
  readonly start: Date
  readonly end: Date
}

const DAY_MS = 24 * 60 * 60 * 1000
/** Objects that span more days than this are kept apart, so that no object is in many buckets. */
const MOST_DAYS = 8

const dayOf = (instant: Date) => Math.floor(instant.getTime() / DAY_MS)

/**
 * Objects by the days on which they take place, in UTC. Looking at a window costs as much as its days and the objects on
 * them, however many others there are.
 */
export class TimeIndex<Item extends Timed> {
  readonly #days = new Map<number, Map<string, Item>>()
  /** Objects that span many days. */
  readonly #long = new Map<string, Item>()

  /** Adds an object. One with the same id must be removed first, unless it has the same times. */
  add(item: Item): void {
    for (const bucket of this.#bucketsOf(item)) bucket.set(item.itemId.id, item)
  }

  remove(item: Item): void {
    for (const bucket of this.#bucketsOf(item)) bucket.delete(item.itemId.id)
    for (const day of daysOf(item)) if (this.#days.get(day)?.size === 0) this.#days.delete(day)
  }

  /** The objects that overlap or touch the time, in no particular order. */
  between(from: Date, to: Date): Item[] {
    const [first, last] = [dayOf(from), dayOf(to)]
    const [fromMs, toMs] = [from.getTime(), to.getTime()]
    // Numbers, since comparing dates themselves is slow, and this looks at each object of a day.
    const touches = ({ start, end }: Item) => start.getTime() <= toMs && end.getTime() >= fromMs
    const found = [...this.#long.values()].filter(touches)
    for (let day = first; day <= last; day++) {
      for (const item of this.#days.get(day)?.values() ?? []) {
        // An object that spans several days is reported by the first of them in the window.
        if (touches(item) && day === Math.max(first, dayOf(item.start))) found.push(item)
      }
    }
    return found
  }

  #bucketsOf(item: Item): Map<string, Item>[] {
    const days = daysOf(item)
    return days.length > MOST_DAYS ? [this.#long] : days.map((day) => this.#bucket(day))
  }

  #bucket(day: number): Map<string, Item> {
    const bucket = this.#days.get(day) ?? new Map<string, Item>()
    this.#days.set(day, bucket)
    return bucket
  }
}

/** The days of an object, at most one more than `MOST_DAYS`. */
function daysOf({ start, end }: Timed): number[] {
  const first = dayOf(start)
  const length = Math.min(dayOf(end) - first, MOST_DAYS) + 1
  return Array.from({ length }, (_, index) => first + index)
}
