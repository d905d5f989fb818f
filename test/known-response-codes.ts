import { readFileSync } from 'node:fs'

const source = readFileSync(new URL('../src/errors/response-code.ts', import.meta.url), 'utf8')

/** The members of the type `KnownResponseCode`, which doesn't exist at run time. */
export const knownResponseCodes: readonly string[] = [...source.matchAll(/^ {2}\| '(\w+)'$/gm)].map(
  ([, code = '']) => code,
)
