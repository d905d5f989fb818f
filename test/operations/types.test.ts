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

describe('a request that Exchange would refuse for its form is refused by TypeScript', () => {
  it('as it should be', () => {
    expectTypeOf<Creating>().toExtend<CreateItemRequest>()
    expectTypeOf<Finding>().toExtend<FindItemRequest>()
  })

  it('a required attribute or element is missing', () => {
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

  it('a value is not in its enumeration', () => {
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

  it('a value is of another type', () => {
    expectTypeOf<Change<Creating, { items: { calendarItem: { start: string } }[] }>>().not.toExtend<CreateItemRequest>()
    expectTypeOf<Change<Creating, { items: { calendarItem: { subject: string } } }>>().not.toExtend<CreateItemRequest>()
    expectTypeOf<
      Change<Finding, { calendarView: { startDate: Date; endDate: number } }>
    >().not.toExtend<FindItemRequest>()
  })

  it('a field is unknown', () => {
    expectTypeOf<'sendMeetingInvitation'>().not.toExtend<keyof CreateItemRequest>()
    expectTypeOf<'restrictions'>().not.toExtend<keyof FindItemRequest>()
    expectTypeOf<'title'>().not.toExtend<keyof CalendarItem>()
    expectTypeOf<keyof ExtendedFieldURI>().toEqualTypeOf<
      'distinguishedPropertySetId' | 'propertySetId' | 'propertyTag' | 'propertyName' | 'propertyId' | 'propertyType'
    >()
  })

  it('a folder or an item is named in two ways, or in none', () => {
    expectTypeOf<{ folderId: { id: string } }>().toExtend<FindItemRequest['parentFolderIds'][number]>()
    expectTypeOf<{ folderId: { id: string }; distinguishedFolderId: { id: 'calendar' } }>().not.toExtend<
      FindItemRequest['parentFolderIds'][number]
    >()
    expectTypeOf<Record<never, never>>().not.toExtend<FindItemRequest['parentFolderIds'][number]>()
    expectTypeOf<{ itemId: { id: string }; recurringMasterItemId: { occurrenceId: string } }>().not.toExtend<
      ItemIds[number]
    >()
  })

  it('a search is one expression, and each expression is whole', () => {
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

  it('a page is counted in two ways, or from nowhere', () => {
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

  it('a list is sorted by nothing, or in no direction', () => {
    expectTypeOf<{ order: 'Ascending'; fieldURI: { fieldURI: 'calendar:Start' } }>().toExtend<FieldOrder>()
    expectTypeOf<{ order: 'Ascending' }>().not.toExtend<FieldOrder>()
    expectTypeOf<{ fieldURI: { fieldURI: 'calendar:Start' } }>().not.toExtend<FieldOrder>()
    expectTypeOf<{ order: 'Upwards'; fieldURI: { fieldURI: 'calendar:Start' } }>().not.toExtend<FieldOrder>()
  })

  it('availability is asked for nothing', () => {
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

  it('a property is named by what is no name', () => {
    expectTypeOf<'calendar:Recurrence'>().toExtend<ItemFieldURI>()
    expectTypeOf<'calendar:Begin'>().not.toExtend<ItemFieldURI>()
    expectTypeOf<{ propertyTag: string; propertyType: 'StringArray' }>().toExtend<ExtendedFieldURI>()
    expectTypeOf<{ propertyTag: string; propertyType: 'Text' }>().not.toExtend<ExtendedFieldURI>()
    expectTypeOf<{ fieldURI: 'item:InternetMessageHeader' }>().not.toExtend<IndexedFieldURI>()
    expectTypeOf<{ baseShape: 'IdOnly'; uniqueBodyType: 'Text' }>().toExtend<ItemShape>()
    expectTypeOf<{ baseShape: 'IdOnly'; uniqueBodyType: 'RTF' }>().not.toExtend<ItemShape>()
  })

  it('a series has two patterns, none, or no range', () => {
    type Range = { noEndRecurrence: { startDate: string } }
    type Daily = { dailyRecurrence: { interval: number } }
    type Monthly = { absoluteMonthlyRecurrence: { interval: number; dayOfMonth: number } }
    expectTypeOf<Daily & Range>().toExtend<Recurrence>()
    expectTypeOf<Daily & Monthly & Range>().not.toExtend<Recurrence>()
    expectTypeOf<Range>().not.toExtend<Recurrence>()
    expectTypeOf<Daily>().not.toExtend<Recurrence>()
    expectTypeOf<Daily & { noEndRecurrence: { startDate: Date } }>().not.toExtend<Recurrence>()
  })

  it('an extended property has one value and several', () => {
    type Named = { extendedFieldURI: ExtendedFieldURI }
    expectTypeOf<Named & { value: string }>().toExtend<ExtendedProperty>()
    expectTypeOf<Named & { values: string[] }>().toExtend<ExtendedProperty>()
    expectTypeOf<Named & { value: string; values: string[] }>().not.toExtend<ExtendedProperty>()
    expectTypeOf<Named>().not.toExtend<ExtendedProperty>()
  })

  it('an item that is to be made does not say what it is, or is two things', () => {
    type Item = CreateItemRequest['items'][number]
    expectTypeOf<{ calendarItem: { subject: string } }>().toExtend<Item>()
    expectTypeOf<{ subject: string }>().not.toExtend<Item>()
    expectTypeOf<{ acceptItem: Record<never, never>; declineItem: Record<never, never> }>().not.toExtend<Item>()
  })

  it('a property is changed without saying which', () => {
    type Update = UpdateItemRequest['itemChanges'][number]['updates'][number]
    expectTypeOf<{
      setItemField: { fieldURI: { fieldURI: 'item:Subject' }; calendarItem: { subject: string } }
    }>().toExtend<Update>()
    expectTypeOf<{ setItemField: { calendarItem: { subject: string } } }>().not.toExtend<Update>()
    expectTypeOf<{ setItemField: { fieldURI: { fieldURI: 'item:Subject' } } }>().not.toExtend<Update>()
    expectTypeOf<{ deleteItemField: { fieldURI: { fieldURI: 'item:Title' } } }>().not.toExtend<Update>()
  })

  it('somebody is impersonated in two ways, or in none', () => {
    expectTypeOf<{ primarySmtpAddress: string }>().toExtend<ConnectingSID>()
    expectTypeOf<{ principalName: string }>().toExtend<ConnectingSID>()
    expectTypeOf<{ primarySmtpAddress: string; principalName: string }>().not.toExtend<ConnectingSID>()
    expectTypeOf<{ sid: string; smtpAddress: string }>().not.toExtend<ConnectingSID>()
    expectTypeOf<Record<never, never>>().not.toExtend<ConnectingSID>()
  })

  it('pain 19: the version is one that servers do not know', () => {
    expectTypeOf<'Exchange2013_SP1'>().toExtend<ExchangeVersion>()
    expectTypeOf<'Exchange2019'>().not.toExtend<ExchangeVersion>()
    expectTypeOf<string>().not.toExtend<ExchangeVersion>()
  })
})

describe('a name that is misspelt does not compile, however deep it stands', () => {
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

describe('an answer says what it may lack', () => {
  it('availability may fail for a mailbox, and then has no view that could be taken for free', () => {
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

  it('the zone of an availability request need not be given', () => {
    expectTypeOf<undefined>().toExtend<GetUserAvailabilityRequest['timeZone']>()
  })
})
