declare module 'node-ews' {
  /** A client that reads the service's WSDL and turns objects into XML by it. */
  export default class EWS {
    constructor(
      config: {
        readonly host: string
        readonly username: string
        readonly password: string
        readonly auth: 'basic'
        /** Where it keeps the WSDL and the schemas. */
        readonly temp: string
      },
      /** Options of its HTTP requests. */
      options?: { readonly ca?: string },
    )
    run(operation: string, request: object): Promise<unknown>
  }
}
