import type { EwsClient } from 'ews-booking'
import { describe, expectTypeOf, it } from 'vitest'
import type {
  AttendeeConflictData,
  CalendarItem,
  CreateItemRequest,
  DeleteItemRequest,
  ExtendedFieldURI,
  ExtendedProperty,
  FieldOrder,
  FindItemRequest,
  GetUserAvailabilityRequest,
  GetUserAvailabilityResponse,
  IndexedFieldURI,
  ItemFieldURI,
  ItemIds,
  ItemShape,
  Recurrence,
  SearchExpression,
  SuggestionsResponse,
  SuggestionsViewOptions,
  UpdateItemRequest,
} from '../../src/operations'
import { GetRoomLists } from '../../src/operations/rooms/get-room-lists'
import type { ConnectingSID, ExchangeVersion } from '../../src/operations/soap/envelope'

type Change<Base, Changed> = Omit<Base, keyof Changed> & Changed

interface Creating {
  sendMeetingInvitations: 'SendToNone'
  items: { calendarItem: { subject: string; start: Date; legacyFreeBusyStatus: 'Busy' } }[]
}

interface Finding {
  traversal: 'Shallow'
  itemShape: { baseShape: 'IdOnly' }
  calendarView: { startDate: Date; endDate: Date }
  parentFolderIds: { distinguishedFolderId: { id: 'calendar' } }[]
}

describe('TypeScript refuses a request that Exchange would refuse for its form', () => {
  it('but not a correct one', () => {
    expectTypeOf<Creating>().toExtend<CreateItemRequest>()
    expectTypeOf<Finding>().toExtend<FindItemRequest>()
  })

  it('without a required attribute or element', () => {
    expectTypeOf<Omit<Creating, 'sendMeetingInvitations'>>().not.toExtend<CreateItemRequest>()
    expectTypeOf<Omit<Creating, 'items'>>().not.toExtend<CreateItemRequest>()
    expectTypeOf<Omit<Finding, 'traversal'>>().not.toExtend<FindItemRequest>()
    expectTypeOf<Omit<Finding, 'itemShape'>>().not.toExtend<FindItemRequest>()
    expectTypeOf<Omit<Finding, 'parentFolderIds'>>().not.toExtend<FindItemRequest>()
    expectTypeOf<Change<Finding, { calendarView: { startDate: Date } }>>().not.toExtend<FindItemRequest>()
    expectTypeOf<{
      deleteType: 'HardDelete'
      itemIds: { itemId: { id: string } }[]
    }>().not.toExtend<DeleteItemRequest>()
  })

  it('with a value that is not in its enumeration', () => {
    expectTypeOf<Change<Creating, { sendMeetingInvitations: 'SendToAll' }>>().not.toExtend<CreateItemRequest>()
    expectTypeOf<
      Change<Creating, { items: { calendarItem: { legacyFreeBusyStatus: 'busy' } }[] }>
    >().not.toExtend<CreateItemRequest>()
    expectTypeOf<Change<Finding, { traversal: 'Deep' }>>().not.toExtend<FindItemRequest>()
    expectTypeOf<Change<Finding, { itemShape: { baseShape: string } }>>().not.toExtend<FindItemRequest>()
    expectTypeOf<
      Change<Finding, { parentFolderIds: { distinguishedFolderId: { id: 'kalender' } }[] }>
    >().not.toExtend<FindItemRequest>()
  })

  it('with a value of another type', () => {
    expectTypeOf<Change<Creating, { items: { calendarItem: { start: string } }[] }>>().not.toExtend<CreateItemRequest>()
    expectTypeOf<Change<Creating, { items: { calendarItem: { subject: string } } }>>().not.toExtend<CreateItemRequest>()
    expectTypeOf<
      Change<Finding, { calendarView: { startDate: Date; endDate: number } }>
    >().not.toExtend<FindItemRequest>()
  })

  it('with an unknown field', () => {
    expectTypeOf<'sendMeetingInvitation'>().not.toExtend<keyof CreateItemRequest>()
    expectTypeOf<'restrictions'>().not.toExtend<keyof FindItemRequest>()
    expectTypeOf<'title'>().not.toExtend<keyof CalendarItem>()
    expectTypeOf<keyof ExtendedFieldURI>().toEqualTypeOf<
      'distinguishedPropertySetId' | 'propertySetId' | 'propertyTag' | 'propertyName' | 'propertyId' | 'propertyType'
    >()
  })

  it('with two names for a folder or an item, or none', () => {
    expectTypeOf<{ folderId: { id: string } }>().toExtend<FindItemRequest['parentFolderIds'][number]>()
    expectTypeOf<{ folderId: { id: string }; distinguishedFolderId: { id: 'calendar' } }>().not.toExtend<
      FindItemRequest['parentFolderIds'][number]
    >()
    expectTypeOf<Record<never, never>>().not.toExtend<FindItemRequest['parentFolderIds'][number]>()
    expectTypeOf<{ itemId: { id: string }; recurringMasterItemId: { occurrenceId: string } }>().not.toExtend<
      ItemIds[number]
    >()
  })

  it('with a search of two expressions, or of an incomplete one', () => {
    interface Path {
      fieldURI: { fieldURI: 'item:Subject' }
    }
    interface Equal extends Path {
      fieldURIOrConstant: { constant: { value: string } }
    }
    type Containing<Mode> = { contains: Path & { containmentMode: Mode; constant: { value: string } } }

    expectTypeOf<{ isEqualTo: Equal }>().toExtend<SearchExpression>()
    expectTypeOf<{ and: [{ not: { isEqualTo: Equal } }, { exists: Path }] }>().toExtend<SearchExpression>()
    expectTypeOf<Containing<'Substring'>>().toExtend<SearchExpression>()
    expectTypeOf<{ restriction: { isEqualTo: Equal } } & Omit<Finding, 'calendarView'>>().toExtend<FindItemRequest>()
    expectTypeOf<Record<never, never>>().not.toExtend<SearchExpression>()
    expectTypeOf<{ isEqualTo: Equal; exists: Path }>().not.toExtend<SearchExpression>()
    expectTypeOf<{ isEqualTo: Path }>().not.toExtend<SearchExpression>()
    expectTypeOf<{ isEqualTo: Omit<Equal, 'fieldURI'> }>().not.toExtend<SearchExpression>()
    expectTypeOf<{ and: { isEqualTo: Equal } }>().not.toExtend<SearchExpression>()
    expectTypeOf<{ not: [{ isEqualTo: Equal }] }>().not.toExtend<SearchExpression>()
    expectTypeOf<{ and: [{ or: [{ isEqualTo: Path }] }] }>().not.toExtend<SearchExpression>()
    expectTypeOf<Containing<'Suffix'>>().not.toExtend<SearchExpression>()
    expectTypeOf<{ exists: { fieldURI: { fieldURI: 'item:Title' } } }>().not.toExtend<SearchExpression>()
    expectTypeOf<'isLike'>().not.toExtend<keyof SearchExpression>()
  })

  it('with two pages, or with a page that begins nowhere', () => {
    type Paged<Paging> = Omit<Finding, 'calendarView'> & Paging
    type Indexed = { indexedPageItemView: { offset: number; basePoint: 'Beginning' } }

    expectTypeOf<Paged<Indexed>>().toExtend<FindItemRequest>()
    expectTypeOf<Paged<Indexed> & Finding>().not.toExtend<FindItemRequest>()
    expectTypeOf<Paged<{ indexedPageItemView: { offset: number } }>>().not.toExtend<FindItemRequest>()
    expectTypeOf<
      Paged<{ indexedPageItemView: { offset: number; basePoint: 'Middle' } }>
    >().not.toExtend<FindItemRequest>()
    expectTypeOf<Paged<{ fractionalPageItemView: { numerator: number } }>>().not.toExtend<FindItemRequest>()
  })

  it('with a sort order without a property, or without a direction', () => {
    expectTypeOf<{ order: 'Ascending'; fieldURI: { fieldURI: 'calendar:Start' } }>().toExtend<FieldOrder>()
    expectTypeOf<{ order: 'Ascending' }>().not.toExtend<FieldOrder>()
    expectTypeOf<{ fieldURI: { fieldURI: 'calendar:Start' } }>().not.toExtend<FieldOrder>()
    expectTypeOf<{ order: 'Upwards'; fieldURI: { fieldURI: 'calendar:Start' } }>().not.toExtend<FieldOrder>()
  })

  it('for neither free/busy information nor suggestions', () => {
    interface Asking {
      mailboxDataArray: { email: { address: string }; attendeeType: 'Room' }[]
    }
    type FreeBusy = { freeBusyViewOptions: { timeWindow: { startTime: Date; endTime: Date } } }
    type Suggestions = { suggestionsViewOptions: { detailedSuggestionsWindow: { startTime: Date; endTime: Date } } }

    expectTypeOf<Asking & FreeBusy>().toExtend<GetUserAvailabilityRequest>()
    expectTypeOf<Asking & Suggestions>().toExtend<GetUserAvailabilityRequest>()
    expectTypeOf<Asking & FreeBusy & Suggestions>().toExtend<GetUserAvailabilityRequest>()
    expectTypeOf<Asking>().not.toExtend<GetUserAvailabilityRequest>()
    expectTypeOf<FreeBusy>().not.toExtend<GetUserAvailabilityRequest>()
    expectTypeOf<
      Asking & { suggestionsViewOptions: { goodThreshold: number } }
    >().not.toExtend<GetUserAvailabilityRequest>()
    expectTypeOf<'excellent'>().not.toExtend<SuggestionsViewOptions['minimumSuggestionQuality']>()
    expectTypeOf<'freeBusyView'>().not.toExtend<keyof GetUserAvailabilityRequest>()
  })

  it('with call options in a request that has no fields', () => {
    const calls = (client: EwsClient, signal: AbortSignal) => [
      client.call(GetRoomLists, {}, { signal }),
      // @ts-expect-error options are the next argument
      client.call(GetRoomLists, { signal }),
    ]
    expectTypeOf(calls).toBeFunction()
  })

  it('with an unknown property', () => {
    expectTypeOf<'calendar:Recurrence'>().toExtend<ItemFieldURI>()
    expectTypeOf<'calendar:Begin'>().not.toExtend<ItemFieldURI>()
    expectTypeOf<{ propertyTag: string; propertyType: 'StringArray' }>().toExtend<ExtendedFieldURI>()
    expectTypeOf<{ propertyTag: string; propertyType: 'Text' }>().not.toExtend<ExtendedFieldURI>()
    expectTypeOf<{ fieldURI: 'item:InternetMessageHeader' }>().not.toExtend<IndexedFieldURI>()
    expectTypeOf<{ baseShape: 'IdOnly'; uniqueBodyType: 'Text' }>().toExtend<ItemShape>()
    expectTypeOf<{ baseShape: 'IdOnly'; uniqueBodyType: 'RTF' }>().not.toExtend<ItemShape>()
  })

  it('with a series that has two patterns, none, or no range', () => {
    type Range = { noEndRecurrence: { startDate: string } }
    type Daily = { dailyRecurrence: { interval: number } }
    type Monthly = { absoluteMonthlyRecurrence: { interval: number; dayOfMonth: number } }
    expectTypeOf<Daily & Range>().toExtend<Recurrence>()
    expectTypeOf<Daily & Monthly & Range>().not.toExtend<Recurrence>()
    expectTypeOf<Range>().not.toExtend<Recurrence>()
    expectTypeOf<Daily>().not.toExtend<Recurrence>()
    expectTypeOf<Daily & { noEndRecurrence: { startDate: Date } }>().not.toExtend<Recurrence>()
  })

  it('with an extended property that has both one value and several', () => {
    type Named = { extendedFieldURI: ExtendedFieldURI }
    expectTypeOf<Named & { value: string }>().toExtend<ExtendedProperty>()
    expectTypeOf<Named & { values: string[] }>().toExtend<ExtendedProperty>()
    expectTypeOf<Named & { value: string; values: string[] }>().not.toExtend<ExtendedProperty>()
    expectTypeOf<Named>().not.toExtend<ExtendedProperty>()
  })

  it('with a new item of no kind, or of two kinds', () => {
    type Item = CreateItemRequest['items'][number]
    expectTypeOf<{ calendarItem: { subject: string } }>().toExtend<Item>()
    expectTypeOf<{ subject: string }>().not.toExtend<Item>()
    expectTypeOf<{ acceptItem: Record<never, never>; declineItem: Record<never, never> }>().not.toExtend<Item>()
  })

  it('with an update that names no property', () => {
    type Update = UpdateItemRequest['itemChanges'][number]['updates'][number]
    expectTypeOf<{
      setItemField: { fieldURI: { fieldURI: 'item:Subject' }; calendarItem: { subject: string } }
    }>().toExtend<Update>()
    expectTypeOf<{ setItemField: { calendarItem: { subject: string } } }>().not.toExtend<Update>()
    expectTypeOf<{ setItemField: { fieldURI: { fieldURI: 'item:Subject' } } }>().not.toExtend<Update>()
    expectTypeOf<{ deleteItemField: { fieldURI: { fieldURI: 'item:Title' } } }>().not.toExtend<Update>()
  })

  it('with two mailboxes to impersonate, or none', () => {
    expectTypeOf<{ primarySmtpAddress: string }>().toExtend<ConnectingSID>()
    expectTypeOf<{ principalName: string }>().toExtend<ConnectingSID>()
    expectTypeOf<{ primarySmtpAddress: string; principalName: string }>().not.toExtend<ConnectingSID>()
    expectTypeOf<{ sid: string; smtpAddress: string }>().not.toExtend<ConnectingSID>()
    expectTypeOf<Record<never, never>>().not.toExtend<ConnectingSID>()
  })

  it('pain 19: with an unknown version', () => {
    expectTypeOf<'Exchange2013_SP1'>().toExtend<ExchangeVersion>()
    expectTypeOf<'Exchange2019'>().not.toExtend<ExchangeVersion>()
    expectTypeOf<string>().not.toExtend<ExchangeVersion>()
  })
})

describe('a misspelled name does not compile, however deep it stands', () => {
  const folders = [{ distinguishedFolderId: { id: 'calendar' } }] as const
  const finding = { traversal: 'Shallow', itemShape: { baseShape: 'IdOnly' }, parentFolderIds: folders } as const
  const subject = { fieldURI: { fieldURI: 'item:Subject' } } as const
  const start = new Date(0)
  const range = { noEndRecurrence: { startDate: '2026-12-07' } }
  const visit = { fieldURIOrConstant: { constant: { value: 'Visit' } } }

  it('in a request', () => {
    const misuses = (client: EwsClient) => [
      // @ts-expect-error the list is called itemShape
      client.findItem({ ...finding, itemShapes: {} }),
      // @ts-expect-error no such part of a shape
      client.findItem({ ...finding, itemShape: { baseShape: 'IdOnly', bodytype: 'Text' } }),
      // @ts-expect-error no such expression
      client.findItem({ ...finding, restriction: { equals: { ...subject, ...visit } } }),
      // @ts-expect-error no such expression, inside another
      client.findItem({ ...finding, restriction: { and: [{ not: { equals: { ...subject, ...visit } } }] } }),
      // @ts-expect-error a constant has a value and nothing else
      client.findItem({ ...finding, restriction: { exists: { ...subject, constant: { value: '' } } } }),
      // @ts-expect-error no such property of an item
      client.createItem({ sendMeetingInvitations: 'SendToNone', items: [{ calendarItem: { title: 'Visit' } }] }),
      client.createItem({
        sendMeetingInvitations: 'SendToNone',
        // @ts-expect-error no such property of an attendee's mailbox
        items: [{ calendarItem: { requiredAttendees: [{ mailbox: { address: 'a@example.com' } }] } }],
      }),
      client.createItem({
        sendMeetingInvitations: 'SendToNone',
        // @ts-expect-error no such day of the week
        items: [{ calendarItem: { recurrence: { ...range, weeklyRecurrence: { interval: 1, daysOfWeek: ['Mo'] } } } }],
      }),
      // @ts-expect-error no such way to delete
      client.deleteItem({ deleteType: 'Hard', sendMeetingCancellations: 'SendToNone', itemIds: [] }),
      client.getUserAvailability({
        mailboxDataArray: [],
        // @ts-expect-error no such view
        freeBusyViewOptions: { timeWindow: { startTime: start, endTime: start }, requestedView: 'Busy' },
      }),
    ]
    expectTypeOf(misuses).toBeFunction()
  })

  it('in an answer', () => {
    const misuses = async (client: EwsClient) => {
      const { responseMessages } = await client.findItem(finding)
      const item = responseMessages[0]?.rootFolder?.items?.[0]
      // @ts-expect-error no such property of an item
      return [item?.title, item?.start?.getTime(), item?.organizer?.mailbox.emailAddress]
    }
    expectTypeOf(misuses).toBeFunction()
  })
})

describe('the type of an answer says what may be missing', () => {
  it('availability may fail for a mailbox, which then has no view that could pass for free', () => {
    type Answer = NonNullable<GetUserAvailabilityResponse['freeBusyResponseArray']>[number]
    expectTypeOf<undefined>().toExtend<Answer['freeBusyView']>()
    expectTypeOf<undefined>().toExtend<NonNullable<Answer['freeBusyView']>['calendarEventArray']>()
  })

  it('suggestions may fail, and each attendee of one is of one kind', () => {
    expectTypeOf<undefined>().toExtend<GetUserAvailabilityResponse['suggestionsResponse']>()
    expectTypeOf<undefined>().toExtend<SuggestionsResponse['suggestionDayResultArray']>()
    expectTypeOf<{ individualAttendeeConflictData: { busyType: 'Busy' } }>().toExtend<AttendeeConflictData>()
    expectTypeOf<{
      individualAttendeeConflictData: { busyType: 'Busy' }
      unknownAttendeeConflictData: object
    }>().not.toExtend<AttendeeConflictData>()
  })

  it('an availability request needs no time zone', () => {
    expectTypeOf<undefined>().toExtend<GetUserAvailabilityRequest['timeZone']>()
  })
})
