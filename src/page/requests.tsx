import { useState } from 'preact/hooks'
import { control, type RequestSummary } from './control-api'
import { RequestDialog } from './request-dialog'
import { timeOfDay } from './zone'

/** The parameters of the list of requests. */
export interface RequestsProperties {
  readonly requests: readonly RequestSummary[]
  readonly zone: string
  readonly onForget: () => void
}

const isSignInStep = ({ operation, status }: RequestSummary) => operation === undefined && status === 401

/** The requests as they arrive, the newest first. */
export function Requests({ requests, zone, onForget }: RequestsProperties) {
  const [showsSignIn, setShowsSignIn] = useState(false)
  const [opened, setOpened] = useState<number>()
  const shown = requests.filter((request) => showsSignIn || !isSignInStep(request))
  const forget = async () => {
    await control.forget()
    onForget()
  }
  return (
    <section class="panel requests" aria-labelledby="requests">
      <header>
        <h2 id="requests">Requests</h2>
        <label class="inline">
          <input
            type="checkbox"
            checked={showsSignIn}
            onChange={({ currentTarget }) => setShowsSignIn(currentTarget.checked)}
          />
          sign-in steps
        </label>
        <button type="button" onClick={forget}>
          Clear
        </button>
      </header>
      {shown.length === 0 ? (
        <p class="empty">Nothing yet. Point an EWS client at the address above, and each request shows up here.</p>
      ) : (
        <ol class="log" aria-label="Requests, the newest first">
          {shown.map((request) => (
            <Row key={request.number} request={request} zone={zone} onOpen={setOpened} />
          ))}
        </ol>
      )}
      {opened !== undefined && <RequestDialog number={opened} zone={zone} onClose={() => setOpened(undefined)} />}
    </section>
  )
}

interface RowProperties {
  readonly request: RequestSummary
  readonly zone: string
  readonly onOpen: (number: number) => void
}

function Row({ request, zone, onOpen }: RowProperties) {
  const { number, receivedAt, operation, method, account, fault, status } = request
  return (
    <li>
      <button type="button" onClick={() => onOpen(number)}>
        <span class="number">#{number}</span>
        <span class="what">
          <strong>{operation ?? `${method} without a request`}</strong>
          <small>
            {timeOfDay(Date.parse(receivedAt), zone)} · {account ?? 'not signed in'}
          </small>
        </span>
        {fault !== undefined && <span class="badge fault">{fault}</span>}
        <Status status={status} />
      </button>
    </li>
  )
}

/** The status of an answer. Without one the request is under way, or will never be answered. */
export function Status({ status }: { readonly status: number }) {
  if (status === 0) return <span class="status none">no answer</span>
  return <span class={status < 400 ? 'status good' : 'status bad'}>{status}</span>
}
