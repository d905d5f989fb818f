/** A version of Exchange. */
export interface ExchangeRelease {
  readonly name: string
  /** The last day of support, as `2025-10-14`. */
  readonly supportedUntil: string
}

/** The releases by the beginning of their builds, the newest first (Microsoft, "Exchange Server build numbers and release dates"). */
const RELEASES: readonly (readonly [major: number, minor: number, build: number, release: ExchangeRelease])[] = [
  [15, 2, 2562, { name: 'Exchange Server Subscription Edition', supportedUntil: '2035-12-31' }],
  [15, 2, 0, { name: 'Exchange Server 2019', supportedUntil: '2025-10-14' }],
  [15, 1, 0, { name: 'Exchange Server 2016', supportedUntil: '2025-10-14' }],
  [15, 0, 0, { name: 'Exchange Server 2013', supportedUntil: '2023-04-11' }],
  [14, 0, 0, { name: 'Exchange Server 2010', supportedUntil: '2020-10-13' }],
  [8, 0, 0, { name: 'Exchange Server 2007', supportedUntil: '2017-04-11' }],
]

/** The first build of Exchange Online's own version. */
const ONLINE_MINOR = 20

/** Returns the release that a build belongs to; `undefined` if it is none of Microsoft's servers. */
export function releaseOf(major: number, minor: number, build: number): ExchangeRelease | undefined {
  if (major === 15 && minor >= ONLINE_MINOR) return undefined
  const [, , , release] =
    RELEASES.find(
      ([ofMajor, ofMinor, ofBuild]) =>
        major === ofMajor && (minor > ofMinor || (minor === ofMinor && build >= ofBuild)),
    ) ?? []
  return release
}

/** Whether a build is Exchange Online's. */
export const isExchangeOnline = (major: number, minor: number): boolean => major === 15 && minor >= ONLINE_MINOR
