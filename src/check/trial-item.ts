import { randomUUID } from 'node:crypto'
import type { EwsClient } from '../client/ews-client'
import { EwsResponseError } from '../errors'
import type { CalendarItem, ItemId, TargetFolderId, UpdateItemRequest } from '../operations'
import type { KeptPromises } from './known'
import type { Tools } from './tools'

const DAY_MS = 24 * 60 * 60 * 1000
const HOUR_MS = 60 * 60 * 1000
const YEARS = 10

export const TRIAL_SUBJECT = 'ews-booking check'

/** A property of our own, in the set of PS_PUBLIC_STRINGS (MS-OXPROPS, 1.3.2). */
const PROPERTY = {
  distinguishedPropertySetId: 'PublicStrings',
  propertyName: 'ews-booking-check',
  propertyType: 'String',
} as const

/** An appointment that is made to try a server out, on two days in a row. */
export class TrialItem {
  readonly #client: EwsClient
  readonly #calendar: TargetFolderId
  readonly #tools: Tools
  readonly #mark = randomUUID()
  /** The start of its first day. */
  readonly start: Date
  #id: ItemId | undefined

  constructor(client: EwsClient, calendar: TargetFolderId, tools: Tools) {
    this.#client = client
    this.#calendar = calendar
    this.#tools = tools
    const today = Math.floor(tools.runtime.wallClock() / DAY_MS) * DAY_MS
    this.start = new Date(today + YEARS * 365 * DAY_MS + 3 * HOUR_MS)
  }

  /**
   * Makes it, tentative and without telling anybody.
   *
   * @returns whether the answer has its id, without which it can be neither changed nor deleted
   */
  async create(): Promise<boolean> {
    const { responseMessages } = await this.#tools.call((options) =>
      this.#client.createItem(
        {
          sendMeetingInvitations: 'SendToNone',
          savedItemFolderId: this.#calendar,
          items: [{ calendarItem: this.#item() }],
        },
        options,
      ),
    )
    const [message] = responseMessages
    if (message?.error !== undefined) throw message.error
    this.#id = message?.items?.[0]?.itemId
    return this.#id !== undefined
  }

  #item(): CalendarItem {
    return {
      subject: TRIAL_SUBJECT,
      reminderIsSet: false,
      extendedProperty: [{ extendedFieldURI: PROPERTY, value: this.#mark }],
      start: this.start,
      end: new Date(this.start.getTime() + HOUR_MS / 2),
      legacyFreeBusyStatus: 'Tentative',
      recurrence: {
        dailyRecurrence: { interval: 1 },
        numberedRecurrence: { startDate: this.start.toISOString().slice(0, 10), numberOfOccurrences: 2 },
      },
    }
  }

  /** Changes it twice, with the right change key and with the one that is old by then, and looks for it. */
  async tryOut(): Promise<KeptPromises> {
    const id = this.#id
    if (id === undefined) return { conditionalUpdates: false, expandedViews: false, propertiesInViews: false }
    const first = await this.#update(id)
    if (first !== undefined) throw first
    const second = await this.#update(id)
    const found = (await this.#view()).filter((item) => item.subject?.startsWith(TRIAL_SUBJECT) === true)
    return {
      conditionalUpdates: second instanceof EwsResponseError,
      expandedViews: found.length === 2,
      propertiesInViews: found.some(({ extendedProperty = [] }) =>
        extendedProperty.some(({ value }) => value === this.#mark),
      ),
    }
  }

  /** Returns why it couldn't be changed. */
  async #update(itemId: ItemId): Promise<unknown> {
    const fieldURI = { fieldURI: 'item:Subject' } as const
    const request: UpdateItemRequest = {
      conflictResolution: 'NeverOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId,
          updates: [{ setItemField: { fieldURI, calendarItem: { subject: `${TRIAL_SUBJECT} ${randomUUID()}` } } }],
        },
      ],
    }
    const { responseMessages } = await this.#tools.call((options) => this.#client.updateItem(request, options))
    return responseMessages[0]?.error
  }

  async #view(): Promise<readonly CalendarItem[]> {
    const additionalProperties = [{ fieldURI: { fieldURI: 'item:Subject' } }, { extendedFieldURI: PROPERTY }] as const
    const { responseMessages } = await this.#tools.call((options) =>
      this.#client.findItem(
        {
          traversal: 'Shallow',
          itemShape: { baseShape: 'IdOnly', additionalProperties },
          calendarView: {
            startDate: new Date(this.start.getTime() - DAY_MS),
            endDate: new Date(this.start.getTime() + 3 * DAY_MS),
          },
          parentFolderIds: [this.#calendar],
        },
        options,
      ),
    )
    const [message] = responseMessages
    if (message?.error !== undefined) throw message.error
    return message?.rootFolder?.items ?? []
  }

  /** Deletes it for good, also when the check was ended. */
  async remove(): Promise<void> {
    const id = this.#id
    if (id === undefined) return
    this.#id = undefined
    const { responseMessages } = await this.#client.deleteItem({
      deleteType: 'HardDelete',
      sendMeetingCancellations: 'SendToNone',
      itemIds: [{ itemId: { id: id.id } }],
    })
    const [message] = responseMessages
    if (message?.error !== undefined) throw message.error
  }
}
