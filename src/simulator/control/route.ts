import { ControlError } from './control-error'

/** The parts of a control request that routes need. */
export interface ControlCall {
  /** The parts of the path that stand for `:names`, decoded. */
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Reads the body. Only called by routes that take one. */
  readonly body: () => Promise<unknown>
}

/** A route's answer: JSON, or no content. */
export interface ControlAnswer {
  readonly status: number
  readonly json?: unknown
}

/** An endpoint of the control API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/api/mailboxes/:address/calendar` */
  readonly path: string
  readonly answer: (call: ControlCall) => ControlAnswer | Promise<ControlAnswer>
}

/** An answer with content. */
export const found = (json: unknown): ControlAnswer => ({ status: 200, json })
/** An answer with what was created. */
export const created = (json: unknown): ControlAnswer => ({ status: 201, json })
/** An answer without content. */
export const done: ControlAnswer = { status: 204 }

/**
 * Finds the route of a request.
 *
 * @throws ControlError if there is none
 */
export function routeOf(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; parameters: ControlCall['parameters'] } {
  const matching = routes.flatMap((route) => {
    const parameters = match(route.path, path)
    return parameters === undefined ? [] : [{ route, parameters }]
  })
  const [first, ...others] = matching
  if (first === undefined) throw new ControlError('NOT_FOUND', 'There is nothing at this path')
  const chosen = matching.find(({ route }) => route.method === method)
  if (chosen !== undefined) return chosen
  const allowed = [first, ...others].map(({ route }) => route.method).join(', ')
  throw new ControlError('METHOD_NOT_ALLOWED', `The path takes ${allowed}`, { Allow: allowed })
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const [names, values] = [pattern.split('/'), path.split('/')]
  if (names.length !== values.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? ''
    if (name.startsWith(':')) parameters[name.slice(1)] = decoded(value)
    else if (name !== value) return undefined
  }
  return parameters
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    throw new ControlError('BAD_REQUEST', 'The path is not valid percent-encoding')
  }
}
