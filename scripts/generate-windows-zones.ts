/**
 * Writes the tables of Windows time zones. Run it after an update of `cldr-core` and `cldr-bcp47`, which must have the same version.
 */
import { writeFileSync } from 'node:fs'
import { mainZoneTable, windowsZoneTable } from './windows-zone-table'

writeFileSync(new URL('../src/booking/time-zone/windows-zone-table.ts', import.meta.url), windowsZoneTable())
writeFileSync(new URL('../src/simulator/calendar/main-zone-table.ts', import.meta.url), mainZoneTable())
