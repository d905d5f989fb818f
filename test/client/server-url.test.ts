import { describe, expect, it } from 'vitest'
import { serverUrl } from '../../src/validation/server-url'

const EWS = 'https://mail.example.com/EWS/Exchange.asmx'

describe('the EWS address is derived from what people enter', () => {
  it.each([
    ['mail.example.com', EWS],
    ['mail.example.com:8443', 'https://mail.example.com:8443/EWS/Exchange.asmx'],
    ['https://mail.example.com', EWS],
    [' https://mail.example.com\n', EWS],
    ['https://mail.example.com/owa', EWS],
    ['https://mail.example.com/owa/#path=/calendar', EWS],
    ['https://mail.example.com/ecp/', EWS],
    ['https://mail.example.com/ews', EWS],
    ['https://mail.example.com/EWS/', EWS],
    ['https://mail.example.com/ews/exchange.asmx', 'https://mail.example.com/ews/exchange.asmx'],
    ['http://localhost:8080/other/path', 'http://localhost:8080/other/path'],
    ['[::1]:8443', 'https://[::1]:8443/EWS/Exchange.asmx'],
  ])('%j is %s', (input, expected) => {
    expect(serverUrl(input).href).toBe(expected)
  })
})

describe('invalid addresses are explained', () => {
  it.each([
    ['', /is empty/],
    [' ', /is empty/],
    ['https//mail.example.com', /colon/],
    ['https:/mail.example.com', /two slashes/],
    ['https:mail.example.com', /two slashes/],
    ['/EWS/Exchange.asmx', /path without a host/],
    ['dr.meier@example.com', /mail address/],
    ['mail example com', /white space/],
    ['https://', /is not a URL or host name/],
    ['https://mail.example.com:port', /is not a URL or host name/],
    ['ftp://mail.example.com', /neither https nor http/],
    ['https://svc:secret@mail.example.com', /has credentials in it/],
    ['https://svc@mail.example.com', /has credentials in it/],
  ])('%j', (input, problem) => {
    expect(() => serverUrl(input)).toThrow(problem)
    expect(() => serverUrl(input)).not.toThrow(/secret|svc|meier/)
  })
})

describe('pain 42: Exchange Online, which has no EWS any more, is refused with an alternative', () => {
  it.each([
    'outlook.office365.com',
    'https://outlook.office365.com/EWS/Exchange.asmx',
    'https://OUTLOOK.office.com/owa',
    'https://outlook.office365.us/EWS/Exchange.asmx',
    'partner.outlook.cn',
  ])('%s', (input) => {
    expect(() => serverUrl(input)).toThrow(/Exchange Online.*1 April 2027.*Microsoft Graph/)
  })

  it.each(['outlook.example.com', 'mail.outlook.com.example.org', 'myoutlook.com.example'])(
    'but %s is accepted',
    (input) => {
      expect(serverUrl(input).pathname).toBe('/EWS/Exchange.asmx')
    },
  )
})
