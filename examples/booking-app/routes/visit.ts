import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppEnv, AppParts } from '../app-parts'
import { timeZoneOf } from '../booking/wall-clock'
import { errorCode } from '../log'
import type { Reader } from '../pages/layout'
import type { Tenant } from '../practice/tenants'
import { acceptedLanguage, LANGUAGES, WORDS } from '../words/words'

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** There is no such page, practice or booking. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError'
}

/** The language that the visitor chose, or else their browser's. */
export function readerOf(context: Context<AppEnv>): Reader {
  const asked = context.req.query('lang')
  const chosen = LANGUAGES.find((each) => each === asked)
  if (chosen !== undefined) setCookie(context, 'language', chosen, { path: '/', sameSite: 'Lax', maxAge: YEAR_SECONDS })
  const kept = getCookie(context, 'language')
  const language =
    chosen ?? LANGUAGES.find((each) => each === kept) ?? acceptedLanguage(context.req.header('Accept-Language') ?? '')
  return { language, words: WORDS[language], url: new URL(context.req.url) }
}

/** The time zone that the customer chose, or the one that the page's script found, or the practice's. */
export function zoneOf(context: Context<AppEnv>, tenant: Tenant): string {
  const asked = [context.req.query('zone'), getCookie(context, 'zone')]
  return asked.map((name) => name && timeZoneOf(name)).find(Boolean) || tenant.timeZone
}

/** Answers with a page. */
export const page = (
  context: Context<AppEnv>,
  content: { toString(): string | Promise<string> },
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> => context.html(`<!DOCTYPE html>${content}`, status)

/** Answers with events (HTML, 9.2), one after another. The browser hears nothing of an error but the end. */
export const eventStream = (
  context: Context<AppEnv>,
  { log }: Pick<AppParts, 'log'>,
  write: (stream: SSEStreamingApi) => Promise<void>,
): Response =>
  streamSSE(context, async (stream) => {
    try {
      await write(stream)
    } catch (error) {
      log.error({ requestId: context.get('requestId'), code: errorCode(error) }, 'A stream has failed')
    }
  })
