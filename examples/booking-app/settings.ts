import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateKey } from 'ews-booking/crypto'
import { z } from 'zod'

const flag = z.stringbool().default(false)

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  PUBLIC_URL: z.url().optional(),
  TRUST_PROXY: flag,
  DATABASE_URL: z.url().optional(),
  DATA_FOLDER: z.string().default(fileURLToPath(new URL('.data', import.meta.url))),
  VAULT_KEYS: z.string().optional(),
  APP_SECRET: z.string().min(32).optional(),
  ALLOW_PRIVATE_NETWORKS: z.stringbool().optional(),
  LOG_LEVEL: z.string().default('info'),
  EWS_URL: z.string().optional(),
  EWS_USERNAME: z.string().default(''),
  EWS_PASSWORD: z.string().default(''),
  EWS_IMPERSONATE: z.string().optional(),
})

/** How the application runs: all of it comes from the environment. */
export type Settings = z.output<typeof environment>

/** Reads the environment. Errors name the variable, and never its value. */
export function readSettings(variables: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const { success, data, error } = environment.safeParse(given)
  if (success) return data
  throw new Error(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
}

/** The secrets of the application. */
export interface Secrets {
  /** Keys of `ews-booking/crypto`, the one that seals first. */
  readonly vaultKeys: readonly string[]
  /** What links and keyed hashes are made with. */
  readonly secret: string
}

const stored = z.object({ vaultKeys: z.array(z.string()), secret: z.string() })

/**
 * The secrets from `VAULT_KEYS` (separated by commas) and `APP_SECRET`. With the embedded database they are made on the first start and
 * kept in a file beside it, which is for trying out: a key that is backed up with its database protects nothing.
 */
export async function readSecrets({ VAULT_KEYS, APP_SECRET, DATABASE_URL, DATA_FOLDER }: Settings): Promise<Secrets> {
  if (VAULT_KEYS !== undefined && APP_SECRET !== undefined)
    return { vaultKeys: VAULT_KEYS.split(','), secret: APP_SECRET }
  if (DATABASE_URL !== undefined) throw new Error('A server needs VAULT_KEYS (npx ews-booking keygen) and APP_SECRET')
  const file = join(DATA_FOLDER, 'secrets.json')
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  if (kept !== undefined) {
    const secrets = stored.parse(JSON.parse(kept))
    return { ...secrets, vaultKeys: VAULT_KEYS?.split(',') ?? secrets.vaultKeys }
  }
  const secrets = { vaultKeys: [generateKey()], secret: randomBytes(32).toString('base64url') }
  await mkdir(DATA_FOLDER, { recursive: true })
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 })
  return secrets
}
