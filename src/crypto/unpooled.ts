/**
 * The bytes of a text in memory of their own. `Buffer.from` takes short ones from Node.js' pool: who is given another part of that, or
 * one's `buffer`, has all of it.
 */
export function unpooled(text: string, encoding: 'utf8' | 'hex' | 'base64url'): Buffer {
  const bytes = Buffer.alloc(Buffer.byteLength(text, encoding))
  bytes.write(text, encoding)
  return bytes
}
