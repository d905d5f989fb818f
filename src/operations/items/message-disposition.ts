import { enumeration } from '../../xml'

/** Says whether a message is saved as a draft, sent, or sent with a copy in Sent Items (MS-OXWSCDATA, MessageDispositionType). */
export const MessageDisposition = enumeration('SaveOnly', 'SendOnly', 'SendAndSaveCopy')
