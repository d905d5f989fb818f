import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('../../../src/booking/', import.meta.url))

/** Code that reads the process's time zone: local methods of Date, dates from year and month, text without offset. */
const LOCAL = [
  /\.(?:get|set)(?:Date|Day|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|Year|TimezoneOffset)\(/,
  /\.to(?:Date|Time|Locale|LocaleDate|LocaleTime)String\(/,
  /new Date\([^()]*,/,
  /Date\.parse\(/,
]

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

describe("pain 7: the time zone of the process doesn't matter", () => {
  it.each(files)('%s never reads it', (file) => {
    const text = readFileSync(join(source, file), 'utf8')
    expect(LOCAL.map((pattern) => pattern.exec(text)?.[0]).filter((found) => found !== undefined)).toEqual([])
  })
})
