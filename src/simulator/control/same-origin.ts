import type { IncomingMessage } from 'node:http'
import { ControlError } from './control-error'

/** The names for loopback that browsers and tests use. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Refuses requests that may come from a web page of another site. Every page that a developer opens can send requests to loopback:
 * with forms and `fetch` (CSRF), or by making its own name resolve to loopback (DNS rebinding).
 *
 * @throws ControlError
 */
export function refuseForeign({ method, headers, socket }: IncomingMessage): void {
  const own = LOOPBACK.map((name) => `${name}:${socket.localPort}`)
  if (!own.includes(headers.host?.toLowerCase() ?? '')) {
    throw new ControlError('FORBIDDEN', `Host must be one of ${own.join(', ')}`)
  }
  const { origin, 'sec-fetch-site': site = 'none', 'sec-fetch-mode': mode } = headers
  if (origin !== undefined && origin !== `http://${headers.host?.toLowerCase()}`) {
    throw new ControlError('FORBIDDEN', 'Origin is another site')
  }
  const isOwn = site === 'none' || site === 'same-origin'
  const followsLink = method === 'GET' && mode === 'navigate'
  if (!isOwn && !followsLink) throw new ControlError('FORBIDDEN', 'The request comes from another site')
}
