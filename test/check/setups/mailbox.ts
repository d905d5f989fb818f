import type { Simulator } from 'ews-booking/simulator'
import { exchange, MAILBOX, PASSWORD, USERNAME } from '../../exchange'
import type { BrokenSetup, BuiltSetup } from '../broken-setup'
import { basic, ntlm } from '../checked'
import { rewritingProxy } from '../rewriting-proxy'
import { timeUpOnce } from '../time-up'

type Injection = Parameters<Simulator['inject']>[0]

const injecting =
  (injection: Injection, setup: Partial<BuiltSetup> = {}) =>
  async (): Promise<BuiltSetup> => {
    const server = await exchange()
    server.inject({ times: Number.POSITIVE_INFINITY, ...injection })
    return { url: server.url, ...setup }
  }
const refusing = (operation: string, responseCode: string, setup: Partial<BuiltSetup> = {}) =>
  injecting({ operation, fault: 'elementError', responseCode }, setup)
const own = { impersonate: undefined, mailbox: MAILBOX }
const write = { write: true }
const versioned = (version: string) => async (): Promise<BuiltSetup> => {
  const server = await exchange({ auth: ['Basic'] })
  const body = (xml: string) =>
    xml.replace(/<\w+:ServerVersionInfo[^>]*>/, (tag) => tag.replace(/MajorVersion.*?(?= Version)/, version))
  return { url: (await rewritingProxy(server.url, { body })).url, auth: basic }
}
const deviating =
  (...deviations: NonNullable<Parameters<typeof exchange>[0]>['deviations'] & {}) =>
  async () => ({ url: (await exchange({ deviations })).url, write: true })
const hour = 60 * 60 * 1000

/** Rights, calendars, and what the server makes of calls. */
export const mailboxSetups: readonly BrokenSetup[] = [
  {
    name: 'no right to impersonate',
    build: async () => ({ url: (await exchange()).url, impersonate: { primarySmtpAddress: 'room-1@example.com' } }),
    step: 'impersonation',
    whose: 'exchange',
    found: /ErrorImpersonateUserDenied/,
    remedy: /New-ManagementRoleAssignment -Role ApplicationImpersonation/,
  },
  {
    name: 'a mailbox to impersonate that does not exist',
    build: async () => ({
      url: (await exchange({ accounts: [{ username: USERNAME, password: PASSWORD, mayImpersonate: 'all' }] })).url,
      impersonate: { primarySmtpAddress: 'nobody@example.com' },
    }),
    step: 'impersonation',
    whose: 'you',
    found: /ErrorNonExistentMailbox/,
    remedy: /Get-Mailbox/,
  },
  {
    name: 'a mailbox whose rights the account has not',
    build: async () => ({
      url: (await exchange({ accounts: [{ username: USERNAME, password: PASSWORD }] })).url,
      ...own,
    }),
    step: 'calendar',
    whose: 'exchange',
    found: /Error(AccessDenied|FolderNotFound|ItemNotFound)/,
    remedy: /Add-MailboxFolderPermission/,
  },
  {
    name: 'a mailbox that does not exist',
    build: async () => ({ url: (await exchange()).url, impersonate: undefined, mailbox: 'nobody@example.com' }),
    step: 'calendar',
    whose: 'you',
    found: /ErrorNonExistentMailbox/,
    remedy: /address/,
  },
  {
    name: 'an account without a mailbox, and none named',
    build: async () => ({ url: (await exchange()).url, impersonate: undefined }),
    step: 'calendar',
    whose: 'you',
    found: /ErrorMissingEmailAddress|ErrorNonExistentMailbox/,
    remedy: /impersonate|mailbox/,
  },
  {
    name: 'a database that is offline',
    build: refusing('GetFolder', 'ErrorMailboxStoreUnavailable'),
    step: 'calendar',
    whose: 'exchange',
    found: /ErrorMailboxStoreUnavailable/,
    remedy: /database/,
  },
  {
    name: 'a damaged folder',
    build: refusing('GetFolder', 'ErrorFolderCorrupt'),
    step: 'calendar',
    whose: 'exchange',
    found: /ErrorFolderCorrupt/,
    remedy: /New-MailboxRepairRequest/,
  },
  {
    name: 'free/busy that is not shared',
    build: injecting({
      operation: 'GetUserAvailability',
      fault: 'elementError',
      responseCode: 'ErrorNoFreeBusyAccess',
    }),
    step: 'freeBusy',
    whose: 'exchange',
    found: /ErrorNoFreeBusyAccess/,
    remedy: /free\/busy/,
  },
  {
    name: 'free/busy of a recipient who is not found',
    build: refusing('GetUserAvailability', 'ErrorMailRecipientNotFound'),
    step: 'freeBusy',
    whose: 'you',
    found: /ErrorMailRecipientNotFound/,
    remedy: /./,
  },
  {
    name: 'no right to create',
    build: refusing('CreateItem', 'ErrorCreateItemAccessDenied', write),
    step: 'writing',
    whose: 'exchange',
    found: /ErrorCreateItemAccessDenied/,
    remedy: /rights on this calendar/,
  },
  {
    name: 'a mailbox that is full',
    build: refusing('CreateItem', 'ErrorQuotaExceeded', write),
    step: 'writing',
    whose: 'exchange',
    found: /ErrorQuotaExceeded/,
    remedy: /full|quota/i,
  },
  {
    name: 'no right to change',
    build: refusing('UpdateItem', 'ErrorAccessDenied', write),
    step: 'writing',
    whose: 'exchange',
    found: /ErrorAccessDenied/,
    remedy: /rights/,
  },
  {
    name: 'no right to delete',
    build: refusing('DeleteItem', 'ErrorCannotDeleteObject', write),
    step: 'writing',
    whose: 'exchange',
    found: /could be made, but not deleted/,
    remedy: /Delete "ews-booking check" on 20\d\d-.*by hand/,
  },
  {
    name: 'a server that does not tell the id of what it made',
    build: async () => {
      const server = await exchange({ auth: ['Basic'] })
      const body = (xml: string) => (xml.includes('CreateItemResponse') ? xml.replace(/<\w+:ItemId [^>]*>/g, '') : xml)
      return { url: (await rewritingProxy(server.url, { body })).url, auth: basic, write: true }
    },
    step: 'writing',
    whose: 'exchange',
    found: /did not tell its id/,
    remedy: /Delete "ews-booking check" on 20\d\d-.*by hand/,
  },
  {
    name: 'an answer to the writing that is lost',
    build: injecting({ operation: 'CreateItem', fault: 'dropAfterCommit' }, write),
    step: 'writing',
    whose: 'network',
    found: /If "ews-booking check" is in the calendar/,
    remedy: /./,
  },
  {
    name: 'a server that ignores change keys',
    build: deviating('ignoresChangeKeys'),
    step: 'promises',
    verdict: 'warning',
    whose: 'exchange',
    found: /old change key/,
    remedy: /how-booking-works/,
  },
  {
    name: 'a server that does not expand series',
    build: deviating('leavesViewsUnexpanded'),
    step: 'promises',
    verdict: 'warning',
    whose: 'exchange',
    found: /series once/,
    remedy: /how-booking-works/,
  },
  {
    name: 'a server that leaves properties out',
    build: deviating('omitsPropertiesInViews'),
    step: 'promises',
    verdict: 'warning',
    whose: 'exchange',
    found: /properties out/,
    remedy: /how-booking-works/,
  },
  {
    name: 'a budget that is used up',
    build: injecting({ fault: 'serverBusy', backOffMs: 30_000 }),
    step: 'throttling',
    whose: 'exchange',
    found: /a pause of 30 s \(ErrorServerBusy\)/,
    remedy: /New-ThrottlingPolicy/,
  },
  {
    name: 'too many connections',
    build: injecting({ operation: 'GetFolder', fault: 'exceededConnectionCount' }),
    step: 'throttling',
    whose: 'exchange',
    found: /ErrorExceededConnectionCount/,
    remedy: /New-ThrottlingPolicy/,
  },
  {
    name: 'a gateway that limits the rate',
    build: injecting({ operation: 'GetUserAvailability', fault: 'tooManyRequests', retryAfter: 60 }),
    step: 'throttling',
    whose: 'exchange',
    found: /60 s \(HTTP 429\)/,
    remedy: /New-ThrottlingPolicy/,
  },
  {
    name: 'calls that are never answered',
    build: async () => {
      const server = await exchange()
      server.inject({ operation: 'GetFolder', fault: 'hang', times: Number.POSITIVE_INFINITY })
      const isAsked = () => server.requests.some(({ operation }) => operation === 'GetFolder')
      return { url: server.url, runtime: timeUpOnce(isAsked) }
    },
    step: 'throttling',
    whose: 'exchange',
    found: /no answer in time/,
    remedy: /timeoutMs/,
  },
  {
    name: 'a server whose clock is an hour ahead',
    build: async () => ({ url: (await exchange({ now: () => new Date(Date.now() + hour) })).url }),
    step: 'clock',
    verdict: 'warning',
    whose: 'you',
    found: /60 min ahead/,
    remedy: /w32tm/,
  },
  {
    name: 'a machine whose clock is an hour ahead of server and KDC',
    build: async () => {
      const { url, kdc } = await exchange({ auth: ['Negotiate'], now: () => new Date(Date.now() - hour) })
      return { url, auth: { ...ntlm, type: 'kerberos', realm: 'EXAMPLE.COM', ...(kdc && { kdc: kdc.address }) } }
    },
    step: 'clock',
    verdict: 'warning',
    whose: 'you',
    found: /60 min behind.*KDC's agrees/,
    remedy: /timedatectl set-ntp/,
  },
  {
    name: 'Exchange 2013',
    build: versioned('MajorVersion="15" MinorVersion="0" MajorBuildNumber="1497" MinorBuildNumber="2"'),
    step: 'serverVersion',
    verdict: 'warning',
    whose: 'exchange',
    found: /Exchange Server 2013, build 15\.0\.1497\.2 .*2023-04-11/,
    remedy: /Subscription Edition/,
  },
  {
    name: 'Exchange Online',
    build: versioned('MajorVersion="15" MinorVersion="20" MajorBuildNumber="9000" MinorBuildNumber="1"'),
    step: 'serverVersion',
    verdict: 'warning',
    whose: 'you',
    found: /Exchange Online/,
    remedy: /Microsoft Graph/,
  },
]
