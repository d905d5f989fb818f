import { EwsRequestError } from 'ews-booking'
import { windowsZoneTable } from './windows-zone-table'

/** Windows ids by IANA name, as CLDR has them. Names are in lower case, for Intl takes them in any. */
let windowsZones: ReadonlyMap<string, string> | undefined

/**
 * The id by which Windows, and so Exchange, knows a time zone: 'W. Europe Standard Time' for 'Europe/Zurich'. It takes
 * every name that IANA has or had for a zone, in upper or lower case. The table is Unicode CLDR's, so that it doesn't
 * depend on the time zones of the process or of Node.js. `Antarctica/Troll` is the one place that Windows has no zone
 * for.
 *
 * @param overrides Windows ids by IANA name, for zones that are missing here, and for those that an old server lacks.
 * A name stands for itself alone: `Europe/Kiev` doesn't change `Europe/Kyiv`.
 * @throws EwsRequestError with the path `timeZone` where there is none
 */
export function windowsZoneOf(timeZone: string, overrides: Readonly<Record<string, string>> = {}): string {
  const name = String(timeZone).toLowerCase()
  const [, override] = Object.entries(overrides).find(([each]) => each.toLowerCase() === name) ?? []
  windowsZones ??= parse(windowsZoneTable)
  const windowsZone = override ?? windowsZones.get(name)
  if (windowsZone === undefined || windowsZone === '') throw noWindowsZone(timeZone)
  return windowsZone
}

/** Lines of `W. Europe Standard Time: Europe/Berlin,Zurich UTC`. */
function parse(table: string): Map<string, string> {
  return new Map(
    table
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [id = '', names = ''] = line.split(': ')
        return names
          .split(' ')
          .flatMap(namesOfRegion)
          .map((name) => [name.toLowerCase(), id] as const)
      }),
  )
}

function namesOfRegion(names: string): string[] {
  const slash = names.indexOf('/')
  if (slash === -1) return [names]
  return names
    .slice(slash + 1)
    .split(',')
    .map((place) => `${names.slice(0, slash)}/${place}`)
}

function noWindowsZone(timeZone: string): EwsRequestError {
  return new EwsRequestError({
    message: `timeZone has no Windows time zone: ${timeZone}`,
    hint: `Correct it to an IANA name such as Europe/Zurich, or say what Exchange calls it: windowsZones: { '${timeZone}': 'GMT Standard Time' }.`,
    path: 'timeZone',
  })
}
