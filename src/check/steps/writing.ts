import { EwsError, EwsResponseError } from '../../errors'
import { failure, sentence } from '../failure'
import type { Known } from '../known'
import { failed, type Outcome, ok, skipped } from '../outcome'
import { calendarId, subjectClient } from '../subject'
import type { Tools } from '../tools'
import { TRIAL_SUBJECT, TrialItem } from '../trial-item'

/** Makes an appointment in the far future, changes it, and deletes it. */
export async function writing(known: Known, tools: Tools): Promise<Outcome> {
  if (known.options.write !== true) return skipped('Not requested (write): nothing was written.')
  const item = new TrialItem(subjectClient(known, tools), calendarId(known), tools)
  const outcome = await tried(item).catch(async (error: unknown) => {
    await item.remove()
    throw error
  })
  try {
    await item.remove()
    return outcome
  } catch (error) {
    if (!(error instanceof EwsError)) throw error
    return failed(`The appointment could be made, but not deleted. ${sentence(error)}`, {
      whose: 'exchange',
      remedy: `Delete "${TRIAL_SUBJECT}" on ${dayOf(item)} by hand, and give the account the right to delete (Editor).`,
    })
  }
}

async function tried(item: TrialItem): Promise<Outcome> {
  try {
    if (!(await item.create())) return withoutId(item)
    const kept = await item.tryOut()
    return ok(`A tentative appointment on ${dayOf(item)} was made, changed and deleted.`, { kept })
  } catch (error) {
    if (!(error instanceof EwsResponseError)) return unknownOutcome(failure(error), item)
    return failed(sentence(error), { whose: 'exchange', remedy: error.hint })
  }
}

const withoutId = (item: TrialItem): Outcome =>
  failed('The server made the appointment, but did not tell its id, so it could be neither changed nor deleted.', {
    whose: 'exchange',
    remedy: `Delete "${TRIAL_SUBJECT}" on ${dayOf(item)} by hand. Update the server, or ask its vendor.`,
  })

/** A call without an answer may have been carried out. */
const unknownOutcome = (outcome: Outcome, item: TrialItem): Outcome => ({
  ...outcome,
  found: `${outcome.found} If "${TRIAL_SUBJECT}" is in the calendar on ${dayOf(item)}, delete it by hand.`,
})

const dayOf = ({ start }: TrialItem): string => start.toISOString().slice(0, 10)
