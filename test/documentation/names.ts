/** Declarations that the TypeScript blocks in the documents assume: from an earlier block, or from the reader's own code. */
export const NAMES = `
type EwsClient = import('ews-booking').EwsClient
declare const EwsClient: typeof import('ews-booking').EwsClient
declare const BookingCalendar: typeof import('ews-booking/booking').BookingCalendar
declare const Vault: typeof import('ews-booking/crypto').Vault
declare const startSimulator: typeof import('ews-booking/simulator').startSimulator
type CalendarItem = import('ews-booking').CalendarItem

declare const [client, asDoctor]: readonly EwsClient[]
declare const calendar: import('ews-booking/booking').BookingCalendar
declare const username: string
declare const password: string
declare const ca: string
declare const signal: AbortSignal
declare const folderId: string
declare const [start, end, startDate, endDate]: readonly Date[]

declare const vault: import('ews-booking/crypto').Vault
declare const context: import('ews-booking/crypto').VaultContext
declare const stored: string
declare const form: import('ews-booking/crypto').ExchangeConnectionInput

declare const cursor: string

declare const db: {
  query<Row>(sql: string, parameters: readonly unknown[]): Promise<readonly Row[]>
  execute(sql: string, parameters: readonly unknown[]): Promise<number>
}
declare const kms: { decrypt(wrapped: Uint8Array): Promise<Uint8Array> }
declare const metrics: { increment(counter: string, labels: Readonly<Record<string, string>>): void }
interface Tenant { readonly plan: 'encrypted' | 'basic' }
`
