import type { NewRequest, ReceivedRequest } from './received-request'

/** The most text that is remembered, in UTF-16 code units of requests and answers. */
const MOST_TEXT = 64 * 1024 * 1024

const textOf = ({ xml, responseXml = '' }: ReceivedRequest) => xml.length + responseXml.length

/** Completes the record of a request. */
export type CompleteRecord = (more: Partial<Pick<ReceivedRequest, 'status' | 'responseXml' | 'xml' | 'fault'>>) => void

/** Called with each request when it arrives, when it gets a fault, and when it is answered. Must not throw. */
export type RequestListener = (request: ReceivedRequest) => void

/** The latest requests. Older ones are forgotten, so that a simulator can run for a long time. */
export class RequestLog {
  readonly #limit: number
  readonly #now: () => Date
  readonly #listeners = new Set<RequestListener>()
  /** The requests by their numbers, the oldest first. */
  readonly #requests = new Map<number, ReceivedRequest>()
  #count = 0
  #text = 0

  /**
   * @param limit the most requests that are remembered
   * @param now the server's clock
   */
  constructor(limit: number, now: () => Date) {
    this.#limit = limit
    this.#now = now
  }

  /** Copies the list, in the order of arrival. */
  list(): ReceivedRequest[] {
    return [...this.#requests.values()]
  }

  /** A request by its number. `undefined` if it is forgotten. */
  find(number: number): ReceivedRequest | undefined {
    return this.#requests.get(number)
  }

  /** @returns a function that ends the calls of the listener */
  watch(listener: RequestListener): () => void {
    // Wrapped, so that the same listener can be added twice.
    const own: RequestListener = (request) => listener(request)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  /** @returns a function that completes the record, if the request is still remembered */
  add(arrived: NewRequest): CompleteRecord {
    this.#count += 1
    let known = { ...arrived, number: this.#count, receivedAt: this.#now() }
    this.#set(known)
    this.#tell(known)
    return (more) => {
      known = { ...known, ...more }
      if (this.#requests.has(known.number)) this.#set(known)
      if (more.status !== undefined || more.fault !== undefined) this.#tell(known)
    }
  }

  clear(): void {
    this.#requests.clear()
    this.#text = 0
  }

  #tell(request: ReceivedRequest) {
    for (const listener of this.#listeners) listener(request)
  }

  #set(request: ReceivedRequest) {
    const { number } = request
    this.#text += textOf(request) - this.#textAt(number)
    this.#requests.set(number, request)
    for (const oldest of this.#requests.keys()) {
      if (this.#requests.size <= this.#limit && (this.#text <= MOST_TEXT || this.#requests.size === 1)) return
      this.#text -= this.#textAt(oldest)
      this.#requests.delete(oldest)
    }
  }

  #textAt(number: number): number {
    const request = this.#requests.get(number)
    return request === undefined ? 0 : textOf(request)
  }
}
