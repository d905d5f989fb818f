import { useEffect, useState } from 'preact/hooks'
import { AppointmentDialog, NewAppointmentDialog, STATUSES } from './appointment'
import { Clock, serverTime } from './clock'
import { type CalendarItem, control, type Facts } from './control-api'
import { Faults } from './faults'
import { useLive } from './live'
import { Requests } from './requests'
import { WeekCalendar } from './week-calendar'
import { later, mondayOf, ownZone, weekTitle, zones } from './zone'

/** More weeks than this aren't side by side on any screen. The others can be chosen. */
const MOST_AT_FIRST = 2

/** The page: the mailboxes' weeks, requests as they arrive, faults, and the time. */
export function App() {
  const live = useLive()
  const [facts, setFacts] = useState<Facts>()
  const [zone, setZone] = useState(ownZone)
  const { state, stateAt, isConnected } = live
  useEffect(() => {
    if (isConnected) control.facts().then(setFacts, () => undefined)
  }, [isConnected])
  if (facts === undefined || state === undefined) return <p class="empty">Connecting to the simulator…</p>
  return (
    <>
      <header class="top">
        <h1>
          <img src="icon.svg" alt="" />
          Exchange simulator
        </h1>
        <Address url={facts.url} />
        <Clock state={state} stateAt={stateAt} zone={zone} />
      </header>
      {!isConnected && (
        <p class="problem banner" role="status">
          The simulator doesn't answer. The page goes on when it is back.
        </p>
      )}
      <main>
        <Weeks
          key={state.mailboxes.join(' ')}
          mailboxes={state.mailboxes}
          zone={zone}
          onZone={setZone}
          changes={state.changes}
          now={() => serverTime(state, stateAt)}
        />
        <aside aria-label="Traffic">
          <Faults pending={state.faults} operations={facts.operations} />
          <Requests requests={live.requests} zone={zone} onForget={live.forget} />
        </aside>
      </main>
    </>
  )
}

function Address({ url }: { readonly url: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(url)
    setCopied(true)
  }
  return (
    <p class="address">
      <code>{url}</code>
      <button type="button" class="quiet" onClick={copy}>
        {isCopied ? 'Copied' : 'Copy'}
      </button>
    </p>
  )
}

interface WeeksProperties {
  readonly mailboxes: readonly string[]
  readonly zone: string
  readonly onZone: (zone: string) => void
  readonly changes: number
  readonly now: () => number
}

interface Opened {
  readonly mailbox: string
  readonly item: CalendarItem
}

function Weeks({ mailboxes, zone, onZone, changes, now }: WeeksProperties) {
  const [monday, setMonday] = useState(() => mondayOf(now(), zone))
  const [chosen, setChosen] = useState<readonly string[]>(mailboxes.slice(0, MOST_AT_FIRST))
  const [isAdding, setAdding] = useState(false)
  const [opened, setOpened] = useState<Opened>()
  const shown = mailboxes.filter((mailbox) => chosen.includes(mailbox))
  const choose = (mailbox: string, isChosen: boolean) =>
    setChosen((before) => [...before.filter((each) => each !== mailbox), ...(isChosen ? [mailbox] : [])])
  return (
    <section class="panel calendars" aria-labelledby="week">
      <header>
        <div class="row">
          <button type="button" aria-label="The week before" onClick={() => setMonday((day) => later(day, -7))}>
            ‹
          </button>
          <button type="button" onClick={() => setMonday(mondayOf(now(), zone))}>
            Today
          </button>
          <button type="button" aria-label="The week after" onClick={() => setMonday((day) => later(day, 7))}>
            ›
          </button>
        </div>
        <h2 id="week" aria-live="polite">
          {weekTitle(monday)}
        </h2>
        <select aria-label="Time zone" value={zone} onChange={({ currentTarget }) => onZone(currentTarget.value)}>
          {zones.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <button type="button" class="primary" onClick={() => setAdding(true)}>
          New appointment
        </button>
      </header>
      {mailboxes.length > MOST_AT_FIRST && (
        <fieldset class="row">
          <legend class="hidden">Mailboxes</legend>
          {mailboxes.map((mailbox) => (
            <label class="chip" key={mailbox}>
              <input
                type="checkbox"
                checked={chosen.includes(mailbox)}
                onChange={({ currentTarget }) => choose(mailbox, currentTarget.checked)}
              />
              {mailbox}
            </label>
          ))}
        </fieldset>
      )}
      <div class="weeks">
        {shown.map((mailbox) => (
          <section key={mailbox} aria-label={`Calendar of ${mailbox}`}>
            <h3>{mailbox}</h3>
            <WeekCalendar
              mailbox={mailbox}
              monday={monday}
              zone={zone}
              now={now}
              changes={changes}
              onOpen={(of, item) => setOpened({ mailbox: of, item })}
            />
          </section>
        ))}
      </div>
      <ul class="legend" aria-label="Colors of the statuses">
        {STATUSES.map((status) => (
          <li key={status}>
            <span class={`swatch status-${status}`} style={{ '--status': `var(--status-${status})` }} />
            {status}
          </li>
        ))}
      </ul>
      {isAdding && (
        <NewAppointmentDialog mailboxes={mailboxes} zone={zone} now={now()} onClose={() => setAdding(false)} />
      )}
      {opened !== undefined && <AppointmentDialog {...opened} zone={zone} onClose={() => setOpened(undefined)} />}
    </section>
  )
}
