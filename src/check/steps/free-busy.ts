import { EwsResponseError } from '../../errors'
import { failure, sentence } from '../failure'
import type { Known } from '../known'
import { failed, type Outcome, ok, skipped } from '../outcome'
import { subjectClient } from '../subject'
import type { Tools } from '../tools'

const DAY_MS = 24 * 60 * 60 * 1000

/** Free/busy of the mailbox for the next day. */
export async function freeBusy(known: Known, tools: Tools): Promise<Outcome> {
  const { mailbox } = known
  if (mailbox === undefined) return skipped('No mailbox is named (mailbox), and free/busy needs an address.')
  const startTime = new Date(Math.floor(tools.runtime.wallClock() / DAY_MS) * DAY_MS)
  const timeWindow = { startTime, endTime: new Date(startTime.getTime() + DAY_MS) }
  try {
    const { freeBusyResponseArray = [] } = await tools.call((options) =>
      subjectClient(known, tools).getUserAvailability(
        {
          mailboxDataArray: [{ email: { address: mailbox }, attendeeType: 'Required' }],
          freeBusyViewOptions: { timeWindow, requestedView: 'FreeBusy' },
        },
        options,
      ),
    )
    const [answer] = freeBusyResponseArray
    if (answer?.responseMessage?.error !== undefined) throw answer.responseMessage.error
    if (answer?.freeBusyView === undefined || answer.freeBusyView.freeBusyViewType.includes('None')) return nothing
    const count = answer.freeBusyView.calendarEventArray?.length ?? 0
    return ok(
      `The server returns the free/busy times of ${mailbox}: ${count} ${count === 1 ? 'entry' : 'entries'} today (UTC).`,
    )
  } catch (error) {
    if (!(error instanceof EwsResponseError)) return failure(error)
    return failed(sentence(error), {
      whose: error.responseCode === 'ErrorMailRecipientNotFound' ? 'you' : 'exchange',
      remedy: error.hint,
    })
  }
}

const nothing = failed('The server answers, but says nothing about the mailbox.', {
  whose: 'exchange',
  remedy:
    'Allow the account to see the free/busy times of the calendar: Set-MailboxFolderPermission dr.meier@example.com:\\Calendar -User Default -AccessRights AvailabilityOnly.',
})
