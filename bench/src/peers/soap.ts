import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { WSDL } from 'soap'
import { minimalWsdl } from './minimal-wsdl.js'

/** Exchange publishes its WSDL without an address, and everyone who uses it with `soap` adds one. */
const service =
  '<wsdl:service name="ExchangeServices"><wsdl:port name="ExchangeServicePort" binding="tns:ExchangeServiceBinding">' +
  '<soap:address location="https://mail.example.com/EWS/Exchange.asmx"/></wsdl:port></wsdl:service>'

/** The options that a `Client` of `soap` sets. */
const clientOptions = { attributesKey: 'attributes' }

const ready = (definition: string, uri: string): Promise<WSDL> =>
  new Promise((resolve, reject) => {
    const wsdl = new WSDL(definition, uri, clientOptions)
    wsdl.onReady((error: Error | undefined) => (error ? reject(error) : resolve(wsdl)))
  })

/** Exchange's own WSDL from the folder that EWS_SCHEMA_DIR names, and otherwise one that describes just our two answers. */
export function ewsWsdl(directory: string | undefined): Promise<WSDL> {
  if (directory === undefined) return ready(minimalWsdl, join(process.cwd(), 'minimal.wsdl'))
  const file = join(directory, 'services.wsdl')
  return ready(readFileSync(file, 'utf8').replace('</wsdl:definitions>', `${service}</wsdl:definitions>`), file)
}

/** Reads the body of an answer like a client of `soap`. */
export const readAnswer = (wsdl: WSDL, bytes: Buffer): unknown => wsdl.xmlToObject(bytes.toString('utf8'))
