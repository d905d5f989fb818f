import { EwsRequestError } from 'ews-booking'
import { windowsZoneTable } from './windows-zone-table'

/** Windows ids by lower-case IANA name, from CLDR. Intl accepts names in any case. */
let windowsZones: ReadonlyMap<string, string> | undefined

/**
 * Returns the id by which Windows and Exchange know a time zone: 'W. Europe Standard Time' for 'Europe/Zurich'. Accepts every name that
 * IANA has or had for a zone, in any case. The table comes from Unicode CLDR, so neither the process nor Node.js influences it. Windows has
 * no zone for `Antarctica/Troll`.
 *
 * @param overrides Windows ids by IANA name, for zones that are missing here or that an old server doesn't know. A name has no aliases:
 * `Europe/Kiev` doesn't change `Europe/Kyiv`.
 * @throws EwsRequestError with the path `timeZone` if there is no such zone
 */
export function windowsZoneOf(timeZone: string, overrides: Readonly<Record<string, string>> = {}): string {
  const name = String(timeZone).toLowerCase()
  const [, override] = Object.entries(overrides).find(([each]) => each.toLowerCase() === name) ?? []
  windowsZones ??= parse(windowsZoneTable)
  const windowsZone = override ?? windowsZones.get(name)
  if (windowsZone === undefined || windowsZone === '') throw noWindowsZone(timeZone)
  return windowsZone
}

/**
 * Returns the IANA names of a zone that Windows and Exchange know by this id, in any case: `Europe/Zurich` is one of those of
 * 'W. Europe Standard Time'. The list is empty for an id that Unicode CLDR doesn't know. It has old names of zones too.
 */
export function ianaZonesOf(windowsZone: string): string[] {
  const id = String(windowsZone).toLowerCase()
  return linesOf(windowsZoneTable).flatMap(([each, names]) => (each.toLowerCase() === id ? names : []))
}

/** Parses lines such as `W. Europe Standard Time: Europe/Berlin,Zurich UTC`. */
function linesOf(table: string): (readonly [id: string, names: readonly string[]])[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', names = ''] = line.split(': ')
      return [id, names.split(' ').flatMap(namesOfRegion)]
    })
}

const parse = (table: string): Map<string, string> =>
  new Map(linesOf(table).flatMap(([id, names]) => names.map((name) => [name.toLowerCase(), id] as const)))

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
    hint: `Use an IANA name such as Europe/Zurich, or pass Exchange's name for the zone: windowsZones: { '${timeZone}': 'GMT Standard Time' }.`,
    path: 'timeZone',
  })
}
