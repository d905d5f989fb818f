import {
  AliasNotFoundError,
  ArgumentParseError,
  EnumValidationError,
  FlagNotFoundError,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
  UnsatisfiedPositionalError,
} from '@stricli/core'
import { explain } from './failure'

/** Returns what is wrong with a parameter, as a sentence. */
export function complaint(error: unknown): string {
  if (error instanceof FlagNotFoundError) {
    const [nearest] = error.corrections
    return `Unknown option --${error.input}${nearest === undefined ? '' : `; did you mean --${nearest}?`}`
  }
  if (error instanceof AliasNotFoundError) return `Unknown option -${error.input}`
  if (error instanceof UnsatisfiedFlagError) return `--${error.externalFlagName} needs a value`
  if (error instanceof EnumValidationError) {
    return `--${error.externalFlagName} must be one of ${error.values.join(', ')}`
  }
  if (error instanceof UnexpectedPositionalError) return `Unexpected argument ${error.input}`
  if (error instanceof UnsatisfiedPositionalError) return `${error.placeholder} is missing`
  if (error instanceof ArgumentParseError) {
    const { externalFlagNameOrPlaceholder: name, exception } = error
    return `${name.startsWith('<') ? name : `--${name}`}: ${explain(exception)}`
  }
  return explain(error)
}
