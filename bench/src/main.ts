/**
 * Measures and prints one table. Names of sections as arguments choose among them: `npm run bench -- reading building`.
 * The exit code is 1 if a goal is missed.
 */
import { cpus } from 'node:os'
import { building } from './building.js'
import { eventLoop } from './event-loop.js'
import { growth } from './growth.js'
import { importTime } from './import-time.js'
import { packedSize } from './packed-size.js'
import { reading } from './reading.js'
import { simulator } from './simulator.js'
import { type Row, table } from './table.js'
import { vault } from './vault.js'

const sections: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  reading,
  building,
  growth,
  vault,
  simulator,
  'event-loop': eventLoop,
  import: importTime,
  size: packedSize,
}

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(sections)
const rows: Row[] = []
for (const name of chosen) {
  const section = sections[name]
  if (section === undefined) throw new Error(`No section ${name}; there are ${Object.keys(sections).join(', ')}`)
  process.stderr.write(`Measuring: ${name}\n`)
  rows.push(...(await section()))
}
const [cpu] = cpus()
process.stdout.write(
  `\nNode ${process.version}, ${cpu?.model ?? 'unknown processor'} x ${cpus().length}\n\n${table(rows)}\n`,
)
if (rows.some(({ met }) => met === false)) process.exitCode = 1
