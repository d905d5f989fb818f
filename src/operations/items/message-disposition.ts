import { enumeration } from '../../xml'

/** Whether a message is saved as a draft, sent, or sent and kept in Sent Items (MS-OXWSCDATA, MessageDispositionType). */
export const MessageDisposition = enumeration('SaveOnly', 'SendOnly', 'SendAndSaveCopy')
