import { CreateItem } from '../operations'
import type { CalendarItem } from '../operations/calendar-item'
import { resolveFolder } from './calendar-folder'
import { readOnlyProperties } from './read-only-property'
import { answerEach, noError } from './response-message'
import { service } from './service'
import { ServiceError } from './service-error'

/** MS-OXWSMTGS, CreateItem. Nobody is invited: the simulator has no mail. */
export const createItem = service(CreateItem, ({ items, savedItemFolderId }, { caller, store }) => ({
  responseMessages: answerEach(
    items,
    ({ calendarItem: item = {} }) => {
      const folder = savedItemFolderId ?? { distinguishedFolderId: { id: 'calendar' as const } }
      const { mailbox, isCalendar } = resolveFolder(folder, caller, store)
      if (!isCalendar) {
        throw new ServiceError(
          'ErrorCannotCreateCalendarItemInNonCalendarFolder',
          'Cannot create a calendar item in a non-calendar folder.',
        )
      }
      refuseReadOnly(item)
      return { ...noError, items: [{ itemId: store.create(mailbox, item).itemId }] }
    },
    (message) => ({ ...message, items: [] }),
  ),
}))

function refuseReadOnly(item: CalendarItem) {
  if (readOnlyProperties.every((property) => item[property] === undefined)) return
  throw new ServiceError('ErrorInvalidPropertySet', 'Set action is invalid for property.')
}
