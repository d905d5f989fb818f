import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

function findRecordedDirectory(): string | undefined {
  const directory = process.env.EWS_RECORDED_DIR ?? fileURLToPath(new URL('../../shared/recorded', import.meta.url))
  return existsSync(directory) ? directory : undefined
}

/** The folder with answers of real servers, which the repository doesn't have; `undefined` in a clone without it. */
export const recordedDirectory = findRecordedDirectory()
