import { enumeration } from '../../xml/index'

/** Who is told of a meeting that is made or deleted (MS-OXWSCDATA, CalendarItemCreateOrDeleteOperationType). */
export const CalendarItemCreateOrDeleteOperation = enumeration('SendToNone', 'SendOnlyToAll', 'SendToAllAndSaveCopy')
