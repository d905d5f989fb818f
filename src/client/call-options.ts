/** Options of a single call. */
export interface CallOptions {
  /** Ends the call, which rejects with the signal's reason. A call that changes something may have been carried out. */
  readonly signal?: AbortSignal | undefined
}
