import type { Issue } from '../validation'
import { VaultConfigError } from './vault-error'

/** Refuses options with an error that names the option that is wrong. */
export function optionError({ path, message }: Issue): VaultConfigError {
  const what = path === '' ? 'The options' : `The option ${path}`
  return new VaultConfigError(`${what}: ${message}`)
}
