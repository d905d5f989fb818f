// One process of the booking application, with a practice to try it with.
import { join } from 'node:path'
import { openEmbedded } from './database/embedded'
import { migrate } from './database/migrate'
import { connectToServer } from './database/server'
import { prepareDemo } from './demo/first-start'
import { PRACTICE } from './demo/practice'
import { progressBar } from './encryption/progress-bar'
import { Vaults } from './encryption/vaults'
import { createLog } from './log'
import { startService } from './service'
import { readSecrets, readSettings } from './settings'

const settings = readSettings(process.env)
const secrets = await readSecrets(settings)
const database =
  settings.DATABASE_URL === undefined
    ? await openEmbedded(join(settings.DATA_FOLDER, 'database'))
    : connectToServer(settings.DATABASE_URL)
await migrate(database)
const demo = await prepareDemo(database, new Vaults(secrets.vaultKeys).secrets, settings)

const service = await startService({
  ...secrets,
  database,
  log: createLog(settings.LOG_LEVEL),
  host: settings.HOST,
  port: settings.PORT,
  publicUrl: settings.PUBLIC_URL,
  trustProxy: settings.TRUST_PROXY,
  onSealing: (done, total) => process.stderr.write(progressBar(done, total)),
  allowPrivateNetworks: settings.ALLOW_PRIVATE_NETWORKS ?? settings.EWS_URL === undefined,
})

const url = settings.PUBLIC_URL ?? service.url
console.log(`
  Customers      ${url}/p/${PRACTICE.id}
  Calendar       ${url}/staff
  Administration ${url}/admin

  Sign in as     ${demo.signIn}
  Exchange       ${demo.exchange}
`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await service.close()
    await database.close()
    await demo.close()
  })
}
