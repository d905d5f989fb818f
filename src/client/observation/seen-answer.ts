/** What the HTTP side of an answer says about the server. */
export interface SeenAnswer {
  readonly operation: string
  readonly status: number
  readonly header: (name: string) => string
  /** The version of the server, if the answer has it in its SOAP header (MS-OXWSCDATA, ServerVersionInfo). */
  readonly version: SeenVersion | undefined
}

/** A server's version, as the header of an answer has it (MS-OXWSCDATA, ServerVersionInfo). */
export interface SeenVersion {
  readonly majorVersion?: number | undefined
  readonly minorVersion?: number | undefined
  readonly majorBuildNumber?: number | undefined
  readonly minorBuildNumber?: number | undefined
  readonly version?: string | undefined
}
