import type { Logger } from 'pino'
import type { AppParts } from './app-parts'
import type { Reconciler } from './booking/reconciler'
import { abandonedSealings, beginSealing, sealRows } from './encryption/sealing'
import { errorCode } from './log'
import { findTenant } from './practice/tenants'

const SECOND_MS = 1000

/** Repeats a task, one run at a time. */
function every(seconds: number, task: () => Promise<unknown>, log: Logger): () => void {
  let running = false
  const timer = setInterval(async () => {
    if (running) return
    running = true
    await task().catch((error: unknown) => log.error({ code: errorCode(error) }, 'A task failed'))
    running = false
  }, seconds * SECOND_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Goes on with sealings that dead processes have left. */
async function resumeSealings({ database, vaults, log, onSealing }: AppParts): Promise<void> {
  for (const id of await abandonedSealings(database)) {
    const tenant = await findTenant(database, id)
    if (tenant !== undefined && (await beginSealing(database, tenant)))
      await sealRows(database, vaults, tenant, log, onSealing)
  }
}

/**
 * Does what must be done without a visitor, in every process of a fleet: rows, calendars and sealings are leased.
 *
 * @returns a function that begins nothing any more
 */
export function runInBackground(parts: AppParts, reconciler: Reconciler): () => void {
  const { limiter, log } = parts
  const stops = [
    every(5, () => reconciler.finishUnfinished(), log),
    every(10, () => reconciler.compareCalendars(), log),
    every(10, () => resumeSealings(parts), log),
    every(600, () => limiter.sweep(), log),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
