import { EwsClient, type EwsClientOptions, EwsError } from 'ews-booking'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { FindItem } from '../../src/operations'
import { requestEnvelope } from '../../src/operations/soap/envelope'
import { readXml } from '../../src/xml'
import { PASSWORD } from '../exchange'
import { envelopesOf, type Fixture, fixture, fixtures } from '../fixtures'
import { MswDispatcher } from '../msw-dispatcher'
import { operations } from '../operations/envelopes'
import { needs } from '../requirements'
import { schemaErrors } from '../schema'

const url = 'https://mail.example.com/EWS/Exchange.asmx'

/** Returns a client of a server that gives the recorded answer. `sent` is the request that it received. */
function replay({ response, status, contentType }: Fixture, options: Partial<EwsClientOptions> = {}) {
  const sent: string[] = []
  const handler = http.post(url, async ({ request }) => {
    sent.push(await request.text())
    return new HttpResponse(response, { status, headers: { 'content-type': contentType } })
  })
  const auth = { type: 'basic', username: 'svc-booking', password: PASSWORD } as const
  return { client: new EwsClient({ url, auth, dispatcher: new MswDispatcher(handler), ...options }), sent }
}

/** Calls the operation of a fixture with its request, read back from the XML. */
async function call(client: EwsClient, { operation: name, request = '' }: Fixture): Promise<unknown> {
  const operation = operations.find((each) => each.name === name)
  if (operation === undefined) throw new Error(`No operation ${name}`)
  const read = readXml(requestEnvelope(operation), request).body.request
  if (!('streamed' in operation)) return client.call(operation, read)
  const answers: unknown[] = []
  for await (const answer of client.stream(operation, read)) answers.push(answer)
  return answers
}

/** Returns an answer as a caller sees it. Errors are reduced to their properties, since a golden file must not depend on `inspect`. */
function seen(answer: unknown): unknown {
  const plain = (value: unknown): unknown =>
    value instanceof EwsError ? { ...value, name: value.name, message: value.message } : value
  return JSON.parse(JSON.stringify(answer, (_key, value: unknown) => plain(value)))
}

const withRequest = fixtures.filter(({ request }) => request !== undefined)
const ofOurs = withRequest.filter(({ name }) => !name.includes('/gromox'))

describe('every operation has a recorded exchange', () => {
  it.each(operations)('$name', ({ name }) => {
    expect(fixtures.map(({ operation }) => operation)).toContain(name)
  })
})

describe('every recorded answer is read', () => {
  it.each(withRequest)('$name', async (recorded) => {
    const answer = await call(replay(recorded).client, recorded).catch((error: unknown) => error)
    await expect(
      JSON.stringify(seen(answer instanceof EwsError ? { error: answer } : answer), undefined, 2),
    ).toMatchFileSnapshot(`${recorded.directory}answer.json`)
  })

  it('the refusal of a wrong password by an independent server', async () => {
    const recorded = fixture('FindItem/gromox-wrong-password')
    const search = fixture('FindItem/calendar-view')
    await expect(call(replay(recorded).client, { ...recorded, request: search.request })).rejects.toMatchObject({
      code: 'ERR_EWS_AUTHENTICATION',
    })
  })

  it('a fault that is not from EWS', async () => {
    const recorded = fixture('FindItem/gromox-unknown-operation')
    const search = fixture('FindItem/calendar-view')
    await expect(call(replay(recorded).client, { ...recorded, request: search.request })).rejects.toMatchObject({
      code: 'ERR_EWS_PROTOCOL',
    })
  })
})

describe('every recorded request is written again byte for byte', () => {
  it.each(ofOurs)('$name', async (recorded) => {
    const { header } = readXml(requestEnvelope(FindItem), envelopeHeaderOf(recorded))
    const { client, sent } = replay(recorded, { impersonate: header?.exchangeImpersonation?.connectingSID })
    await call(client, recorded).catch((error: unknown) => expect(error).toBeInstanceOf(EwsError))
    expect(sent).toEqual([recorded.request])
  })
})

/** Reads the header of any request by replacing its body with one that FindItem's description reads. */
function envelopeHeaderOf({ request = '' }: Fixture): string {
  const search = fixture('FindItem/calendar-view').request ?? ''
  const header = /<s:Header>.*<\/s:Header>/s.exec(request)?.[0] ?? ''
  return search.replace(/<s:Header>.*<\/s:Header>/s, header)
}

describe("Microsoft's schema", needs('schema'), () => {
  it.each(withRequest)('accepts the request $name', ({ request = '' }) => {
    expect(schemaErrors(request)).toEqual([])
  })

  it.each(ofOurs)("accepts the simulator's answer $name", ({ response }) => {
    expect(envelopesOf(response).flatMap(schemaErrors)).toEqual([])
  })
})

describe('pain 28: no title crosses the wire for free/busy', () => {
  it.each(['free-busy', 'one-unknown-mailbox', 'free-busy-with-booking'])('%s', (name) => {
    const { request, response } = fixture(`GetUserAvailability/${name}`)
    expect(request).toContain('<t:RequestedView>FreeBusy</t:RequestedView>')
    expect(response).toContain('<t:FreeBusyViewType>FreeBusy</t:FreeBusyViewType>')
    expect(response).toContain('<t:CalendarEvent>')
    for (const secret of ['diagnosis', 'Private matter', 'Birthday', 'Ward 7', 'consultation', 'Subject', 'Details']) {
      expect(response).not.toContain(secret)
    }
  })

  it('although the calendar has titles', () => {
    expect(fixture('FindItem/calendar-view').response).toContain('Confidential diagnosis')
  })
})

describe('fixtures', () => {
  it('hold neither credentials nor addresses of real people', () => {
    for (const { request = '', response } of fixtures) {
      expect(`${request}${response}`).not.toMatch(/authorization|password/i)
      for (const [address] of `${request}${response}`.matchAll(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g)) {
        expect(address).toMatch(/@example\.(com|test)$/)
      }
    }
  })
})
