// One process of the booking application. Without EWS_URL it starts an Exchange in memory, and a practice that uses it.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { openEmbedded } from './database/embedded'
import { migrate } from './database/migrate'
import { connectToServer } from './database/server'
import { ACCOUNT, fillCalendars, startExchange } from './demo/exchange'
import { ADMINISTRATOR, addPractice, PRACTICE, personFor, renewAccess } from './demo/practice'
import { progressBar } from './encryption/progress-bar'
import { Vaults } from './encryption/vaults'
import { createLog } from './log'
import { findTenant } from './practice/tenants'
import { changePassword } from './security/sessions'
import { startService } from './service'
import { readSecrets, readSettings } from './settings'

const settings = readSettings(process.env)
const secrets = await readSecrets(settings)
const log = createLog(settings.LOG_LEVEL)
const database =
  settings.DATABASE_URL === undefined
    ? await openEmbedded(join(settings.DATA_FOLDER, 'database'))
    : connectToServer(settings.DATABASE_URL)
await migrate(database)

const simulated = settings.EWS_URL === undefined ? await startExchange() : undefined
if (simulated !== undefined) fillCalendars(simulated)
const access = {
  url: simulated?.url ?? settings.EWS_URL ?? '',
  username: simulated === undefined ? settings.EWS_USERNAME : ACCOUNT.username,
  password: simulated === undefined ? settings.EWS_PASSWORD : ACCOUNT.password,
}

const { secrets: vault } = new Vaults(secrets.vaultKeys)
const password = randomBytes(9).toString('base64url')
const isNew = (await findTenant(database, PRACTICE.id)) === undefined
if (isNew) {
  const mailbox = settings.EWS_IMPERSONATE ?? settings.EWS_USERNAME
  await addPractice(database, vault, access, {
    password,
    ...(simulated === undefined && { people: [personFor(mailbox)] }),
  })
} else if (simulated !== undefined) {
  await renewAccess(database, vault, access)
  await changePassword(database, ADMINISTRATOR.mail, password)
}

const service = await startService({
  ...secrets,
  database,
  log,
  host: settings.HOST,
  port: settings.PORT,
  publicUrl: settings.PUBLIC_URL,
  trustProxy: settings.TRUST_PROXY,
  onSealing: (done, total) => process.stderr.write(progressBar(done, total)),
  allowPrivateNetworks: settings.ALLOW_PRIVATE_NETWORKS ?? simulated !== undefined,
})

const url = settings.PUBLIC_URL ?? service.url
console.log(`
  Customers      ${url}/p/${PRACTICE.id}
  Calendar       ${url}/staff
  Administration ${url}/admin

  Sign in as     ${ADMINISTRATOR.mail}${isNew || simulated !== undefined ? `, password ${password}` : ''}
  Exchange       ${access.url}${simulated === undefined ? '' : ` (in memory; ${ACCOUNT.username}, password ${ACCOUNT.password})`}
`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await service.close()
    await database.close()
    await simulated?.close()
  })
}
