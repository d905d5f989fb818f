import { type CheckName, type CheckOptions, type CheckStep, checkConnection } from 'ews-booking'
import { expect } from 'vitest'
import { type CheckRuntime, systemRuntime } from '../../src/check/runtime'
import { walk } from '../../src/check/walk'
import { MAILBOX, PASSWORD, USERNAME } from '../exchange'

/** An access token that looks like nothing else in the tests. */
export const TOKEN = 'Zm9vLWJhci1rcml0aXNjaC4xMjM0'

/** The server, and what else a check is to be made with. */
export type Setup = Partial<CheckOptions> & Pick<CheckOptions, 'url'>

export const ntlm = { type: 'ntlm', username: USERNAME, password: PASSWORD } as const
export const basic = { type: 'basic', username: USERNAME, password: PASSWORD } as const
export const auto = { type: 'auto', username: USERNAME, password: PASSWORD } as const

/** The steps of a check, by name. */
export type Steps = Readonly<Record<CheckName, CheckStep>>

/**
 * Makes a check of the service account for `MAILBOX`, and collects its steps. No secret may be in any of them.
 *
 * @param runtime parts of the runtime to replace. Defaults to none, and to the public function.
 */
export async function checked(setup: Setup, runtime?: Partial<CheckRuntime>): Promise<Steps> {
  const options = { auth: ntlm, impersonate: { primarySmtpAddress: MAILBOX }, ...setup }
  const steps = runtime === undefined ? checkConnection(options) : walk(options, { ...systemRuntime, ...runtime })
  const byName = new Map<CheckName, CheckStep>()
  for await (const step of steps) byName.set(step.name, step)
  const shown = JSON.stringify([...byName.values()])
  for (const secret of secretsOf(options)) expect(shown).not.toContain(secret)
  return Object.fromEntries(byName) as Steps
}

function secretsOf({ auth }: CheckOptions): string[] {
  const password = 'password' in auth && typeof auth.password === 'string' ? auth.password : PASSWORD
  const username = 'username' in auth ? auth.username : USERNAME
  return [
    PASSWORD,
    TOKEN,
    password,
    Buffer.from(password).toString('base64'),
    Buffer.from(`${username}:${password}`).toString('base64'),
  ].filter((secret) => secret.length > 3)
}

/** The verdicts, with the skipped steps left out. */
export const verdicts = (steps: Steps): Partial<Record<CheckName, string>> =>
  Object.fromEntries(
    Object.values(steps)
      .filter(({ verdict }) => verdict !== 'skipped')
      .map(({ name, verdict }) => [name, verdict]),
  )

/** The steps that failed. */
export const failures = (steps: Steps): CheckStep[] =>
  Object.values(steps).filter(({ verdict }) => verdict === 'failed')
