import { generateKey, keyId } from 'ews-booking/crypto'
import type { Surroundings } from '../surroundings'

/** Makes a key for the vault, and prints it with its id as JSON, or as lines of an environment file with the id in a comment. */
export function keygen(this: Surroundings, { json }: { readonly json: boolean }): void {
  const key = generateKey()
  const kid = keyId(key)
  this.print(json ? JSON.stringify({ key, kid }) : `# kid ${kid}\nEWS_VAULT_KEY=${key}`)
}
