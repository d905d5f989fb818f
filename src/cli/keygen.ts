import { generateKey, keyId } from 'ews-booking/crypto'

/** Makes a key for the vault. Returns it with its id as JSON, or as lines of an environment file with the id in a comment. */
export function keygen(json: boolean): string {
  const key = generateKey()
  const kid = keyId(key)
  return json ? JSON.stringify({ key, kid }) : `# kid ${kid}\nEWS_VAULT_KEY=${key}`
}
