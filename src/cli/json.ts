import { on } from './option'

/** The option of commands that print data. */
export const json = on('Print JSON, for programs')
