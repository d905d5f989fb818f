/** Writes the public surface of each entry point to `api/`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { apiReports } from './api-report'

const folder = fileURLToPath(new URL('../api/', import.meta.url))
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
for (const { file, text } of apiReports()) writeFileSync(folder + file, text)
