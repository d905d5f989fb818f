/**
 * Measures and prints one table, and writes it to `results.json`. Names of sections as arguments choose among them, and nothing is written
 * then: `npm run bench -- reading building`. The exit code is 1 if a goal is missed.
 */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { booking } from './booking.js'
import { building } from './building.js'
import { call } from './call.js'
import { eventLoop } from './event-loop.js'
import { growth } from './growth.js'
import { importTime } from './import-time.js'
import { packedSize } from './packed-size.js'
import { reading } from './reading.js'
import { simulator } from './simulator.js'
import { type Row, table } from './table.js'
import { vault } from './vault.js'

const sections: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  call,
  booking,
  reading,
  building,
  growth,
  vault,
  simulator,
  'event-loop': eventLoop,
  import: importTime,
  size: packedSize,
}

const named = process.argv.slice(2)
const rows: Row[] = []
for (const name of named.length > 0 ? named : Object.keys(sections)) {
  const section = sections[name]
  if (section === undefined) throw new Error(`No section ${name}; there are ${Object.keys(sections).join(', ')}`)
  process.stderr.write(`Measuring: ${name}\n`)
  rows.push(...(await section()))
}
const cpu = `${cpus()[0]?.model ?? 'unknown processor'} x ${cpus().length}`
process.stdout.write(`\nNode ${process.version}, ${cpu}\n\n${table(rows)}\n`)
if (named.length === 0) {
  const results = { node: process.version, cpu, date: new Date().toISOString().slice(0, 10), rows }
  writeFileSync(new URL('../results.json', import.meta.url), `${JSON.stringify(results, undefined, 2)}\n`)
}
if (rows.some(({ met }) => met === false)) process.exitCode = 1
