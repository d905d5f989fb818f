/** A message that Exchange would have sent. */
export interface SentMessage {
  /** Of the request that it was sent for: `CreateItem`. */
  readonly operation: string
  /** An invitation or its update, a cancellation, or the answer to an invitation. */
  readonly kind: 'MeetingRequest' | 'MeetingCancellation' | 'MeetingResponse'
  /** Whose calendar it is about. */
  readonly from: string
  /** Addresses. */
  readonly to: readonly string[]
  readonly subject: string
}
