import {
  type CallOptions,
  EwsClient,
  GetUserAvailability,
  type GetUserAvailabilityRequest,
  type GetUserAvailabilityResponse,
  type Operation,
} from 'ews-booking'
import type { Simulator } from 'ews-booking/simulator'
import { getUserAvailability } from '../../src/simulator/services/get-user-availability'
import { type Service, service } from '../../src/simulator/services/service'
import { ServiceError } from '../../src/simulator/soap/service-error'

type FreeBusyResponse = NonNullable<GetUserAvailabilityResponse['freeBusyResponseArray']>[number]

/** The simulator's answers, changed by `alter`. */
export const availability = (
  alter: (responses: readonly FreeBusyResponse[], request: GetUserAvailabilityRequest) => readonly FreeBusyResponse[],
): Service =>
  service(GetUserAvailability, (request, context) => {
    const response = getUserAvailability.carryOut(request, context) as GetUserAvailabilityResponse
    return { ...response, freeBusyResponseArray: [...alter(response.freeBusyResponseArray ?? [], request)] }
  })

/** Exchange's error for one mailbox. */
export const refusal = (responseCode: string): FreeBusyResponse => ({
  responseMessage: { responseClass: 'Error', responseCode, messageText: 'Refused.', descriptiveLinkKey: 0 },
})

const DAY_MS = 24 * 60 * 60 * 1000

/** The window of a request in days of 24 hours. */
export function daysOf({ freeBusyViewOptions }: GetUserAvailabilityRequest): number {
  const { startTime, endTime } = freeBusyViewOptions?.timeWindow ?? {}
  if (startTime === undefined || endTime === undefined) throw new ServiceError('ErrorMissingArgument', 'No window.')
  return (endTime.getTime() - startTime.getTime()) / DAY_MS
}

/** Refuses, for each mailbox, windows of more days than it grants. */
export const granting = (daysFor: (mailbox: string) => number): Service =>
  availability((responses, request) =>
    responses.map((response, index) => {
      const mailbox = request.mailboxDataArray[index]?.email.address ?? ''
      return daysOf(request) > daysFor(mailbox) ? refusal('ErrorTimeIntervalTooBig') : response
    }),
  )

/** All availability requests so far. */
export const requestsTo = (server: Simulator) =>
  server.requests.filter(({ operation }) => operation === 'GetUserAvailability')

/** The window and the mailboxes of each availability request so far. */
export const questionsTo = (server: Simulator) =>
  requestsTo(server).map(({ xml }) => {
    const [start = '', end = ''] = [...xml.matchAll(/<t:(?:Start|End)Time>([^<]+)/g)].map(([, time]) => `${time}Z`)
    const mailboxes = [...xml.matchAll(/<t:Address>([^<]+)/g)].map(([, address]) => address)
    const window = { start: new Date(start), end: new Date(end) }
    return { window, mailboxes, days: (window.end.getTime() - window.start.getTime()) / DAY_MS }
  })

/** A client that counts its running calls. */
export class CountingClient extends EwsClient {
  calls = 0
  underWay = 0
  most = 0
  /** Called after each call has started. */
  onCall: (() => void) | undefined

  override async call<Request, Response>(
    operation: Operation<Request, Response>,
    request: NoInfer<Request>,
    options?: CallOptions,
  ): Promise<Response> {
    this.calls += 1
    this.underWay += 1
    this.most = Math.max(this.most, this.underWay)
    try {
      const answer = super.call(operation, request, options)
      this.onCall?.()
      return await answer
    } finally {
      this.underWay -= 1
    }
  }
}
