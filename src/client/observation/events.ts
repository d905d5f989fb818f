import { channel } from 'node:diagnostics_channel'

/** A call that begins. No event contains addresses, subjects or anything else of a request's content. */
export interface CallBegun {
  /** Counts the calls of this process, to find the end that belongs to a beginning. */
  readonly call: number
  /** The host, and the port unless it is the default: `mail.example.com`. */
  readonly server: string
  /** EWS's name: `FindItem`. */
  readonly operation: string
}

/** A call that ended, well or not. */
export interface CallEnded extends CallBegun {
  /** `ok`, an error's code such as `ERR_EWS_TIMEOUT`, or `aborted` if the caller's signal ended the call. */
  readonly outcome: string
  /** EWS's own code, if the request as a whole was refused with one: `ErrorServerBusy`. */
  readonly responseCode: string | undefined
  /** Milliseconds from the call of the method, with everything in it. */
  readonly durationMs: number
  /** Milliseconds that it waited for a connection or the end of a back-off. */
  readonly queueMs: number
  /** How many requests were sent for it, messages of NTLM aside. */
  readonly attempts: number
  /** The size of the request's envelope, in bytes. */
  readonly requestBytes: number
  /** The size of the last answer, in bytes after decompression. */
  readonly responseBytes: number
  /** The HTTP status of the last answer. */
  readonly status: number | undefined
  /** Exchange's own id of the last request, from the header `request-id`: the administrator finds it in the server's logs. */
  readonly requestId: string | undefined
  /** The Exchange server that took the last request, from the header `X-FEServer`. */
  readonly frontEnd: string | undefined
}

/** A call that is repeated. */
export interface Retry extends CallBegun {
  /** 2 for the first repetition. */
  readonly attempt: number
  /** The code of the error that is not thrown. */
  readonly code: string
  /** Milliseconds until the request is sent again, the queue aside. */
  readonly delayMs: number
}

/** The server asked for a pause. */
export interface BackOffBegun {
  readonly server: string
  /** Whether it is about the mailbox that the request was for, or about the account with all its mailboxes. */
  readonly scope: 'account' | 'mailbox'
  /** Milliseconds until the next request. */
  readonly ms: number
}

/** The messages that authenticate a connection were exchanged. */
export interface Handshake {
  readonly server: string
  /** `NTLM`. */
  readonly scheme: string
  readonly accepted: boolean
  readonly durationMs: number
}

/** A connection was opened or closed. */
export interface ConnectionChange {
  readonly server: string
  readonly state: 'opened' | 'closed'
}

/**
 * `node:diagnostics_channel` names of what the client does, for spans and metrics. Unlike `ews-booking:request` and
 * `ews-booking:response`, they contain nothing private. Subscribers run synchronously, so they must be quick.
 */
export const callBegunChannel = channel('ews-booking:call-begun')
export const callEndedChannel = channel('ews-booking:call-ended')
export const retryChannel = channel('ews-booking:retry')
export const backOffChannel = channel('ews-booking:back-off')
export const handshakeChannel = channel('ews-booking:handshake')
export const connectionChannel = channel('ews-booking:connection')
