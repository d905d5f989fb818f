const TYPES = 'http://schemas.microsoft.com/exchange/services/2006/types'
const SCHEMA = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'

/** An answer in pieces, so that one can be made of any length: `opening`, items in any number, `closing`. */
export interface AnswerFrame {
  readonly opening: string
  readonly closing: string
}

/** The envelope around an answer, with the namespaces declared where Exchange 2013 and later declare them. */
export function soapFrame({ opening, closing }: AnswerFrame): AnswerFrame {
  const version =
    `<h:ServerVersionInfo MajorVersion="15" MinorVersion="2" MajorBuildNumber="1544" MinorBuildNumber="11" ` +
    `Version="V2017_07_11" xmlns:h="${TYPES}" xmlns="${TYPES}" ${SCHEMA}/>`
  return {
    opening:
      `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">` +
      `<s:Header>${version}</s:Header><s:Body ${SCHEMA}>${opening}`,
    closing: `${closing}</s:Body></s:Envelope>`,
  }
}

/** Text as it stands in XML, between tags or in an attribute. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
