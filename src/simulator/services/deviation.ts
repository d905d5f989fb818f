import type { Operation } from '../../operations'
import { FindItem, type FindItemRequest } from '../../operations/mail/find-item'
import type { RealItem } from '../../operations/mail/real-items'
import { UpdateItem, type UpdateItemRequest } from '../../operations/mail/update-item'
import { isStatusTwin } from '../items/mapi-twin'
import { omit } from '../items/property-set'
import type { Service } from './service'

/** A way in which some servers differ from Exchange, as seen on an independent EWS server. */
export type Deviation =
  /** UpdateItem accepts an old change key, even with `NeverOverwrite`. */
  | 'ignoresChangeKeys'
  /** UpdateItem answers Success, but ignores `LegacyFreeBusyStatus` and the reminder. They can be set as MAPI properties. */
  | 'ignoresStatusUpdates'
  /** UpdateItem answers Success, but ignores both of them as MAPI properties. */
  | 'ignoresStatusProperties'
  /** A calendar view lists a series once, as its master at the time of the first occurrence, instead of its occurrences. */
  | 'leavesViewsUnexpanded'
  /** A calendar view leaves out extended properties, although the request asks for them. */
  | 'omitsPropertiesInViews'

/** Changes an operation: its request before it is carried out, its answer afterwards, or both. */
interface Change {
  readonly operation: Operation<unknown, unknown>
  readonly alter: (service: Service) => Service
}

/** Ties changes of requests and answers to their operation. */
function change<Request, Response>(
  operation: Operation<Request, Response>,
  {
    request: changeRequest = (request) => request,
    response: changeResponse = (response) => response,
  }: {
    readonly request?: (request: Request) => Request
    readonly response?: (response: Response, request: Request) => Response
  },
): Change {
  const alter = (service: Service): Service => ({
    ...service,
    carryOut(request, context) {
      // The service is the one of `operation`, which describes both types.
      const asked = request as Request
      return changeResponse(service.carryOut(changeRequest(asked), context) as Response, asked)
    },
  })
  return { operation, alter }
}

const ignored: readonly unknown[] = [
  'calendar:LegacyFreeBusyStatus',
  'item:ReminderIsSet',
  'item:ReminderMinutesBeforeStart',
]

type Update = UpdateItemRequest['itemChanges'][number]['updates'][number]

const isIgnored = ({ setItemField, appendToItemField, deleteItemField }: Update) =>
  ignored.includes((setItemField ?? appendToItemField ?? deleteItemField)?.fieldURI?.fieldURI)

const isTwin = ({ setItemField, deleteItemField }: Update) => {
  const path = (setItemField ?? deleteItemField)?.extendedFieldURI
  return path !== undefined && isStatusTwin(path)
}

/** Removes updates from an UpdateItem request. */
const without = (isLeftOut: (update: Update) => boolean) =>
  change(UpdateItem, {
    request: (request) => ({
      ...request,
      itemChanges: request.itemChanges.map((itemChange) => ({
        ...itemChange,
        updates: itemChange.updates.filter((update) => !isLeftOut(update)),
      })),
    }),
  })

/** Turns a calendar view into a search for the items that overlap it. Masters are found by their own times. */
function unexpanded(request: FindItemRequest): FindItemRequest {
  const { calendarView, traversal, itemShape, parentFolderIds } = request
  if (calendarView === undefined) return request
  const { startDate, endDate, maxEntriesReturned } = calendarView
  const constant = (instant: Date) => ({ constant: { value: instant.toISOString() } })
  const start = { fieldURI: { fieldURI: 'calendar:Start' } } as const
  const end = { fieldURI: { fieldURI: 'calendar:End' } } as const
  return {
    traversal,
    itemShape,
    parentFolderIds,
    indexedPageItemView: { maxEntriesReturned, offset: 0, basePoint: 'Beginning' },
    restriction: {
      and: [
        { isLessThan: { ...start, fieldURIOrConstant: constant(endDate) } },
        { isGreaterThanOrEqualTo: { ...end, fieldURIOrConstant: constant(startDate) } },
      ],
    },
    sortOrder: [{ ...start, order: 'Ascending' }],
  }
}

const withoutExtendedProperties = (item: RealItem): RealItem =>
  item.calendarItem === undefined ? item : { calendarItem: omit(item.calendarItem, ['extendedProperty']) }

const deviations: Readonly<Record<Deviation, Change>> = {
  ignoresChangeKeys: change(UpdateItem, {
    request: (request) => ({ ...request, conflictResolution: 'AlwaysOverwrite' as const }),
  }),
  ignoresStatusUpdates: without(isIgnored),
  ignoresStatusProperties: without(isTwin),
  leavesViewsUnexpanded: change(FindItem, { request: unexpanded }),
  omitsPropertiesInViews: change(FindItem, {
    response: (response, { calendarView }) => ({
      responseMessages: response.responseMessages.map((message) => {
        const { items, groups, ...page } = message.rootFolder ?? {}
        if (calendarView === undefined || items === undefined) return message
        return { ...message, rootFolder: { ...page, items: items.map(withoutExtendedProperties) } }
      }),
    }),
  }),
}

/** The names of all deviations. */
export const deviationNames = [
  'ignoresChangeKeys',
  'ignoresStatusUpdates',
  'ignoresStatusProperties',
  'leavesViewsUnexpanded',
  'omitsPropertiesInViews',
] as const satisfies readonly Deviation[]

/** The services of a server with the given deviations. */
export const withDeviations = (services: readonly Service[], names: readonly Deviation[]): readonly Service[] =>
  services.map((service) =>
    names
      .map((name) => deviations[name])
      .filter(({ operation }) => operation.name === service.operation.name)
      .reduce((altered, { alter }) => alter(altered), service),
  )
