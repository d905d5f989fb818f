import type { HttpBindings } from '@hono/node-server'
import type { Registry } from 'prom-client'
import type { Assets } from './assets/assets'
import type { BookingDesk, DeskParts } from './booking/booking-desk'
import type { Links } from './booking/links'
import type { CalendarWatches } from './exchange/calendar-watch'
import type { Tenant } from './practice/tenants'
import type { Limit, RateLimiter } from './security/rate-limit'

/** How often visitors may do what. */
export interface Limits {
  /** Pages and tries to book of one IP address. */
  readonly views: Limit
  readonly bookings: Limit
  /** Tries to book for one mail address. */
  readonly bookingsFor: Limit
  /** Tries to sign in as one user, and of one IP address. */
  readonly signIns: Limit
  readonly signInsFrom: Limit
}

/** What the pages work with. None of it is state of this process: everything can be made anew. */
export interface AppParts extends DeskParts {
  readonly desk: BookingDesk
  readonly links: Links
  readonly watches: CalendarWatches
  readonly limiter: RateLimiter
  readonly limits: Limits
  readonly assets: Assets
  readonly metrics: Registry
  /** Hears how many of how many rows are sealed, for the terminal. */
  readonly onSealing: (done: number, total: number) => void
  /** The address under which browsers see the application, such as `https://booking.example.com`. Defaults to the request's. */
  readonly publicUrl: string | undefined
  /** Whether a proxy in front of the application tells the visitor's address in `X-Forwarded-For`. */
  readonly trustProxy: boolean
}

/** The types that Hono knows of a request. */
export interface AppEnv {
  Bindings: HttpBindings
  /** `tenant` is whose page it is, once that is known. */
  Variables: { requestId: string; tenant?: Tenant }
}
