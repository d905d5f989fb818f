/** A message that Exchange would have sent. */
export interface SentMessage {
  /** The operation of the request that caused it: `CreateItem`. */
  readonly operation: string
  /** An invitation or its update, a cancellation, the response to an invitation, or any other message. */
  readonly kind: 'MeetingRequest' | 'MeetingCancellation' | 'MeetingResponse' | 'Message'
  /** The address of the mailbox that sends it, or whose calendar it is about. */
  readonly from: string
  /** The recipients' addresses. */
  readonly to: readonly string[]
  readonly subject: string
}
