import type { HttpAnswer } from '../http/answer'
import type { Connection, HttpRequest } from '../http/connection'
import { type PasswordAuth, revealed } from '../options'
import type { Authentication } from './authentication'
import { passwordHint, refusal } from './refusal'

/** RFC 7617: user name and password, in UTF-8, with every request. */
export class BasicAuthentication implements Authentication {
  readonly scheme = 'Basic'
  readonly #authorization: string
  readonly #hint: string

  constructor({ username, password, domain = '' }: Pick<PasswordAuth, 'username' | 'password' | 'domain'>) {
    this.#hint = passwordHint({ username, domain })
    const userId = domain === '' ? username : `${domain}\\${username}`
    this.#authorization = `Basic ${Buffer.from(`${userId}:${revealed(password)}`).toString('base64')}`
  }

  async send(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    const headers = { ...request.headers, authorization: this.#authorization }
    const answer = await connection.send({ ...request, headers })
    if (answer.status === 401) throw await refusal(answer, request.operation, 'Basic', this.#hint)
    return answer
  }
}
