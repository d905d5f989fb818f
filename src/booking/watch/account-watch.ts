import type { CalendarAddress } from '../calendar/calendar-folder'
import { type Runtime, systemRuntime } from '../hold-and-confirm/runtime'
import { type StreamClient, WatchedCalendar } from './watched-calendar'
import { MAX_SUBSCRIPTIONS, WatchedGroup } from './watched-group'

/** Everything that one account watches: as few streams as will do, because Exchange grants an account 3 or 10 of them. */
export class AccountWatch {
  readonly #runtime: Runtime
  readonly #groups = new Set<WatchedGroup>()

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  add(client: StreamClient, calendar: CalendarAddress): WatchedCalendar {
    const watched = new WatchedCalendar(client, calendar)
    this.#groupFor(watched).add(watched)
    return watched
  }

  async remove(watched: WatchedCalendar): Promise<void> {
    for (const group of this.#groups) {
      if (!group.has(watched)) continue
      const removal = group.remove(watched)
      if (group.size === 0) this.#groups.delete(group)
      await removal
    }
  }

  #groupFor({ excluded }: WatchedCalendar): WatchedGroup {
    const hasRoom = (group: WatchedGroup) => group.size > 0 && group.size < MAX_SUBSCRIPTIONS && !excluded.has(group)
    const found = [...this.#groups].find(hasRoom)
    if (found !== undefined) return found
    const group = new WatchedGroup(this.#runtime, (calendars) => {
      for (const each of calendars) this.#groupFor(each).add(each)
    })
    this.#groups.add(group)
    return group
  }
}

const watches = new WeakMap<object, AccountWatch>()

/** The watch of a client's account, which all clients of the account share. */
export function accountWatch(client: StreamClient, runtime: Runtime = systemRuntime): AccountWatch {
  const watch = watches.get(client.account) ?? new AccountWatch(runtime)
  watches.set(client.account, watch)
  return watch
}
