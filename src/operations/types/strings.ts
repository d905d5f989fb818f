import { text } from '../../xml'
import { types } from './namespaces'

/** Any number of strings (MS-OXWSCDATA, ArrayOfStringsType). */
export const Strings = types.arrayOf({ string: text })
