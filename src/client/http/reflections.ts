/** How many of the credentials that were sent last are looked for. */
const REMEMBERED = 32
/** Shorter ones would match by chance. */
const SHORTEST = 4

/**
 * Finds credentials in what a server sends back. A server, or something in front of it, may reflect the header `Authorization` in a
 * redirect, a status line, a page or a SOAP fault. From there it would get into messages and logs.
 */
export class Reflections {
  readonly #secrets = new Set<string>()
  #latest = ''

  /** Remembers the credentials of a header `Authorization`. */
  sent(authorization: string): void {
    if (authorization === this.#latest) return
    this.#latest = authorization
    for (const secret of secretsIn(authorization)) {
      if (secret.length < SHORTEST) continue
      this.#secrets.delete(secret)
      this.#secrets.add(secret)
    }
    for (const secret of this.#secrets) {
      if (this.#secrets.size <= REMEMBERED) break
      this.#secrets.delete(secret)
    }
  }

  /** Returns `text` without the credentials. */
  redacted(text: string): string {
    let redacted = text
    for (const secret of this.#secrets) redacted = redacted.replaceAll(secret, '[redacted]')
    return redacted
  }
}

/** Returns the credentials, and for Basic what they contain, in the forms in which a page could show them. */
function secretsIn(authorization: string): string[] {
  const [scheme = '', credentials = ''] = authorization.split(' ')
  const own = [credentials, encodeURIComponent(credentials)]
  if (scheme.toLowerCase() !== 'basic') return own
  const pair = Buffer.from(credentials, 'base64').toString()
  const password = pair.slice(pair.indexOf(':') + 1)
  return [...own, pair, password, encodeURIComponent(password), inMarkup(password, /[&<>]/g), inMarkup(password, HTML)]
}

/** The characters that ASP.NET writes as references (`HttpUtility.HtmlEncode`). */
const HTML = /[&<>"'\u00a0-\u00ff]/g

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const inMarkup = (text: string, special: RegExp): string =>
  text.replace(special, (character) => ENTITIES[character] ?? `&#${character.charCodeAt(0)};`)
