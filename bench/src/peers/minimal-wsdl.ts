const TYPES = 'http://schemas.microsoft.com/exchange/services/2006/types'
const MESSAGES = 'http://schemas.microsoft.com/exchange/services/2006/messages'

/** Names and types of the children of a complex type, in order; `[]` after a name means any number. */
type Children = Readonly<Record<string, string>>

const child = ([name, type]: [string, string]): string =>
  `<xs:element name="${name.replace('[]', '')}" type="${type}" minOccurs="0"${name.endsWith('[]') ? ' maxOccurs="unbounded"' : ''}/>`

const complexType = ([name, children]: [string, Children]): string =>
  `<xs:complexType name="${name}"><xs:sequence>${Object.entries(children).map(child).join('')}</xs:sequence></xs:complexType>`

const schema = (namespace: string, types: Readonly<Record<string, Children>>, elements: Children): string =>
  `<xs:schema targetNamespace="${namespace}" elementFormDefault="qualified">` +
  `${Object.entries(types).map(complexType).join('')}` +
  `${Object.entries(elements)
    .map(([name, type]) => `<xs:element name="${name}" type="${type}"/>`)
    .join('')}</xs:schema>`

const timeOfChange = { Bias: 'xs:int', Time: 'xs:string', DayOrder: 'xs:short', Month: 'xs:short' }

const types = schema(
  TYPES,
  {
    TimeOfChange: { ...timeOfChange, DayOfWeek: 'xs:string' },
    TimeZone: { Bias: 'xs:int', StandardTime: 't:TimeOfChange', DaylightTime: 't:TimeOfChange' },
    WorkingPeriod: { DayOfWeek: 'xs:string', StartTimeInMinutes: 'xs:int', EndTimeInMinutes: 'xs:int' },
    WorkingPeriods: { 'WorkingPeriod[]': 't:WorkingPeriod' },
    WorkingHours: { TimeZone: 't:TimeZone', WorkingPeriodArray: 't:WorkingPeriods' },
    CalendarEvent: { StartTime: 'xs:dateTime', EndTime: 'xs:dateTime', BusyType: 'xs:string' },
    CalendarEvents: { 'CalendarEvent[]': 't:CalendarEvent' },
    FreeBusyView: {
      FreeBusyViewType: 'xs:string',
      CalendarEventArray: 't:CalendarEvents',
      WorkingHours: 't:WorkingHours',
    },
    Strings: { 'String[]': 'xs:string' },
    ExtendedProperty: { ExtendedFieldURI: 'xs:string', Value: 'xs:string' },
    EmailAddress: { Name: 'xs:string', EmailAddress: 'xs:string', RoutingType: 'xs:string' },
    Recipient: { Mailbox: 't:EmailAddress' },
    CalendarItem: {
      ItemId: 'xs:string',
      Subject: 'xs:string',
      Sensitivity: 'xs:string',
      Categories: 't:Strings',
      'ExtendedProperty[]': 't:ExtendedProperty',
      Start: 'xs:dateTime',
      End: 'xs:dateTime',
      IsAllDayEvent: 'xs:boolean',
      LegacyFreeBusyStatus: 'xs:string',
      Location: 'xs:string',
      CalendarItemType: 'xs:string',
      Organizer: 't:Recipient',
    },
    Items: { 'CalendarItem[]': 't:CalendarItem' },
    RootFolder: { Items: 't:Items' },
  },
  {},
)

const messages = schema(
  MESSAGES,
  {
    Request: {},
    ResponseMessage: { ResponseCode: 'xs:string' },
    FreeBusyResponse: { ResponseMessage: 'm:ResponseMessage', FreeBusyView: 't:FreeBusyView' },
    FreeBusyResponses: { 'FreeBusyResponse[]': 'm:FreeBusyResponse' },
    GetUserAvailabilityResponse: { FreeBusyResponseArray: 'm:FreeBusyResponses' },
    FindItemResponseMessage: { ResponseCode: 'xs:string', RootFolder: 't:RootFolder' },
    FindItemResponseMessages: { 'FindItemResponseMessage[]': 'm:FindItemResponseMessage' },
    FindItemResponse: { ResponseMessages: 'm:FindItemResponseMessages' },
  },
  {
    GetUserAvailabilityRequest: 'm:Request',
    GetUserAvailabilityResponse: 'm:GetUserAvailabilityResponse',
    FindItem: 'm:Request',
    FindItemResponse: 'm:FindItemResponse',
  },
)

const message = (name: string, element: string): string =>
  `<wsdl:message name="${name}"><wsdl:part name="body" element="tns:${element}"/></wsdl:message>`

const portOperation = (name: string): string =>
  `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}SoapIn"/><wsdl:output message="tns:${name}SoapOut"/></wsdl:operation>`

const boundOperation = (name: string): string =>
  `<wsdl:operation name="${name}"><soap:operation soapAction="${MESSAGES}/${name}"/>` +
  '<wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>'

const operations = ['GetUserAvailability', 'FindItem']

/** A WSDL that describes the two answers that are measured, and nothing else: less to look up than in Exchange's own. */
export const minimalWsdl =
  '<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" ' +
  `xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="${MESSAGES}" xmlns:m="${MESSAGES}" xmlns:t="${TYPES}" ` +
  `targetNamespace="${MESSAGES}"><wsdl:types>${types}${messages}</wsdl:types>` +
  `${message('GetUserAvailabilitySoapIn', 'GetUserAvailabilityRequest')}` +
  `${message('GetUserAvailabilitySoapOut', 'GetUserAvailabilityResponse')}` +
  `${message('FindItemSoapIn', 'FindItem')}${message('FindItemSoapOut', 'FindItemResponse')}` +
  `<wsdl:portType name="ExchangeServicePortType">${operations.map(portOperation).join('')}</wsdl:portType>` +
  '<wsdl:binding name="ExchangeServiceBinding" type="tns:ExchangeServicePortType">' +
  '<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>' +
  `${operations.map(boundOperation).join('')}</wsdl:binding>` +
  '<wsdl:service name="ExchangeServices"><wsdl:port name="ExchangeServicePort" binding="tns:ExchangeServiceBinding">' +
  '<soap:address location="https://mail.example.com/EWS/Exchange.asmx"/></wsdl:port></wsdl:service></wsdl:definitions>'
