import { generateKey, type SealReport, sealExisting, Vault } from 'ews-booking/crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bySuite } from '../../suite'
import { contextOf, FIELDS, type Field, opened, type Row, Table } from './table'

const [oldKey, key] = [generateKey(), generateKey()]
const vault = new Vault({ keys: [key, oldKey] })
const migrating = new Vault({ keys: [key, oldKey], read: 'migrating', onPlaintextRead: () => {} })
const strict = new Vault({ keys: [key] })

interface Value {
  readonly text: string
  readonly writer: Vault
}

/** The writers: an application before the vault is deployed, with it, and from before the keys were rotated. */
const PLAINTEXT = new Vault({ keys: [key], write: 'plaintext', onPlaintextRead: () => {} })
const DEPLOYED = vault
const BEFORE = new Vault({ keys: [oldKey] })

const valuesBy = (...writers: readonly Vault[]) =>
  fc.record({ text: fc.string({ maxLength: 3 }), writer: fc.constantFrom(...writers) })

const values = fc.option(valuesBy(PLAINTEXT, BEFORE, DEPLOYED), { freq: 6 })
const fields = fc.constantFrom(...FIELDS)

/** The order of events, the rows, the writes of others, the outcome of each save, the deaths of runs, and the concurrency. */
const schedules = (...writers: readonly Vault[]) =>
  [
    fc.scheduler(),
    fc.array(fc.record({ title: values, description: values }), { minLength: 1, maxLength: 6 }),
    fc.array(fc.record({ id: fc.nat(5), field: fields, value: valuesBy(...writers) }), { maxLength: 5 }),
    fc.array(fc.constantFrom('saved', 'saved', 'saved', 'lost before', 'lost after'), { maxLength: 8 }),
    fc.array(fc.nat(6), { maxLength: 3 }),
    fc.integer({ min: 1, max: 4 }),
  ] as const

/** A table, and the plaintext that was written to it. */
class World {
  readonly table: Table
  readonly written: Row[]

  constructor(given: readonly Record<Field, Value | null>[]) {
    this.written = given.map(({ title, description }, id) => ({
      id,
      tenant: '42',
      title: title?.text ?? null,
      description: description?.text ?? null,
    }))
    this.table = new Table(this.written)
    given.forEach((row, id) => {
      for (const field of FIELDS) if (row[field] !== null) this.write(id, field, row[field])
    })
  }

  write(id: number, field: Field, { text, writer }: Value): void {
    const row = this.written[id]
    if (row === undefined) return
    this.written[id] = { ...row, [field]: text }
    this.table.set(id, { [field]: writer.seal(text, { ...contextOf(row), column: field }) })
  }
}

interface Conditions {
  readonly scheduler: fc.Scheduler
  /** The outcome of each save in turn. Saves consume them. */
  readonly outcomes: string[]
  readonly concurrency: number
}

/** Seals the rows after a cursor, and dies after a number of rows. Returns the last cursor that it reported. */
async function run(table: Table, conditions: Conditions, after?: number, death?: number) {
  const { scheduler, outcomes, concurrency } = conditions
  const { save, ...options } = table.options(vault, after)
  const controller = new AbortController()
  let cursor = after
  let report: SealReport<Field, number> | undefined
  const running = sealExisting({
    ...options,
    concurrency,
    signal: controller.signal,
    save: async (row, changed, previous) => {
      await scheduler.schedule(Promise.resolve(), `save ${row.id}`)
      const outcome = outcomes.shift()
      if (outcome === 'lost before') throw new Error(outcome)
      const saved = await save(row, changed, previous)
      await scheduler.schedule(Promise.resolve(), `saved ${row.id}`)
      if (outcome === 'lost after') throw new Error(outcome)
      return saved
    },
    onProgress: (progress) => {
      cursor = progress.cursor ?? cursor
      if (progress.done === death) controller.abort(new Error('died'))
    },
  })
  try {
    report = await running
  } catch (error) {
    if (error !== controller.signal.reason) throw error
  }
  return { cursor, report }
}

type Report = SealReport<Field, number> | undefined

/** Whether the run came to its end, and nothing failed. */
const isComplete = (report: Report) => report?.failures.length === 0

/** Whether it also found nothing to do. */
const isIdle = (report: Report) =>
  isComplete(report) && report?.sealed === 0 && report.resealed === 0 && report.superseded === 0

const RUNS = bySuite({ quick: 100, slow: 1000 })

describe('whatever the order of events, deaths and lost answers', () => {
  it('and whatever others write, everything is sealed in the end, and nothing is lost, overwritten or sealed twice', async () => {
    const seen = { superseded: 0, failed: 0, died: 0 }
    const property = fc.asyncProperty(
      ...schedules(PLAINTEXT, BEFORE, DEPLOYED),
      async (scheduler, given, writes, outcomes, deaths, concurrency) => {
        const world = new World(given)
        const conditions = { scheduler, outcomes: [...outcomes], concurrency }
        const sealing = async (after?: number, death?: number) => {
          const ended = await run(world.table, conditions, after, death)
          seen.died += ended.report === undefined ? 1 : 0
          seen.superseded += ended.report?.superseded ?? 0
          seen.failed += ended.report?.failures.length ?? 0
          return ended
        }
        const dying = async () => {
          let after: number | undefined
          for (const death of deaths) after = (await sealing(after, death)).cursor
        }
        const writing = async () => {
          for (const { id, field, value } of writes) {
            await scheduler.schedule(Promise.resolve(), `write ${id}`)
            world.write(id, field, value)
          }
        }
        await scheduler.waitFor(Promise.all([writing(), dying(), sealing()]))
        expect(opened(migrating, world.table)).toEqual(world.written)
        const untilIdle = async () => {
          while (!isIdle((await sealing()).report));
        }
        await scheduler.waitFor(untilIdle())
        expect(opened(strict, world.table)).toEqual(world.written)
      },
    )
    await fc.assert(property, { numRuns: RUNS })
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(RUNS / 50)
  })

  it('a run that resumes from the cursor of a dead one omits nothing, if other writers seal', async () => {
    let resumed = 0
    const property = fc.asyncProperty(
      ...schedules(DEPLOYED),
      async (scheduler, given, writes, outcomes, deaths, concurrency) => {
        const world = new World(given)
        const conditions = { scheduler, outcomes: [...outcomes], concurrency }
        const dying = async () => {
          let after: number | undefined
          const lives = [...deaths]
          for (;;) {
            const { cursor, report } = await run(world.table, conditions, after, lives.shift())
            if (isComplete(report)) return
            if (cursor !== undefined) resumed += 1
            after = cursor
          }
        }
        const writing = async () => {
          for (const { id, field, value } of writes) {
            await scheduler.schedule(Promise.resolve(), `write ${id}`)
            world.write(id, field, value)
          }
        }
        await scheduler.waitFor(Promise.all([writing(), dying()]))
        expect(opened(strict, world.table)).toEqual(world.written)
      },
    )
    await fc.assert(property, { numRuns: RUNS })
    expect(resumed).toBeGreaterThan(RUNS / 50)
  })
})
