import { createHmac, timingSafeEqual } from 'node:crypto'

/** The length of a booking's id: 96 bits of a name, and 48 that say that the name is ours. */
const ID_LENGTH = 24
const NAME_LENGTH = 16

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
    const name = this.#hash('form', form).slice(0, NAME_LENGTH)
    return name + this.#proofOf(name)
  }

  /** Whether an appointment's key is the id of a booking of this application: others may book into the same calendar. */
  isOwn(key: string): boolean {
    const name = key.slice(0, NAME_LENGTH)
    return key === name + this.#proofOf(name)
  }

  /** The secret part of the booking's address. */
  tokenOf(id: string): string {
    return `${id}.${this.#hash('link', id)}`
  }

  /** The id of the booking that a link is for. */
  idOf(token: string): string | undefined {
    const [, id = '', given = ''] = /^([\w-]{24})\.([\w-]{43})$/.exec(token) ?? []
    return given !== '' && timingSafeEqual(Buffer.from(given), Buffer.from(this.#hash('link', id))) ? id : undefined
  }

  #proofOf(name: string): string {
    return this.#hash('id', name).slice(0, ID_LENGTH - NAME_LENGTH)
  }

  #hash(purpose: string, text: string): string {
    return createHmac('sha256', this.#key).update(`${purpose}\0${text}`).digest('base64url')
  }
}
