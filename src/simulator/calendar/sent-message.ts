/** A message that Exchange would have sent. */
export interface SentMessage {
  /** The operation of the request that caused it: `CreateItem`. */
  readonly operation: string
  /** An invitation or its update, a cancellation, or the response to an invitation. */
  readonly kind: 'MeetingRequest' | 'MeetingCancellation' | 'MeetingResponse'
  /** The address of the mailbox whose calendar it is about. */
  readonly from: string
  /** The recipients' addresses. */
  readonly to: readonly string[]
  readonly subject: string
}
