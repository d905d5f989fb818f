import { enumeration } from '../../xml'

/** Who is told of a meeting that is made or deleted (MS-OXWSCDATA, CalendarItemCreateOrDeleteOperationType). */
export const CalendarItemCreateOrDeleteOperation = enumeration('SendToNone', 'SendOnlyToAll', 'SendToAllAndSaveCopy')
