// Describes and calls an operation that the library doesn't have: it asks for Exchange's time zones (MS-OXWSGTZ). The server is
// simulated. For a real server set EWS_URL, EWS_USERNAME and EWS_PASSWORD.
import { EwsClient, messages, type Operation, responseMessage, types, xml } from 'ews-booking'
import { service, startSimulator } from 'ews-booking/simulator'

const { attribute, boolean, lenient, optional, text } = xml
const TimeZoneDefinition = types.complexType({
  id: attribute(text),
  name: optional(attribute(text)),
  // The schema has more elements. Those that aren't described are skipped.
  periods: optional(types.nonEmptyArrayOf({ period: types.complexType({ bias: attribute(text) }) })),
})
const TimeZonesRequest = messages.complexType({
  returnFullTimeZoneData: optional(attribute(boolean)),
  ids: optional(types.nonEmptyArrayOf({ id: text })),
})
const TimeZonesResponse = messages.complexType({
  responseMessages: messages.nonEmptyArrayOf({
    getServerTimeZonesResponseMessage: messages.complexType(responseMessage, {
      timeZoneDefinitions: lenient(types.arrayOf({ timeZoneDefinition: TimeZoneDefinition })),
    }),
  }),
})
const GetServerTimeZones: Operation<xml.Infer<typeof TimeZonesRequest>, xml.Infer<typeof TimeZonesResponse>> = {
  name: 'GetServerTimeZones',
  request: messages.element('GetServerTimeZones', TimeZonesRequest),
  response: messages.element('GetServerTimeZonesResponse', TimeZonesResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}

const simulated = service(GetServerTimeZones, ({ ids = [] }) => {
  const timeZoneDefinitions = ids.map((id) => ({ id, name: '(UTC+01:00) Zurich', periods: [{ bias: '-PT1H' }] }))
  return { responseMessages: [{ responseClass: 'Success', responseCode: 'NoError', timeZoneDefinitions }] }
})

const { EWS_URL: url, EWS_USERNAME: username = 'svc-booking', EWS_PASSWORD: password = 's3cret' } = process.env
const exchange =
  url === undefined
    ? await startSimulator({ mailboxes: [], accounts: [{ username, password }], services: [simulated] })
    : { url, ca: undefined, close: async () => undefined }
const auth = { type: 'auto', username, password } as const
const client = new EwsClient({ url: exchange.url, auth, tls: { ca: exchange.ca } })

const ids = ['W. Europe Standard Time']
const { responseMessages } = await client.call(GetServerTimeZones, { returnFullTimeZoneData: true, ids })
for (const { error, timeZoneDefinitions = [] } of responseMessages) {
  if (error !== undefined) throw error
  for (const { id, name, periods = [] } of timeZoneDefinitions) console.log(id, name, periods)
}
await client.close()
await exchange.close()
