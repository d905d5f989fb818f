import { useEffect, useState } from 'preact/hooks'
import type { RequestSummary, State } from './control-api'

/** What the simulator tells the page as it happens. */
export interface Live {
  readonly isConnected: boolean
  /** `undefined` until the first news. */
  readonly state: State | undefined
  /** When the state came, in milliseconds of `performance.now`. */
  readonly stateAt: number
  /** The latest requests, the newest first. */
  readonly requests: readonly RequestSummary[]
  /** Forgets the requests on the page. */
  readonly forget: () => void
}

const MOST_REQUESTS = 300

/** The requests with those of `news` added or in place of their earlier forms. */
function merged(requests: readonly RequestSummary[], news: readonly RequestSummary[]): readonly RequestSummary[] {
  const byNumber = new Map([...requests, ...news].map((request) => [request.number, request]))
  return [...byNumber.values()].sort((a, b) => b.number - a.number).slice(0, MOST_REQUESTS)
}

/** Follows the simulator's events while the page is open. */
export function useLive(): Live {
  const [isConnected, setConnected] = useState(true)
  const [{ state, stateAt }, setState] = useState<Pick<Live, 'state' | 'stateAt'>>({ state: undefined, stateAt: 0 })
  const [requests, setRequests] = useState<readonly RequestSummary[]>([])
  useEffect(() => {
    const events = new EventSource('api/events')
    let isFresh = false
    events.addEventListener('open', () => {
      setConnected(true)
      // Another simulator may have taken the port, whose numbers begin again.
      isFresh = true
    })
    events.addEventListener('error', () => setConnected(false))
    events.addEventListener('state', ({ data }) => setState({ state: JSON.parse(data), stateAt: performance.now() }))
    events.addEventListener('requests', ({ data }) => {
      const news: readonly RequestSummary[] = JSON.parse(data)
      const isFirst = isFresh
      isFresh = false
      setRequests((known) => merged(isFirst ? [] : known, news))
    })
    return () => events.close()
  }, [])
  return { isConnected, state, stateAt, requests, forget: () => setRequests([]) }
}
