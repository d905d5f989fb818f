import type { Step } from '../step'
import { account } from './account'
import { authentication } from './authentication'
import { calendar } from './calendar'
import { clock } from './clock'
import { dns } from './dns'
import { extendedProtection } from './extended-protection'
import { freeBusy } from './free-busy'
import { http } from './http'
import { impersonation } from './impersonation'
import { kerberos } from './kerberos'
import { latency } from './latency'
import { promises } from './promises'
import { proxy } from './proxy'
import { schema } from './schema'
import { schemes } from './schemes'
import { serverVersion } from './server-version'
import { tcp } from './tcp'
import { throttling } from './throttling'
import { tls } from './tls'
import { url } from './url'
import { writing } from './writing'

/** All steps, in their order. */
export const steps: readonly Step[] = [
  { name: 'url', needs: [], look: url },
  { name: 'account', needs: ['url'], look: account },
  { name: 'dns', needs: ['url'], look: dns },
  { name: 'tcp', needs: ['dns'], look: tcp },
  { name: 'proxy', needs: ['url'], look: proxy },
  { name: 'tls', needs: ['account', 'tcp', 'proxy'], look: tls },
  { name: 'http', needs: ['tls'], look: http },
  { name: 'schemes', needs: ['http'], look: schemes },
  { name: 'kerberos', needs: ['schemes'], look: kerberos },
  { name: 'extendedProtection', needs: ['kerberos'], look: extendedProtection },
  { name: 'authentication', needs: ['kerberos'], look: authentication },
  { name: 'serverVersion', needs: ['authentication'], look: serverVersion },
  { name: 'schema', needs: ['authentication'], look: schema },
  { name: 'impersonation', needs: ['schema'], look: impersonation },
  { name: 'calendar', needs: ['impersonation'], look: calendar },
  { name: 'freeBusy', needs: ['impersonation'], look: freeBusy },
  { name: 'writing', needs: ['calendar'], look: writing },
  { name: 'promises', needs: ['writing'], look: promises },
  { name: 'throttling', needs: ['http'], look: throttling },
  { name: 'clock', needs: ['http'], look: clock },
  { name: 'latency', needs: ['calendar'], look: latency },
]
