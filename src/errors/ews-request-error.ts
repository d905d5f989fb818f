import { EwsError, type EwsErrorFacts } from './ews-error'

/** The caller's own input is wrong. Nothing was sent. */
export class EwsRequestError extends EwsError {
  static readonly code = 'ERR_EWS_REQUEST'
  override readonly code = 'ERR_EWS_REQUEST'
  /** The field or option, as the caller wrote it: `items[0].subject`. Empty if the input as a whole is wrong. */
  readonly path: string

  constructor({ path, ...facts }: EwsErrorFacts & { readonly path: string }) {
    super(facts)
    this.path = path
  }
}
