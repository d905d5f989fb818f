import { GetServerTimeZones } from '../../operations'
import { windowsTimeZoneIds } from '../calendar/time-zone'
import { namedTimeZone, timeZoneDefinition } from '../calendar/time-zone-definition'
import { noError } from '../soap/response-message'
import { service } from './service'

/**
 * MS-OXWSGTZ, GetServerTimeZones. Rules are those of the current year.
 *
 * A guess, to verify: unknown ids are left out.
 */
export const getServerTimeZones = service(
  GetServerTimeZones,
  ({ returnFullTimeZoneData = true, ids = windowsTimeZoneIds }, { store }) => {
    const describe = returnFullTimeZoneData ? timeZoneDefinition : namedTimeZone
    const known = ids.filter((id) => windowsTimeZoneIds.includes(id))
    const timeZoneDefinitions = known.map((id) => describe(id, store.now()))
    return { responseMessages: [{ ...noError, timeZoneDefinitions }] }
  },
)
