import { randomBytes } from 'node:crypto'
import type { Vault } from 'ews-booking/crypto'
import type { Database } from '../database/database'
import { findTenant } from '../practice/tenants'
import { changePassword } from '../security/sessions'
import type { Settings } from '../settings'
import { ACCOUNT, fillCalendars, startExchange } from './exchange'
import { ADMINISTRATOR, addPractice, PRACTICE, personFor, renewAccess } from './practice'

/** What somebody who tries the application out gets to know. */
export interface Demonstration {
  readonly exchange: string
  readonly signIn: string
  close(): Promise<void>
}

/** Makes the practice on the first start. Without `EWS_URL` it books into an Exchange in memory, which is a new one at each start. */
export async function prepareDemo(database: Database, secrets: Vault, settings: Settings): Promise<Demonstration> {
  const { EWS_URL, EWS_USERNAME, EWS_PASSWORD, EWS_IMPERSONATE = EWS_USERNAME } = settings
  const simulated = EWS_URL === undefined ? await startExchange() : undefined
  if (simulated !== undefined) fillCalendars(simulated)
  const access =
    simulated === undefined
      ? { url: EWS_URL ?? '', username: EWS_USERNAME, password: EWS_PASSWORD }
      : { url: simulated.url, ...ACCOUNT }

  const password = randomBytes(9).toString('base64url')
  const isNew = (await findTenant(database, PRACTICE.id)) === undefined
  if (isNew) {
    const people = simulated === undefined ? { people: [personFor(EWS_IMPERSONATE)] } : {}
    await addPractice(database, secrets, access, { password, ...people })
  } else if (simulated !== undefined) {
    await renewAccess(database, secrets, access)
    await changePassword(database, ADMINISTRATOR.mail, password)
  }
  const account = simulated && ` (in memory; ${ACCOUNT.username}, password ${ACCOUNT.password})`
  return {
    exchange: `${access.url}${account ?? ''}`,
    signIn: `${ADMINISTRATOR.mail}${isNew || simulated !== undefined ? `, password ${password}` : ''}`,
    close: async () => simulated?.close(),
  }
}
