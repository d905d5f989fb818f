/** Writes the JSON schema of the simulator's configuration. Run it after a change of the options or the faults. */
import { writeFileSync } from 'node:fs'
import { configurationJsonSchema } from './configuration-schema'

const file = new URL('../src/simulator/configuration/configuration.schema.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(configurationJsonSchema(), undefined, 2)}\n`)
