import { createHmac, timingSafeEqual } from 'node:crypto'

const LENGTH = 43

/**
 * The links by which customers manage their bookings. A link is the booking's id and a keyed hash of it: nobody can make one up, none of
 * them is stored, and one says nothing about another.
 */
export class Links {
  readonly #key: Buffer

  constructor(key: Buffer) {
    this.#key = key
  }

  /**
   * The id of the booking that a form makes. A form that is sent twice makes one booking, and who reads the id in a calendar can't send
   * the form.
   */
  bookingId(form: string): string {
    return this.#hash('form', form).slice(0, 24)
  }

  /** The secret part of the booking's address. */
  tokenOf(id: string): string {
    return `${id}.${this.#hash('link', id)}`
  }

  /** The id of the booking that a link is for. */
  idOf(token: string): string | undefined {
    const [, id = '', given = ''] = /^([\w-]{24})\.([\w-]{43})$/.exec(token) ?? []
    if (given.length !== LENGTH) return undefined
    return timingSafeEqual(Buffer.from(given), Buffer.from(this.#hash('link', id))) ? id : undefined
  }

  #hash(purpose: string, text: string): string {
    return createHmac('sha256', this.#key).update(`${purpose}\0${text}`).digest('base64url')
  }
}
