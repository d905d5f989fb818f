import { channel } from 'node:diagnostics_channel'

/** A part of a document that a reader left out because it couldn't be read. */
export interface UnreadablePart {
  /** The elements that it is in, and its own name at the end: `Envelope/Body/GetItemResponse/.../Size`. */
  readonly path: string
  /** What is wrong with it, without anything of its text: `Size must be an integer from ... to ..., got a string`. */
  readonly problem: string
}

/**
 * The `node:diagnostics_channel` on which readers publish an `UnreadablePart` for each `dispensable` part of a document that they
 * leave out.
 */
export const unreadableParts = channel('ews-booking:unreadable')
