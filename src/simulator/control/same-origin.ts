import type { IncomingMessage } from 'node:http'
import { ControlError } from './control-error'

/** The names of loopback that a browser or a test may use. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Refuses requests that a web page of another site may have caused. The simulator listens on loopback, where every page that a developer
 * opens can send requests to: by its own name that it lets resolve to loopback (DNS rebinding), or with forms and `fetch` (CSRF).
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
