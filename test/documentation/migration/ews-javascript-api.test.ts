import { XhrApi } from '@ewsjs/xhr'
import { BookingCalendar } from 'ews-booking/booking'
import * as theirLibrary from 'ews-javascript-api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { discoverBy } from '../../../src/client/discovery/discover'
import { systemTransport } from '../../../src/client/discovery/transport'
import { until } from '../../clock'
import { DOCTOR, ROOM } from '../../simulator/exchange'
import { typeErrors } from '../type-errors'
import { type Clinic, clientOf, DAY, EWS_URL, openClinic, password, ROOMS, VISIT } from './clinic'
import { pairsOf } from './pairs'
import { logbook, sidesOf } from './sides'

const pairs = pairsOf('docs/migrating-from-ews-javascript-api.md')

/** Their transport, which finds the simulator where the guide has its server, and trusts its certificate. */
const xhrOf = ({ routed }: Clinic) =>
  class extends XhrApi {
    constructor() {
      super({ rejectUnauthorized: false })
    }
    override async xhr(...[options, progress]: Parameters<XhrApi['xhr']>) {
      return super.xhr({ ...options, url: routed(options.url) }, progress)
    }
    override async xhrStream(...[options, progress]: Parameters<XhrApi['xhrStream']>) {
      return super.xhrStream({ ...options, url: routed(options.url) }, progress)
    }
  }

/** `discover` on a network where the simulator is the guide's server. */
const discoverOf =
  ({ routed, exchange: { ca } }: Clinic) =>
  (...[mailAddress, auth]: Parameters<typeof import('ews-booking').discover>) => {
    const network = systemTransport(auth, ca === undefined ? undefined : { ca })
    const here = async (url: URL) => new URL(routed(url.href))
    return discoverBy(
      {
        look: async (url, signal) => network.look(await here(url), signal),
        ask: async (url, body, signal) => network.ask(await here(url), body, signal),
        redacted: (text) => text,
        services: async () => [],
      },
      mailAddress,
      auth,
      {},
    )
  }

const { side, logged, unused } = sidesOf(pairs)

describe('docs/migrating-from-ews-javascript-api.md', () => {
  let clinic: Clinic
  let theirs: Record<string, unknown> = {}
  let ours: Record<string, unknown> = {}

  beforeAll(async () => {
    clinic = await openClinic(['NTLM'])
    const { DateTime } = theirLibrary
    theirs = { ...theirLibrary, XhrApi: xhrOf(clinic), password }
    theirs = {
      ...theirs,
      ...(await side('theirs', 'The service', theirs)),
      start: new DateTime(DAY.start.toISOString()),
      end: new DateTime(DAY.end.toISOString()),
    }
    ours = {
      EwsClient: clientOf(clinic),
      BookingCalendar,
      discover: discoverOf(clinic),
      password,
      ca: clinic.exchange.ca,
    }
    ours = { ...ours, ...(await side('ours', 'The service', ours)), ...DAY }
  })
  beforeEach(() => clinic.clear())
  afterAll(async () => {
    await clinic.close()
    expect(unused()).toEqual([])
  })

  it('compiles the calls of ews-javascript-api', () => {
    const names = `
      declare const { ${Object.keys(theirLibrary).join(', ')} }: typeof import('ews-javascript-api')
      declare const { XhrApi }: typeof import('@ewsjs/xhr')
      declare const service: import('ews-javascript-api').ExchangeService
      declare const [start, end]: readonly import('ews-javascript-api').DateTime[]
      declare const [password, id, state]: readonly string[]
      declare const signal: AbortSignal
      declare const console: { log(...values: unknown[]): void }`
    expect(
      typeErrors(
        pairs.map(({ theirs }) => theirs),
        names,
      ),
    ).toEqual([])
  })

  it('finds the server', async () => {
    expect(await side('theirs', 'Finding the server', theirs)).toEqual({ url: EWS_URL })
    expect(await side('ours', 'Finding the server', ours)).toEqual({ url: EWS_URL })
  })

  it('tells the same free/busy', async () => {
    clinic.exchange.add(DOCTOR, VISIT)
    const { start, end } = VISIT
    const { lines, console } = logbook()
    await side('theirs', 'Free/busy', { ...theirs, console })
    expect(lines).toEqual([[start.toISOString(), end.toISOString()]])
    const periods = [{ start, end, status: 'busy' }]
    expect(await side('ours', 'Free/busy', ours)).toMatchObject({
      periods,
      answers: new Map([
        [DOCTOR, { periods }],
        [ROOM, { periods: [] }],
      ]),
    })
  })

  it('reads the same calendar', async () => {
    clinic.exchange.add(DOCTOR, VISIT)
    expect(await logged('theirs', 'Reading a calendar', theirs)).toEqual([['Visit']])
    expect(await logged('ours', 'Reading a calendar', ours)).toEqual([['Visit']])
  })

  it('makes, moves and cancels the same appointment, with the same mail', async () => {
    const made = await side('theirs', 'Making an appointment', theirs)
    const afterTheirs = clinic.effect()
    expect(afterTheirs).toMatchObject({ calendar: [{ subject: 'Consultation' }], sent: [{ kind: 'MeetingRequest' }] })
    await side('theirs', 'Moving and cancelling', { ...theirs, ...made })
    const atTheirEnd = clinic.effect()
    expect(atTheirEnd).toMatchObject({ calendar: [], sent: { length: 3, 2: { kind: 'MeetingCancellation' } } })
    await clinic.clear()
    const { booking } = await side('ours', 'Making an appointment', ours)
    expect(clinic.effect()).toEqual(afterTheirs)
    await side('ours', 'Moving and cancelling', { ...ours, db: { query: async () => [booking] } })
    expect(clinic.effect()).toEqual(atTheirEnd)
  })

  it('tells the same changes', async () => {
    const heading = 'Changes since the last time'
    const { next: state } = await side('theirs', heading, { ...theirs, state: '' })
    const cursor = await clinic.cursor()
    const { id } = clinic.exchange.add(DOCTOR, VISIT)
    expect(await logged('theirs', heading, { ...theirs, state })).toEqual([['Create', id]])
    expect(await logged('ours', heading, { ...ours, cursor })).toEqual([['made', id]])
  })

  it('tells of an appointment as it happens', async () => {
    const cursor = await clinic.cursor()
    for (const [which, names, told] of [
      ['theirs', theirs, 'Created'],
      ['ours', ours, 'made'],
    ] as const) {
      await clinic.clear()
      const { lines, console } = logbook()
      const leaving = new AbortController()
      const { signal } = leaving
      const running = side(which, 'Changes as they happen', { ...names, cursor, signal, console })
      await until(() => clinic.exchange.requests.some(({ operation }) => operation === 'GetStreamingEvents'))
      clinic.exchange.add(DOCTOR, VISIT)
      await until(() => lines.length > 0)
      expect(lines[0]).toEqual([told])
      leaving.abort()
      // Theirs stays pending.
      if (which === 'ours') await expect(running).rejects.toBe(signal.reason)
    }
  })

  it('finds the same names and rooms', async () => {
    const found = [[DOCTOR], [ROOMS]]
    expect(await logged('theirs', 'Names and rooms', theirs)).toEqual(found)
    expect(await logged('ours', 'Names and rooms', ours)).toEqual(found)
  })
})
