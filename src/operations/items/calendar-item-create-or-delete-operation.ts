import { enumeration } from '../../xml'

/**
 * The people who get mail about a meeting that is created or deleted, and whether a copy is saved in Sent Items
 * (MS-OXWSCDATA, CalendarItemCreateOrDeleteOperationType).
 */
export const CalendarItemCreateOrDeleteOperation = enumeration('SendToNone', 'SendOnlyToAll', 'SendToAllAndSaveCopy')
