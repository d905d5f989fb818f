import type { ReceivedRequest } from './received-request'

/** The most text that is remembered, in UTF-16 code units of requests and answers. */
const MOST_TEXT = 64 * 1024 * 1024

const textOf = ({ xml, responseXml = '' }: ReceivedRequest) => xml.length + responseXml.length

/** Completes the record of a request. */
export type CompleteRecord = (more: Partial<Pick<ReceivedRequest, 'status' | 'responseXml' | 'xml'>>) => void

/** The latest requests. Older ones are forgotten, so that a simulator can run for a long time. */
export class RequestLog {
  readonly #limit: number
  /** The requests by their numbers, the oldest first. */
  readonly #requests = new Map<number, ReceivedRequest>()
  #count = 0
  #text = 0

  /** @param limit the most requests that are remembered */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Copies the list, in the order of arrival. */
  list(): ReceivedRequest[] {
    return [...this.#requests.values()]
  }

  /** @returns a function that completes the record, if the request is still remembered */
  add(request: ReceivedRequest): CompleteRecord {
    this.#count += 1
    const number = this.#count
    this.#set(number, request)
    return (more) => {
      const known = this.#requests.get(number)
      if (known !== undefined) this.#set(number, { ...known, ...more })
    }
  }

  clear(): void {
    this.#requests.clear()
    this.#text = 0
  }

  #set(number: number, request: ReceivedRequest) {
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
