import { EwsError } from '../../errors'
import { quotable } from '../../xml'
import { answererOf } from '../answerer'
import { newConnection } from '../connections'
import { failure, isTimeUp, networkError } from '../failure'
import { type Greeting, greet } from '../greeting'
import { hostOf } from '../host'
import { signsOfIntermediary } from '../intermediary'
import type { Known } from '../known'
import { failed, type Outcome, skipped } from '../outcome'
import type { Tools } from '../tools'

/** HTTP without an account: who answers. */
export async function http(known: Known, tools: Tools): Promise<Outcome> {
  const { settings } = known
  if (settings === undefined) return skipped('Not looked at, because of account.')
  try {
    const connection = await newConnection(settings, tools)
    const greeting = await tools.probe((signal) => greet(connection, settings.userAgent, signal))
    tools.noticed(greeting.header)
    return judged(known, greeting)
  } catch (error) {
    const reason = networkError(error, hostOf(known))
    if (reason instanceof EwsError) return failure(reason, 'network')
    if (!isTimeUp(reason)) throw reason
    return failed("The server accepts the request, but doesn't answer.", {
      whose: 'exchange',
      remedy: 'Look at the application pool MSExchangeServicesAppPool, and at the balancer in front of the server.',
    })
  }
}

function judged(known: Known, greeting: Greeting): Outcome {
  const { found, ...answerer } = answererOf(greeting)
  const signs = signsOfIntermediary({ ...known, greeting })
  const text = [
    `${found}${/HTTP \d/.test(found) || greeting.status === 401 ? '' : ` (HTTP ${greeting.status})`}.`,
    ...redirectOf(greeting),
    ...(greeting.title === '' || greeting.status === 401 ? [] : [`The page says: "${greeting.title}".`]),
    ...(signs.length === 0 ? [] : [`In between: ${signs.join('; ')}.`]),
  ].join(' ')
  return { found: text, ...answerer, learned: { greeting } }
}

/** Where a redirect leads, without its query, which may contain secrets. */
function redirectOf({ header }: Greeting): string[] {
  const target = quotable(header('location').replace(/[?#].*$/s, ''))
  return target === '' ? [] : [`It leads to ${target}.`]
}
