import { generateKey, keyId } from 'ews-booking/crypto'

/** A new key of the vault and its id: as JSON, or as lines of an environment file, in which the id is a comment. */
export function keygen(json: boolean): string {
  const key = generateKey()
  const kid = keyId(key)
  return json ? JSON.stringify({ key, kid }) : `# kid ${kid}\nEWS_VAULT_KEY=${key}`
}
