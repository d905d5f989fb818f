import type { SeenVersion } from '../client/observation/seen-answer'
import type { SignInScheme } from '../client/observation/stats'
import type { EwsClientSettings } from '../client/options'
import type { EwsError } from '../errors'
import type { Peer } from './certificate/peer'
import type { Greeting } from './greeting'
import type { CheckOptions } from './options'

/** An address of the server. */
export interface HostAddress {
  readonly address: string
  readonly family: number
}

/** How the one attempt to sign in went. */
export interface SignIn {
  /** The scheme that was used, as far as it is known. */
  readonly scheme: SignInScheme | undefined
  /** Why it failed; `undefined` if the server took the account. */
  readonly error: unknown
  /** How many milliseconds it took. */
  readonly ms: number
}

/** What the server did with the item that was made to try it out. */
export interface KeptPromises {
  /** Whether an update with an old change key was refused. */
  readonly conditionalUpdates: boolean
  /** Whether a calendar view had both occurrences of a series. */
  readonly expandedViews: boolean
  /** Whether a calendar view had our own property. */
  readonly propertiesInViews: boolean
}

/** What is known so far. Each step adds to it. */
export interface Known {
  readonly options: CheckOptions
  /** The options with their defaults, without the credentials. */
  readonly settings?: EwsClientSettings
  /** The credentials, with the scheme that is left after Kerberos was tried. */
  readonly auth?: CheckOptions['auth']
  /** The address of the mailbox to look at; `undefined` if it is the account's own. */
  readonly mailbox?: string | undefined
  readonly addresses?: readonly HostAddress[]
  /** The address that took a connection first. */
  readonly reached?: HostAddress
  readonly peer?: Peer
  readonly greeting?: Greeting
  /** The KDCs that were asked, and the realm. */
  readonly kerberosNames?: readonly string[]
  /** Milliseconds by which the KDC's clock is ahead of this machine's. */
  readonly kdcAheadMs?: number
  readonly signIn?: SignIn
  /** Whether Extended Protection is likely to have refused the sign-in. */
  readonly isBindingRefused?: boolean
  readonly serverVersion?: SeenVersion
  /** Milliseconds by which the server's clock is ahead of this machine's. */
  readonly serverAheadMs?: number
  readonly kept?: KeptPromises
  /** Errors that say that the server is too busy. */
  readonly overloads?: readonly EwsError[]
  /** Names of servers behind the address, from headers. */
  readonly serverNames?: readonly string[]
}
