import { exchange } from '../../exchange'
import type { BrokenSetup, BuiltSetup } from '../broken-setup'
import { auto, basic, ntlm, TOKEN } from '../checked'

type Auth = NonNullable<BuiltSetup['auth']>
type Scheme = 'Negotiate' | 'NTLM' | 'Basic' | 'Bearer'

const offering = (scheme: Scheme, auth: Auth) => async (): Promise<BuiltSetup> => ({
  url: (await exchange({ auth: [scheme] })).url,
  auth,
})

const bearer = { type: 'bearer', token: TOKEN } as const
const offered = (scheme: Scheme) => new RegExp(`offers ${scheme}; auth\\.type`)
const WINDOWS = /Set-WebServicesVirtualDirectory .* -WindowsAuthentication \$true/
const TO_AUTO = /auth\.type to auto/

/** Schemes that don't fit. */
export const schemeSetups: readonly BrokenSetup[] = [
  {
    name: 'NTLM alone, for Basic',
    build: offering('NTLM', basic),
    step: 'schemes',
    whose: 'you',
    found: offered('NTLM'),
    remedy: TO_AUTO,
  },
  {
    name: 'Basic alone, for NTLM',
    build: offering('Basic', ntlm),
    step: 'schemes',
    whose: 'you',
    found: offered('Basic'),
    remedy: TO_AUTO,
  },
  {
    name: 'Negotiate alone, for NTLM',
    build: offering('Negotiate', ntlm),
    step: 'schemes',
    whose: 'you',
    found: offered('Negotiate'),
    remedy: TO_AUTO,
  },
  {
    name: 'Bearer alone, for a password',
    build: offering('Bearer', auto),
    step: 'schemes',
    whose: 'you',
    found: offered('Bearer'),
    remedy: /auth\.type to bearer/,
  },
  {
    name: 'no Bearer, for a token',
    build: offering('NTLM', bearer),
    step: 'schemes',
    whose: 'exchange',
    found: offered('NTLM'),
    remedy: /-OAuthAuthentication \$true/,
  },
  {
    name: 'Basic alone, for auto',
    build: offering('Basic', auto),
    step: 'schemes',
    verdict: 'warning',
    whose: 'exchange',
    found: /only Basic is left/,
    remedy: WINDOWS,
  },
]
