// The online calendar's week and day, and what keeps them and the list up to date.
import { Calendar, type EventClickInfo } from 'fullcalendar'
import de from 'fullcalendar/locales/de'
import enGb from 'fullcalendar/locales/en-gb'
import fr from 'fullcalendar/locales/fr'
import classic from 'fullcalendar/themes/classic'
import timeGrid from 'fullcalendar/timegrid'
import 'temporal-polyfill/global'

/** An event as `/staff/events` answers it. */
interface ShownEvent {
  readonly id: string
  readonly title: string
  readonly start: string
  readonly end: string
  readonly allDay: boolean
  readonly url: string
  readonly status: string
  readonly description: string
  readonly location: string
  readonly attendees: string
  readonly rooms: string
}

/** The hours that are always shown; earlier and later events widen them. */
const FIRST_HOUR = 7
const LAST_HOUR = 18

/** The server tells when something has changed. While it doesn't, the page looks by itself, and every now and then anyway. */
const LOOK_MS = 15_000
const LOOK_ANYWAY_MS = 60_000

const element = document.querySelector<HTMLElement>('[data-calendar]')
if (element !== null) show(element)
// The list is made by the server. It isn't reloaded without a reason: somebody may be reading it.
else listen(() => location.reload(), ['change'])

/** Calls `look` at each of these events, and when somebody comes back to the page. Returns whether the server tells now. */
function listen(look: () => void, events: readonly string[]): () => boolean {
  const address = document.querySelector<HTMLElement>('[data-changes]')?.dataset.changes ?? ''
  let source: EventSource | undefined
  // A hidden page has no stream: browsers have six connections to a server, for all pages together.
  const open = () => {
    source?.close()
    source = document.visibilityState === 'visible' ? new EventSource(address) : undefined
    for (const event of events) source?.addEventListener(event, look)
  }
  open()
  addEventListener('pagehide', () => source?.close())
  document.addEventListener('visibilitychange', () => {
    open()
    if (source !== undefined) look()
  })
  return () => source?.readyState === EventSource.OPEN
}

/** Calls `look` whenever there may be something new. */
function follow(look: () => void): void {
  let lookedAt = Date.now()
  const lookNow = () => {
    lookedAt = Date.now()
    look()
  }
  const isTold = listen(lookNow, ['ready', 'change'])
  setInterval(() => {
    const isDue = Date.now() - lookedAt >= (isTold() ? LOOK_ANYWAY_MS : LOOK_MS)
    if (isDue && document.visibilityState === 'visible') lookNow()
  }, LOOK_MS)
}

function show(element: HTMLElement): void {
  const { events: address = '', calendar: view, from = '', locale = 'en-GB', timeZone = 'UTC' } = element.dataset
  const calendar = new Calendar(element, {
    plugins: [classic, timeGrid],
    locales: [de, enGb, fr],
    locale: locale.toLowerCase(),
    timeZone,
    initialView: view === 'day' ? 'timeGridDay' : 'timeGridWeek',
    initialDate: from,
    headerToolbar: false,
    height: 'auto',
    nowIndicator: true,
    allDaySlot: true,
    slotMinTime: `${FIRST_HOUR}:00`,
    slotMaxTime: `${LAST_HOUR}:00`,
    slotHeaderFormat: { hour: '2-digit', minute: '2-digit', hour12: false },
    eventTimeFormat: { hour: '2-digit', minute: '2-digit', hour12: false },
    eventClass: ({ event }) => `status-${String(event.extendedProps.status)}`,
    eventClick: open,
  })
  calendar.render()
  nameHeaders(element)
  let reading: Promise<void> | undefined
  let isStale = false
  /** One request at a time. What changes while one is under way is asked for once more. */
  const refresh = () => {
    isStale = reading !== undefined
    reading ??= readAndShow().finally(() => {
      reading = undefined
      if (isStale) refresh()
    })
  }
  const readAndShow = async () => {
    const events = await read(address)
    reveal('[data-loading]', false)
    reveal('.away', events === undefined)
    reveal('[data-empty]', events?.length === 0)
    calendar.batchRendering(() => {
      calendar.setOption('slotMinTime', hour(Math.min(FIRST_HOUR, ...hours(events ?? [], timeZone, 'start'))))
      calendar.setOption('slotMaxTime', hour(Math.max(LAST_HOUR, ...hours(events ?? [], timeZone, 'end'))))
      calendar.removeAllEvents()
      for (const event of events ?? []) calendar.addEvent({ ...event })
    })
    nameHeaders(element)
    element.dataset.shown = String(events?.length ?? '')
  }
  refresh()
  follow(refresh)
}

async function read(address: string): Promise<readonly ShownEvent[] | undefined> {
  try {
    const answer = await fetch(address, { headers: { Accept: 'application/json' } })
    if (answer.redirected) location.reload()
    return answer.ok ? await answer.json() : undefined
  } catch {
    return undefined
  }
}

const hour = (value: number) => `${String(value).padStart(2, '0')}:00`

/** The hours between which events lie, by the practice's wall clock. One that goes on over midnight takes all of the day. */
function hours(events: readonly ShownEvent[], timeZone: string, edge: 'start' | 'end'): number[] {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', day: '2-digit' })
  return events
    .filter(({ allDay }) => !allDay)
    .map(({ start, end }) => {
      const [first, last] = [start, end].map((time) =>
        Object.fromEntries(clock.formatToParts(new Date(time)).map(({ type, value }) => [type, Number(value)])),
      )
      if (first?.day !== last?.day) return edge === 'start' ? 0 : 24
      return edge === 'start' ? (first?.hour ?? 0) : (last?.hour ?? 0) + (last?.minute ? 1 : 0)
    })
}

/** FullCalendar names headers by `aria-label` alone. Some screen readers, and axe, want text. */
function nameHeaders(element: HTMLElement): void {
  for (const header of element.querySelectorAll<HTMLElement>('[role=columnheader], [role=rowheader]')) {
    if (header.querySelector('.hidden') !== null) continue
    const name = document.createElement('span')
    name.className = 'hidden'
    name.textContent = header.getAttribute('aria-label') ?? ''
    if (name.textContent !== '') header.append(name)
  }
}

function reveal(selector: string, shown: boolean): void {
  const found = document.querySelector<HTMLElement>(selector)
  if (found !== null) found.hidden = !shown
}

function open({ event, jsEvent }: EventClickInfo): void {
  const dialog = document.querySelector('dialog')
  if (dialog === null) return
  jsEvent.preventDefault()
  const { start, end, allDay, title, extendedProps } = event
  const { locale, timeZone } = document.querySelector<HTMLElement>('[data-calendar]')?.dataset ?? {}
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: allDay ? 'UTC' : timeZone,
    dateStyle: 'full',
    timeStyle: allDay ? undefined : 'short',
  })
  const write = (part: string, text: unknown) => {
    const found = dialog.querySelector<HTMLElement>(part)
    if (found === null) return
    found.textContent = String(text ?? '')
    found.hidden = found.textContent === ''
  }
  write('h2', title)
  write('[data-part=time]', start && (end && !allDay ? format.formatRange(start, end) : format.format(start)))
  for (const part of ['location', 'description', 'attendees', 'rooms'])
    write(`[data-part=${part}]`, extendedProps[part])
  dialog.showModal()
}
