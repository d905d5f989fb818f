import { useState } from 'preact/hooks'
import { type CalendarItem, control } from './control-api'
import { Dialog } from './dialog'
import { instantOf, localOf, spoken } from './zone'

const HOUR_MS = 3_600_000

/** The statuses in the order of how much they block. */
export const STATUSES = ['Busy', 'Tentative', 'OOF', 'WorkingElsewhere', 'Free'] as const

/** The parameters of the form for a new appointment. */
export interface NewAppointmentProperties {
  readonly mailboxes: readonly string[]
  readonly zone: string
  /** The server's time. */
  readonly now: number
  readonly onClose: () => void
}

/** A form that adds an appointment, as a person does with Outlook. */
export function NewAppointmentDialog({ mailboxes, zone, now, onClose }: NewAppointmentProperties) {
  const [problem, setProblem] = useState('')
  const start = Math.ceil(now / HOUR_MS) * HOUR_MS
  const add = async (form: FormData) => {
    const field = (name: string) => String(form.get(name) ?? '')
    try {
      await control.add(field('mailbox'), {
        subject: field('subject'),
        start: instantOf(field('start'), zone),
        end: instantOf(field('end'), zone),
        status: field('status'),
      })
      onClose()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Dialog title="A new appointment" onClose={onClose}>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault()
          add(new FormData(event.currentTarget))
        }}
      >
        <label>
          Mailbox
          <select name="mailbox">
            {mailboxes.map((mailbox) => (
              <option key={mailbox}>{mailbox}</option>
            ))}
          </select>
        </label>
        <label>
          Subject
          <input name="subject" required autocomplete="off" />
        </label>
        <label>
          Start in {zone}
          <input type="datetime-local" name="start" required defaultValue={localOf(start, zone)} />
        </label>
        <label>
          End
          <input type="datetime-local" name="end" required defaultValue={localOf(start + HOUR_MS, zone)} />
        </label>
        <label>
          Status
          <select name="status">
            {STATUSES.map((status) => (
              <option key={status}>{status}</option>
            ))}
          </select>
        </label>
        {problem !== '' && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" class="primary">
          Add
        </button>
      </form>
    </Dialog>
  )
}

/** The parameters of the dialog with an appointment. */
export interface AppointmentProperties {
  readonly mailbox: string
  readonly item: CalendarItem
  readonly zone: string
  readonly onClose: () => void
}

/** What an appointment is, as the calendar has it. */
export function AppointmentDialog({ mailbox, item, zone, onClose }: AppointmentProperties) {
  const guests = item.requiredAttendees?.map(({ mailbox: { emailAddress, name }, responseType }) =>
    [emailAddress ?? name, responseType].filter(Boolean).join(', '),
  )
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Mailbox', mailbox],
    ['Start', spoken(Date.parse(item.start), zone)],
    ['End', spoken(Date.parse(item.end), zone)],
    ['Status', item.legacyFreeBusyStatus],
    ['Location', item.location],
    ['Organizer', item.organizer?.mailbox.emailAddress ?? item.organizer?.mailbox.name],
    ['Attendees', guests?.join('; ')],
    ['Sensitivity', item.sensitivity],
    ['Kind', item.calendarItemType],
    ['Body', item.body?.value],
  ]
  return (
    <Dialog title={item.subject || '(no subject)'} onClose={onClose}>
      <dl class="facts">
        {facts.map(([name, value]) => value && [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
      </dl>
    </Dialog>
  )
}
