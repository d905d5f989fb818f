import type { SeenVersion } from '../../client/observation/seen-answer'
import { quotable } from '../../xml'
import { isExchangeOnline, releaseOf } from '../exchange-version'
import type { Known } from '../known'
import { type Outcome, ok, skipped, warning } from '../outcome'
import type { Tools } from '../tools'

/** The version of the server, and the end of its support. */
export function serverVersion({ serverVersion: version }: Known, { runtime }: Tools): Outcome {
  if (version?.majorVersion === undefined) {
    return skipped("The answers don't say the version. Exchange does, so this may be another product that speaks EWS.")
  }
  const { majorVersion: major, minorVersion: minor = 0, majorBuildNumber: build = 0 } = version
  const release = releaseOf(major, minor, build)
  const shown = numberOf(version)
  if (release === undefined) {
    return isExchangeOnline(major, minor)
      ? warning(`Build ${shown} is Exchange Online, where EWS ends for good on 1 April 2027.`, {
          whose: 'you',
          remedy: 'Use Microsoft Graph.',
        })
      : ok(`Build ${shown}, which isn't a known release of Exchange.`)
  }
  const today = new Date(runtime.wallClock()).toISOString().slice(0, 10)
  if (today <= release.supportedUntil)
    return ok(`${release.name}, build ${shown}, supported until ${release.supportedUntil}.`)
  return warning(`${release.name}, build ${shown}, left support on ${release.supportedUntil}.`, {
    whose: 'exchange',
    remedy: 'It works, but gets no more security updates. Move to Exchange Server Subscription Edition.',
  })
}

const numberOf = ({
  majorVersion,
  minorVersion = 0,
  majorBuildNumber = 0,
  minorBuildNumber = 0,
  version,
}: SeenVersion) =>
  `${majorVersion}.${minorVersion}.${majorBuildNumber}.${minorBuildNumber}${version === undefined ? '' : ` (${quotable(version, 40)})`}`
