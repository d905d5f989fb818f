import { book } from './book/command'
import { calendars } from './calendars/command'
import { cancel } from './cancel/command'
import { check } from './check/command'
import { completion } from './completion/command'
import { demo } from './demo/command'
import type { DescribedCommand } from './described-command'
import { events } from './events/command'
import { freeBusy } from './free-busy/command'
import { freeSlots } from './free-slots/command'
import { keygen } from './keygen/command'
import { record } from './record/command'
import { rooms } from './rooms/command'
import { simulator } from './simulator/command'
import { zones } from './zones/command'

/** The commands by name, in the order of the help. A command's file describes it; what it does is loaded when it runs. */
export const COMMANDS: Readonly<Record<string, DescribedCommand>> = {
  demo,
  simulator,
  check,
  'free-busy': freeBusy,
  'free-slots': freeSlots,
  events,
  book,
  cancel,
  calendars,
  rooms,
  zones,
  record,
  keygen,
  completion,
}
