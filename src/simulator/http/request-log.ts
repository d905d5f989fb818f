import type { ReceivedRequest } from './received-request'

/** The most text that is remembered, in UTF-16 code units of requests and answers. */
const MOST_TEXT = 64 * 1024 * 1024

const textOf = ({ xml, responseXml = '' }: ReceivedRequest) => xml.length + responseXml.length

/** The latest requests. Older ones are forgotten, so that a simulator may run for a long time. */
export class RequestLog {
  readonly #limit: number
  #requests: ReceivedRequest[] = []
  #text = 0

  /** @param limit the most requests that are remembered */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Copies the list, in the order of arrival. */
  list(): ReceivedRequest[] {
    return [...this.#requests]
  }

  add(request: ReceivedRequest): void {
    this.#requests.push(request)
    this.#text += textOf(request)
    while (this.#requests.length > this.#limit || (this.#text > MOST_TEXT && this.#requests.length > 1)) {
      const oldest = this.#requests.shift()
      if (oldest !== undefined) this.#text -= textOf(oldest)
    }
  }

  clear(): void {
    this.#requests = []
    this.#text = 0
  }
}
