/**
 * Returns the bytes of a text in memory of their own. `Buffer.from` takes short buffers from a pool. Code that holds another buffer of the
 * pool can read the whole pool through its `buffer`.
 */
export function unpooled(text: string, encoding: 'utf8' | 'hex' | 'base64url'): Buffer {
  const bytes = Buffer.alloc(Buffer.byteLength(text, encoding))
  bytes.write(text, encoding)
  return bytes
}
