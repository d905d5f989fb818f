import { duration } from '../duration'
import { failure } from '../failure'
import type { Known } from '../known'
import { type Outcome, ok, warning } from '../outcome'
import { calendarId, subjectClient } from '../subject'
import type { Tools } from '../tools'

const SAMPLES = 5
/** The requests that a booking makes one after another: search, hold, second look, confirmation. */
const IN_SEQUENCE = 4
/** People notice a booking that takes longer. */
const SLOW_MS = 1_000

/** The median time of a small call, and what a booking takes with it. */
export async function latency(known: Known, tools: Tools): Promise<Outcome> {
  const client = subjectClient(known, tools)
  const request = { folderShape: { baseShape: 'IdOnly' }, folderIds: [calendarId(known)] } as const
  const times: number[] = []
  try {
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const begun = tools.runtime.now()
      await tools.call((options) => client.getFolder(request, options))
      times.push(tools.runtime.now() - begun)
    }
  } catch (error) {
    return failure(error, 'exchange')
  }
  const median = times.sort((a, b) => a - b)[Math.floor(SAMPLES / 2)] ?? 0
  const found = `A call takes ${duration(median)} (median of ${SAMPLES}), so a booking takes about ${duration(median * IN_SEQUENCE)}.`
  if (median <= SLOW_MS) return ok(found)
  return warning(found, {
    whose: 'network',
    remedy:
      "Look at the distance to the server, and at its load (Get-Counter '\\MSExchangeWS\\Average Response Time').",
  })
}
