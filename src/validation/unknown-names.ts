import * as z from 'zod/mini'
import { misspelling } from './nearest-name'

/**
 * The message about names that a schema doesn't have. It quotes only a name that resembles a known one: people paste passwords in the
 * wrong place, and a message ends up in a log.
 */
export function unknownNames({ keys, inst }: z.core.$ZodRawIssue<z.core.$ZodIssueUnrecognizedKeys>): string {
  const known = inst instanceof z.ZodMiniObject ? Object.keys(inst.def.shape) : []
  const mistake = misspelling(keys, known)
  return mistake === undefined
    ? `has an unknown name; the known names are ${known.join(', ')}`
    : `${mistake.given} is unknown; did you mean ${mistake.meant}?`
}
