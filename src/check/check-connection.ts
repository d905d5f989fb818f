import type { CheckStep } from './check-step'
import type { CheckOptions } from './options'

/**
 * Looks at everything that a connection to Exchange needs, one step after the other: address, name resolution, TLS, who answers, sign-in, rights
 * and calendar of the mailbox, clocks, latency. Each step says what was found, who can fix it and how. A wrong password is tried once at most.
 *
 * A step that can't be made because an earlier one failed is skipped, so that all steps come in each check. Whatever is wrong at the
 * server or with the options is a step that failed, never an exception.
 *
 * @example
 * for await (const { name, verdict, found, remedy } of checkConnection({ url, auth, mailbox })) {
 *   console.log(verdict, name, found, remedy ?? '')
 * }
 */
export async function* checkConnection(options: CheckOptions): AsyncGenerator<CheckStep, void, undefined> {
  const [{ walk }, { systemRuntime }] = await Promise.all([import('./walk'), import('./runtime')])
  yield* walk(options, systemRuntime)
}
