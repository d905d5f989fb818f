import { enumeration, type Infer } from '../../xml'

/** How an appointment shows in its owner's free/busy (MS-OXWSCDATA, LegacyFreeBusyType). */
export const LegacyFreeBusyStatus = enumeration('Free', 'Tentative', 'Busy', 'OOF', 'WorkingElsewhere', 'NoData')
export type LegacyFreeBusyStatus = Infer<typeof LegacyFreeBusyStatus>
