import { EwsClient } from 'ews-booking'
import { ACCOUNT, MEIER, type Practice } from './practice'

type Exchange = Pick<Practice, 'exchange'>

/** The account, acting for Dr. Meier, as Outlook would be Dr. Meier: it knows nothing of bookings. */
const clientOf = ({ exchange }: Exchange) =>
  new EwsClient({
    url: exchange.url,
    auth: { type: 'ntlm', ...ACCOUNT },
    impersonate: { primarySmtpAddress: MEIER },
  })

/** The EWS id of Dr. Meier's appointment at a time. */
function idAt({ exchange }: Exchange, start: Date): string {
  const found = exchange.calendar(MEIER).find((item) => item.start?.getTime() === start.getTime())
  return found?.itemId?.id ?? ''
}

/** Drags Dr. Meier's appointment to another time. */
export async function moveInOutlook(practice: Exchange, from: Date, start: Date, end: Date): Promise<void> {
  await using client = clientOf(practice)
  const [{ error } = {}] = (
    await client.updateItem({
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId: { id: idAt(practice, from) },
          updates: [
            { setItemField: { fieldURI: { fieldURI: 'calendar:Start' }, calendarItem: { start } } },
            { setItemField: { fieldURI: { fieldURI: 'calendar:End' }, calendarItem: { end } } },
          ],
        },
      ],
    })
  ).responseMessages
  if (error !== undefined) throw error
}

/** Deletes Dr. Meier's appointment at a time. */
export async function deleteInOutlook(practice: Exchange, start: Date): Promise<void> {
  await using client = clientOf(practice)
  const [{ error } = {}] = (
    await client.deleteItem({
      deleteType: 'MoveToDeletedItems',
      sendMeetingCancellations: 'SendToNone',
      itemIds: [{ itemId: { id: idAt(practice, start) } }],
    })
  ).responseMessages
  if (error !== undefined) throw error
}

/** Makes another calendar of Dr. Meier's, and returns its id. */
export async function addCalendarInOutlook(practice: Exchange, displayName: string): Promise<string> {
  await using client = clientOf(practice)
  const { responseMessages } = await client.createFolder({
    parentFolderId: { distinguishedFolderId: { id: 'calendar' } },
    folders: [{ calendarFolder: { displayName } }],
  })
  const [{ error, folders = [] } = {}] = responseMessages
  if (error !== undefined) throw error
  return folders[0]?.calendarFolder?.folderId?.id ?? ''
}
