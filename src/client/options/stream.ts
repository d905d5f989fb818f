import * as z from 'zod/mini'
import { checked, LONGEST_TIMER_MS } from '../../validation'
import { optionError } from './option-error'

/** More than two of the 45-second intervals at which Exchange sends a sign of life. */
const IDLE_MS = 120_000

const schema = z.strictObject({
  idleTimeoutMs: z._default(z.int().check(z.positive(), z.maximum(LONGEST_TIMER_MS)), IDLE_MS),
})

/**
 * Checks the option `idleTimeoutMs` of a stream, and fills in its default.
 *
 * @throws EwsRequestError
 */
export const readIdleTimeout = (idleTimeoutMs: number | undefined): number =>
  checked(schema, { idleTimeoutMs }, optionError).idleTimeoutMs
