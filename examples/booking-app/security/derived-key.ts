import { hkdfSync } from 'node:crypto'

/** A key for one purpose, from the application's secret (RFC 5869). */
export const derivedKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `booking-app/${purpose}`, 32))
