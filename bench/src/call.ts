import { messageOf, withServer } from './answer-server.js'
import { median } from './contestant.js'
import type { Caller } from './free-busy-callers.js'
import { belowBeside, informs, type Row } from './table.js'

const LIMIT_MS = 0.45
const FIRST_CALLS = 1000
const PROCESSES = 5

const peerName = 'undici, same bytes unread'

async function firstCalls(origin: string, caller: Caller): Promise<number> {
  const times: number[] = []
  for (let processes = 0; processes < PROCESSES; processes += 1) {
    times.push(await messageOf<number>('first-calls', [origin, caller, String(FIRST_CALLS)]))
  }
  return median(times)
}

/** The processor time of a whole call over an open connection, for the free/busy times of one mailbox with 50 events. */
export const call = (): Promise<Row[]> =>
  withServer('short-answer-server', async (origin) => {
    const times = await messageOf<Record<Caller, number>>('calls', [origin])
    const { freeBusy, getUserAvailability, undici } = times
    const first = { ours: await firstCalls(origin, 'freeBusy'), peer: await firstCalls(origin, 'undici') }
    return [
      belowBeside({ what: 'a whole freeBusy call', peerName, ours: freeBusy, peer: undici }, LIMIT_MS),
      informs({ what: 'a whole getUserAvailability call', peerName, ours: getUserAvailability, peer: undici }),
      informs({ what: `a freeBusy call, mean of a process's first ${FIRST_CALLS}`, peerName, ...first }),
    ]
  })
