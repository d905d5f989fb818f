import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of recorded exchanges. It has one folder for each operation, and in it one for each case. */
export const fixturesDirectory = fileURLToPath(new URL('../fixtures/', import.meta.url))

/** A request and its answer, as they went over the wire. */
export interface Fixture {
  /** `FindItem`. */
  readonly operation: string
  /** `FindItem/calendar-view`. */
  readonly name: string
  /** With a slash at the end. */
  readonly directory: string
  /** Absent if the request was invalid. */
  readonly request: string | undefined
  readonly response: string
  readonly status: number
  readonly contentType: string
}

function readFixture(operation: string, folder: string): Fixture {
  const directory = `${fixturesDirectory}${operation}/${folder}/`
  const request = `${directory}request.xml`
  const { status, contentType }: { status: number; contentType: string } = JSON.parse(
    readFileSync(`${directory}exchange.json`, 'utf8'),
  )
  return {
    operation,
    name: `${operation}/${folder}`,
    directory,
    request: existsSync(request) ? readFileSync(request, 'utf8') : undefined,
    response: readFileSync(`${directory}response.xml`, 'utf8'),
    status,
    contentType,
  }
}

/** The envelopes of an answer. That of a streamed operation has several, one after another. */
export const envelopesOf = (response: string): string[] =>
  response.match(/[\s\S]*?<\/(?:\w+:)?Envelope>/g) ?? [response]

/** All recorded exchanges. Folders that aren't named after an operation hold other fixtures, such as the vectors of the vault. */
export const fixtures: readonly Fixture[] = readdirSync(fixturesDirectory)
  .filter((folder) => folder !== 'vault')
  .flatMap((operation) =>
    readdirSync(`${fixturesDirectory}${operation}`).map((folder) => readFixture(operation, folder)),
  )

/** @throws Error if there is no such fixture */
export function fixture(name: string): Fixture {
  const found = fixtures.find((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`There is no fixture ${name}; npm run record makes them`)
  return found
}
