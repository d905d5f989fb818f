import { randomBytes } from 'node:crypto'
import type { SrvRecord } from 'node:dns'
import { readFile } from 'node:fs/promises'
import type { RandomBytes } from '../../kerberos/crypto'
import type { KdcAddress } from './kdc-address'
import { exchangeOverProxy, type ProxyTls } from './proxy-exchange'
import { exchangeOverTcp } from './tcp-exchange'

/** The clock, randomness, files and network that Kerberos uses. Tests pass their own. */
export interface KerberosRuntime {
  /** Milliseconds since 1970. */
  now(): number
  readonly randomBytes: RandomBytes
  /** Returns a signal that aborts after so many milliseconds. */
  timeout(milliseconds: number): AbortSignal
  resolveSrv(name: string): Promise<SrvRecord[]>
  readFile(path: string): Promise<Buffer>
  /** Sends a message to a KDC of `realm`, and resolves to its answer. */
  exchange(address: KdcAddress, realm: string, message: Buffer, signal: AbortSignal): Promise<Buffer>
}

/** The runtime of this machine. `tls` applies to KDC proxies. */
export const systemRuntime = (tls: ProxyTls = {}): KerberosRuntime => ({
  now: Date.now,
  randomBytes,
  timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
  resolveSrv: async (name) => (await import('node:dns/promises')).resolveSrv(name),
  readFile: (path) => readFile(path),
  exchange: (address, realm, message, signal) =>
    address.type === 'tcp'
      ? exchangeOverTcp(address.host, address.port, message, signal)
      : exchangeOverProxy(address.url, realm, message, tls, signal),
})
