/** The option of commands that print data. */
export const json = { kind: 'boolean', brief: 'Print JSON, for programs', default: false, withNegated: false } as const
