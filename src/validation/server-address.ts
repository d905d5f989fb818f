import * as z from 'zod/mini'
import { isLoopback, serverUrl } from './server-url'

/** The address of an Exchange server in any of the forms that people have at hand, as the URL of EWS. */
export const serverAddress = z.pipe(
  z.string(),
  z.transform((text, context) => {
    try {
      return serverUrl(text)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      context.issues.push({ code: 'custom', message: error.message, input: text })
      return z.NEVER
    }
  }),
)

/** Credentials go over TLS, or stay on this machine. */
export const noPlainHttp = z.refine<{ readonly url: URL; readonly allowInsecureHttp?: boolean | undefined }>(
  ({ url, allowInsecureHttp }) => url.protocol === 'https:' || isLoopback(url) || allowInsecureHttp === true,
  {
    path: ['url'],
    message: 'is plain HTTP, which lets others read or misuse the credentials; use https, or set allowInsecureHttp',
  },
)
