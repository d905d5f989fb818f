import { useEffect, useState } from 'preact/hooks'
import { control, type State } from './control-api'
import { Dialog } from './dialog'
import { instantOf, localOf, spoken } from './zone'

/** The server's time, from the latest news, in whole milliseconds. */
export const serverTime = ({ clock }: State, stateAt: number): number =>
  Date.parse(clock.now) + (clock.isFrozen ? 0 : Math.round(performance.now() - stateAt))

const MINUTE_MS = 60_000
const STEPS = [
  ['+15 min', 15 * MINUTE_MS],
  ['+1 hour', 60 * MINUTE_MS],
  ['+1 day', 24 * 60 * MINUTE_MS],
  ['+1 week', 7 * 24 * 60 * MINUTE_MS],
] as const

/** The parameters of the clock. */
export interface ClockProperties {
  readonly state: State
  readonly stateAt: number
  readonly zone: string
}

/** The server's clock, which opens a dialog to set it. */
export function Clock({ state, stateAt, zone }: ClockProperties) {
  const [isOpen, setOpen] = useState(false)
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  const now = serverTime(state, stateAt)
  const { isFrozen } = state.clock
  return (
    <>
      <button type="button" class="clock" onClick={() => setOpen(true)}>
        <span class={isFrozen ? 'dot frozen' : 'dot'} />
        <span class="hidden">Server time</span>
        <span class="time">{spoken(now, zone)}</span>
        {isFrozen && <span class="badge">stands still</span>}
        <span class="hidden">Set it</span>
      </button>
      {isOpen && (
        <Dialog title="The server's time" onClose={() => setOpen(false)}>
          <form
            class="fields"
            onSubmit={(event) => {
              event.preventDefault()
              const local = new FormData(event.currentTarget).get('now')
              if (typeof local === 'string' && local !== '') control.setClock({ now: instantOf(local, zone) })
            }}
          >
            <label>
              Time in {zone}
              <input type="datetime-local" name="now" required defaultValue={localOf(now, zone)} />
            </label>
            <button type="submit" class="primary">
              Set the time
            </button>
          </form>
          <div class="row">
            {STEPS.map(([name, ms]) => (
              <button type="button" key={name} onClick={() => control.advance(ms)}>
                {name}
              </button>
            ))}
          </div>
          <div class="row">
            <button type="button" onClick={() => control.setClock({ isFrozen: !isFrozen })}>
              {isFrozen ? 'Let it run' : 'Let it stand still'}
            </button>
            <button type="button" onClick={() => control.resetClock()}>
              The machine's time
            </button>
          </div>
          <p class="hint">
            It is <strong>{spoken(now, zone)}</strong> for clients now: in the headers of answers, in new items, and for
            throttling.
          </p>
        </Dialog>
      )}
    </>
  )
}
