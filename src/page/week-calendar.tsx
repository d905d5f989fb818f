import { Calendar, type EventInput } from 'fullcalendar'
import breezy from 'fullcalendar/themes/breezy'
import timeGrid from 'fullcalendar/timegrid'
import { useEffect, useRef } from 'preact/hooks'
import { type CalendarItem, control } from './control-api'

/** The parameters of a mailbox's week. */
export interface WeekCalendarProperties {
  readonly mailbox: string
  readonly monday: string
  readonly zone: string
  /** The server's time, to mark it. */
  readonly now: () => number
  /** Grows with each change of a calendar. */
  readonly changes: number
  readonly onOpen: (mailbox: string, item: CalendarItem) => void
}

const eventOf = (item: CalendarItem): EventInput => ({
  id: item.itemId.id + item.start,
  title: item.subject || '(no subject)',
  start: item.start,
  end: item.end,
  allDay: item.isAllDayEvent ?? false,
  interactive: true,
  color: `var(--status-${item.legacyFreeBusyStatus ?? 'Busy'})`,
  extendedProps: { item },
})

/** What the component leaves out for screen readers and keyboards: texts of its headers, and a way to scroll without a mouse. */
function completeMarkup(view: HTMLElement): void {
  for (const header of view.querySelectorAll('[role=columnheader]')) {
    for (const content of header.querySelectorAll('[aria-hidden]')) content.removeAttribute('aria-hidden')
  }
  const times = document.createElement('span')
  times.className = 'hidden'
  times.textContent = 'Timed'
  view.querySelector('[role=rowheader][aria-label=Timed]')?.append(times)
  for (const element of view.querySelectorAll('div')) {
    if (getComputedStyle(element).overflowY === 'auto') makeScrollable(element)
  }
}

/** Lets the keyboard scroll an element. As it then counts for screen readers, it takes the role of the rows' group around it. */
function makeScrollable(element: HTMLElement): void {
  element.tabIndex = 0
  element.closest('[role=rowgroup]')?.setAttribute('role', 'presentation')
  element.setAttribute('role', 'rowgroup')
}

/** A mailbox's week, which follows the changes of its calendar. */
export function WeekCalendar({ mailbox, monday, zone, now, changes, onOpen }: WeekCalendarProperties) {
  const element = useRef<HTMLDivElement>(null)
  const calendar = useRef<Calendar | undefined>(undefined)
  const open = useRef(onOpen)
  open.current = onOpen

  useEffect(() => {
    if (element.current === null) return
    const made = new Calendar(element.current, {
      plugins: [timeGrid, breezy],
      initialView: 'timeGridWeek',
      initialDate: monday,
      timeZone: zone,
      firstDay: 1,
      headerToolbar: false,
      height: '100%',
      scrollTime: '07:30',
      allDaySlot: true,
      allDayText: 'all day',
      nowIndicator: true,
      now: () => new Date(now()),
      dayHeaderFormat: { weekday: 'short', day: 'numeric' },
      slotHeaderFormat: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
      eventTimeFormat: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
      displayEventEnd: false,
      eventInnerClass: 'event',
      eventTitleClass: 'title',
      eventClass: ({ event }) => `status-${event.extendedProps.item.legacyFreeBusyStatus ?? 'Busy'}`,
      viewDidMount: ({ el }) => completeMarkup(el),
      eventClick: ({ event, jsEvent }) => {
        jsEvent.preventDefault()
        open.current(mailbox, event.extendedProps.item)
      },
      events: ({ startStr, endStr }, succeed, fail) => {
        const [start, end] = [new Date(startStr).toISOString(), new Date(endStr).toISOString()]
        control.calendar(mailbox, start, end).then(({ items }) => succeed(items.map(eventOf)), fail)
      },
    })
    made.render()
    calendar.current = made
    return () => made.destroy()
  }, [mailbox, zone])

  useEffect(() => calendar.current?.gotoDate(monday), [monday])
  useEffect(() => calendar.current?.refetchEvents(), [changes])

  return (
    <div class="week">
      <div ref={element} />
    </div>
  )
}
