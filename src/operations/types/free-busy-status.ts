import { enumeration, type Infer } from '../../xml'

/** The status that an appointment gives its time in free/busy information (MS-OXWSCDATA, LegacyFreeBusyType). */
export const LegacyFreeBusyStatus = enumeration('Free', 'Tentative', 'Busy', 'OOF', 'WorkingElsewhere', 'NoData')
export type LegacyFreeBusyStatus = Infer<typeof LegacyFreeBusyStatus>
