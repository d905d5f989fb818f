import { channel } from 'node:diagnostics_channel'

/** A part of a document that a reader dropped because it couldn't be read. */
export interface UnreadablePart {
  /** The names of the elements around the part, ending with its own: `Envelope/Body/GetItemResponse/.../Size`. */
  readonly path: string
  /** The problem, without quoting the text: `Size must be an integer from ... to ..., got a string`. */
  readonly problem: string
}

/**
 * The `node:diagnostics_channel` on which readers publish an `UnreadablePart` for each `dispensable` part of a document that they
 * drop.
 */
export const unreadableParts = channel('ews-booking:unreadable')
