import type { EwsClient, TargetFolderId } from 'ews-booking'
import { CreateFolder } from '../../src/operations/folders/create-folder'

/** Creates a calendar, by default below the default one, and returns its id. */
export async function createCalendar(
  client: EwsClient,
  displayName: string,
  parentFolderId: TargetFolderId = { distinguishedFolderId: { id: 'calendar' } },
): Promise<string> {
  const { responseMessages } = await client.call(CreateFolder, {
    parentFolderId,
    folders: [{ calendarFolder: { displayName } }],
  })
  const id = responseMessages[0]?.folders?.[0]?.calendarFolder?.folderId?.id
  if (id === undefined) throw new Error(`The simulator didn't create ${displayName}`)
  return id
}
