import type { Issue } from '../validation'
import { VaultConfigError } from './vault-error'

/** Returns the error for a wrong option. It names the option. */
export function optionError({ path, message }: Issue): VaultConfigError {
  const what = path === '' ? 'The options' : `The option ${path}`
  return new VaultConfigError(`${what}: ${message}`)
}
