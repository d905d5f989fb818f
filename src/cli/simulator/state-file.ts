import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../usage-error'
import { readJsonFile } from './json-file'

/**
 * Reads the state that an earlier run has saved.
 *
 * @returns `undefined` if there is no file yet
 * @throws UsageError if the file is no JSON, or couldn't be written at the end
 */
export function readStateFile(file: string): object | undefined {
  try {
    accessSync(dirname(file), constants.W_OK)
  } catch (error) {
    throw new UsageError(`--state: can't be written: ${error instanceof Error ? error.message : error}`)
  }
  return existsSync(file) ? readJsonFile(file, '--state', 'what the simulator has saved') : undefined
}

/** Replaces the state in a file. A reader finds all of the old one or all of the new one, even after a crash. */
export function writeStateFile(file: string, state: object): void {
  const unfinished = `${file}.${process.pid}.unfinished`
  try {
    const opened = openSync(unfinished, 'w', 0o600)
    try {
      writeFileSync(opened, `${JSON.stringify(state)}\n`)
      fsyncSync(opened)
    } finally {
      closeSync(opened)
    }
    renameSync(unfinished, file)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}
