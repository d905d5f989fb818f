import { enumeration } from '../../xml'

/** Who may read an item; others see of a `Private` one that it is there (MS-OXWSCDATA, SensitivityChoicesType). */
export const Sensitivity = enumeration('Normal', 'Personal', 'Private', 'Confidential')
