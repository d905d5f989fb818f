import { type CallOptions, type EwsClient, EwsResponseError, type ResponseCode } from 'ews-booking'
import { type Addressee, addresseesOf } from './addressee'

/** What the directory knows by a name. */
export interface FoundPeople {
  /** People, rooms and groups, in the server's order. */
  readonly people: readonly (Addressee & {
    /** Whether it is a distribution group. Free/busy knows groups by their members alone. */
    readonly isGroup: boolean
  })[]
  /** Whether these are all. Exchange returns at most 100: ask for more letters. */
  readonly isComplete: boolean
}

/**
 * Searches the organization's directory.
 *
 * @throws EwsError if the server refuses the search
 */
export async function findPeople(client: EwsClient, text: string, { signal }: CallOptions): Promise<FoundPeople> {
  const { responseMessages } = await client.resolveNames(
    { unresolvedEntry: text, searchScope: 'ActiveDirectory', returnFullContactData: false },
    { signal },
  )
  const [{ error, resolutionSet } = {}] = responseMessages
  if (error !== undefined && !isAnswer(error)) throw error
  const people = (resolutionSet?.resolution ?? []).flatMap(({ mailbox }) =>
    addresseesOf([mailbox]).map((found) => ({ ...found, isGroup: mailbox.mailboxType === 'PublicDL' })),
  )
  return { people, isComplete: resolutionSet?.includesLastItemInRange ?? true }
}

/** The codes that aren't failures: nobody was found, or several were (Microsoft, "ResolveNames operation"). */
const ANSWERS: ReadonlySet<ResponseCode> = new Set<ResponseCode>([
  'ErrorNameResolutionMultipleResults',
  'ErrorNameResolutionNoResults',
])

const isAnswer = (error: unknown): boolean => error instanceof EwsResponseError && ANSWERS.has(error.responseCode)
