import type { EwsClientOptions } from '../client/options'

/** What to check: the options of an `EwsClient`, and how far to go. */
export interface CheckOptions extends EwsClientOptions {
  /**
   * The mailbox whose calendar is looked at. Defaults to the address in `impersonate`, otherwise to the account's own mailbox. Without
   * `impersonate` it is opened with the account's own rights.
   */
  readonly mailbox?: string | undefined
  /**
   * Whether to try out writing: a tentative appointment ten years from now is made, changed and deleted. Nobody is notified. Defaults to false.
   */
  readonly write?: boolean | undefined
  /** Ends the check. The iteration then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
}
