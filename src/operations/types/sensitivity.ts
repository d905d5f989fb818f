import { enumeration } from '../../xml'

/**
 * The sensitivity of an item. Outlook hides the details of a `Private` item from other people; EWS does not always do so,
 * so it is no access control (MS-OXWSCDATA, SensitivityChoicesType).
 */
export const Sensitivity = enumeration('Normal', 'Personal', 'Private', 'Confidential')
