import { setImmediate } from 'node:timers/promises'
import {
  generateKey,
  type SealExistingOptions,
  type SealProgress,
  sealExisting,
  Vault,
  VaultConfigError,
  VaultNotSealedError,
  VaultOpenError,
  VaultUnknownKeyError,
  VaultValueError,
} from 'ews-booking/crypto'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { Ledger } from '../../../src/crypto/seal-existing/progress'
import { Waterline } from '../../../src/crypto/seal-existing/waterline'
import { vaultWith } from '../vaults'
import { contextOf, type Field, opened, type Row, Table } from './table'

const oldKey = generateKey()
const key = generateKey()
const vault = new Vault({ keys: [key, oldKey] })
const oldVault = new Vault({ keys: [oldKey] })

const titled = (id: number, title: string | null): Row => ({ id, tenant: '42', title })

const rows = (count: number): Row[] => Array.from({ length: count }, (_, id) => titled(id, `Title ${id}`))

const placeOf = (id: number, column: Field = 'title') => ({ ...contextOf({ id, tenant: '42' }), column })

const kidOf = (token: string | null | undefined) =>
  JSON.parse(Buffer.from(token?.split('.')[0] ?? '', 'base64url').toString()).kid

describe('sealExisting seals the values of rows', () => {
  it('and each value opens in its place', async () => {
    const before: Row[] = [
      { id: 1, tenant: '42', title: 'First consultation', description: 'Bring the X-ray' },
      { id: 2, tenant: '43', title: '東京 👩🏽‍⚕️ \0', description: ' ' },
    ]
    const table = new Table(before)
    const report = await sealExisting(table.options(vault))
    const counts = { done: 2, sealed: 4, resealed: 0, current: 0, superseded: 0, missing: 0 }
    expect(report).toEqual({ ...counts, failures: [], cursor: 2 })
    expect(table.all().every((row) => vault.isSealed(row.title) && vault.isSealed(row.description))).toBe(true)
    expect(opened(vault, table)).toEqual(before)
  })

  it('but not null or a missing value', async () => {
    const before: Row[] = [titled(1, null), { id: 2, tenant: '42', title: null, description: null }]
    const table = new Table(before)
    const report = await sealExisting(table.options(vault))
    expect(report).toMatchObject({ done: 2, sealed: 0, current: 0, missing: 1, failures: [] })
    expect(table.all()).toEqual(before)
    expect(table.saves.size).toBe(0)
  })

  it('and reports a misspelt field that no row has', async () => {
    const options = new Table(rows(3)).options(vault)
    const report = await sealExisting(Object.assign(options, { fields: ['title', 'descripton'] }))
    expect(report).toMatchObject({ done: 3, sealed: 3, missing: 3, failures: [] })
  })

  it('also an empty text', async () => {
    const table = new Table([titled(1, '')])
    expect(await sealExisting(table.options(vault))).toMatchObject({ sealed: 1 })
    expect(vault.open(table.get(1).title ?? '', placeOf(1))).toBe('')
  })

  it('and reseals those of an older key with the first key', async () => {
    const table = new Table([titled(1, oldVault.seal('First consultation', placeOf(1)))])
    expect(await sealExisting(table.options(vault))).toMatchObject({ sealed: 0, resealed: 1, current: 0 })
    expect(kidOf(table.get(1).title)).toBe(vault.kids[0])
    expect(vault.open(table.get(1).title ?? '', placeOf(1))).toBe('First consultation')
  })

  it('and reseals bytes that are not UTF-8 unchanged', async () => {
    const bytes = Buffer.from([0xff, 0, 0xfe])
    const table = new Table([titled(1, oldVault.seal(bytes, placeOf(1)))])
    expect(await sealExisting(table.options(vault))).toMatchObject({ resealed: 1 })
    expect(vault.openBytes(table.get(1).title ?? '', placeOf(1))).toEqual(bytes)
  })

  it('and leaves those of the first key', async () => {
    const stored = vault.seal('First consultation', placeOf(1))
    const table = new Table([titled(1, stored)])
    expect(await sealExisting(table.options(vault))).toMatchObject({ sealed: 0, resealed: 0, current: 1 })
    expect(table.get(1).title).toBe(stored)
    expect(table.saves.size).toBe(0)
  })

  it('once, so that a second run changes nothing', async () => {
    const table = new Table(rows(20))
    await sealExisting(table.options(vault))
    const after = table.all()
    expect(await sealExisting(table.options(vault))).toMatchObject({ done: 20, sealed: 0, resealed: 0, current: 20 })
    expect(table.all()).toEqual(after)
  })

  it('with a vault that refuses plaintext and with one that allows it, and reports no plaintext read', async () => {
    const onPlaintextRead = vi.fn()
    const migrating = new Vault({ keys: [key], read: 'migrating', onPlaintextRead })
    for (const each of [vault, migrating]) {
      expect(await sealExisting(new Table(rows(3)).options(each))).toMatchObject({ sealed: 3 })
    }
    expect(onPlaintextRead).not.toHaveBeenCalled()
  })

  it('in an array and from a generator', async () => {
    for (const source of [rows(5), new Set(rows(5)), new Table(rows(5)).pages()]) {
      const table = new Table(rows(5))
      expect(await sealExisting({ ...table.options(vault), rows: source })).toMatchObject({ done: 5, sealed: 5 })
    }
  })

  it('and reports nothing for an empty table', async () => {
    expect(await sealExisting(new Table([]).options(vault))).toEqual({
      done: 0,
      sealed: 0,
      resealed: 0,
      current: 0,
      superseded: 0,
      missing: 0,
      failures: [],
      cursor: undefined,
    })
  })

  it('for the column that the context names, if it names one', async () => {
    const table = new Table(rows(1))
    const context = (row: Row, field: Field) => ({ ...contextOf(row), column: `booking_${field}` })
    await sealExisting({ ...table.options(vault), context })
    expect(vault.open(table.get(0).title ?? '', { ...contextOf(table.get(0)), column: 'booking_title' })).toBe(
      'Title 0',
    )
  })
})

describe('save compares and sets', () => {
  it('receives only the fields that change, with their previous values', async () => {
    const stored = vault.seal('First consultation', placeOf(1))
    const row: Row = { ...titled(1, stored), description: 'Bring the X-ray' }
    const save = vi.fn<SealExistingOptions<Row, Field>['save']>(() => true)
    await sealExisting({ ...new Table([row]).options(vault), save })
    expect(save.mock.calls).toEqual([
      [row, { description: expect.stringMatching(/^eyJ/) }, { description: 'Bring the X-ray' }],
    ])
  })

  it('and never overwrites what somebody else wrote, but counts it', async () => {
    const table = new Table([titled(1, 'Old'), titled(2, 'Untouched')])
    const options = table.options(vault)
    const report = await sealExisting({
      ...options,
      save: (row, changed, previous) => {
        if (row.id === 1) table.set(1, { title: 'New' })
        return options.save(row, changed, previous)
      },
    })
    expect(report).toMatchObject({ done: 2, sealed: 1, superseded: 1, failures: [], cursor: 2 })
    expect(table.get(1).title).toBe('New')
    expect(await sealExisting(table.options(vault))).toMatchObject({ sealed: 1, current: 1, superseded: 0 })
    expect(opened(vault, table)).toEqual([titled(1, 'New'), titled(2, 'Untouched')])
  })

  it('and saves the other values of a row in which somebody else changed one', async () => {
    const table = new Table([{ ...titled(1, 'Old'), description: 'Bring the X-ray' }])
    const options = table.options(vault)
    const save = vi.fn<typeof options.save>((row, changed, previous) => {
      if (save.mock.calls.length === 1) table.set(1, { title: 'New' })
      return options.save(row, changed, previous)
    })
    expect(await sealExisting({ ...options, save })).toMatchObject({ done: 1, sealed: 1, superseded: 1, cursor: 1 })
    expect(table.get(1).title).toBe('New')
    expect(vault.open(table.get(1).description ?? '', placeOf(1, 'description'))).toBe('Bring the X-ray')
    expect(save).toHaveBeenCalledTimes(3)
  })

  it('and the other values of a row with one value to seal are counted too', async () => {
    const row: Row = { ...titled(1, vault.seal('First consultation', placeOf(1))), description: 'Bring the X-ray' }
    const report = await sealExisting(new Table([row]).options(vault))
    expect(report).toMatchObject({ done: 1, sealed: 1, current: 1 })
  })

  it('and two runs at the same time seal each row once', async () => {
    const table = new Table(rows(50))
    const reports = await Promise.all([sealExisting(table.options(vault)), sealExisting(table.options(vault))])
    expect(reports.map(({ sealed }) => sealed).reduce((a, b) => a + b)).toBe(50)
    expect([...table.saves.values()]).toEqual(Array(50).fill(1))
    expect(opened(vault, table)).toEqual(rows(50))
  })

  it('must return whether it saved', async () => {
    const table = new Table(rows(3))
    const run = sealExisting(Object.assign(table.options(vault), { save: async () => 1 }))
    await expect(run).rejects.toThrow('save must return true if it has saved, and false otherwise')
    await expect(run).rejects.toBeInstanceOf(VaultConfigError)
  })

  it('after each value was opened again', async () => {
    const forgetful = vaultWith()
    vi.spyOn(forgetful, 'seal').mockImplementation(() => Vault.prototype.seal.call(forgetful, 'else', placeOf(1)))
    const table = new Table([titled(1, 'First consultation')])
    const { failures } = await sealExisting(table.options(forgetful))
    expect(failures).toEqual([{ position: 0, cursor: 1, field: 'title', error: expect.any(VaultOpenError) }])
    expect(table.get(1).title).toBe('First consultation')
  })
})

describe('failures are collected', () => {
  const token = vault.seal('First consultation', placeOf(1))
  const foreign = vaultWith()

  it.each<[string, unknown, new (...parameters: never[]) => Error]>([
    ['a token that was cut off', token.slice(0, -1), VaultOpenError],
    ['a token that was changed', token.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')), VaultOpenError],
    ['a token with white space around it', ` ${token}`, VaultOpenError],
    ['a plaintext that looks like the beginning of a token', token.slice(0, 30), VaultOpenError],
    ['a token of another row', vault.seal('x', placeOf(2)), VaultOpenError],
    ['a token of another row, with an older key', oldVault.seal('x', placeOf(2)), VaultOpenError],
    ['a token with a key that is unknown', foreign.seal('x', placeOf(1)), VaultUnknownKeyError],
    ['a lone surrogate', 'a\ud800', VaultValueError],
    ['a number', 7, VaultValueError],
    ['bytes', Buffer.from('x'), VaultValueError],
  ])(
    '%s: the value stays as it is, and the other field of its row and other rows are sealed',
    async (_case, value, error) => {
      const damaged: Row = Object.assign(titled(1, null), { title: value, description: 'Bring the X-ray' })
      const table = new Table([titled(0, 'Before'), damaged, titled(2, 'After')])
      const report = await sealExisting(table.options(vault))
      expect(report).toMatchObject({ done: 3, sealed: 3, cursor: 0 })
      expect(report.failures).toEqual([{ position: 1, cursor: 1, field: 'title', error: expect.any(error) }])
      expect(table.get(1).title).toBe(value)
      expect(vault.open(table.get(1).description ?? '', placeOf(1, 'description'))).toBe('Bring the X-ray')
    },
  )

  it("plaintext with plaintext: 'refuse', while values of an older key are resealed", async () => {
    const table = new Table([titled(1, 'planted'), titled(2, oldVault.seal('Title', placeOf(2))), titled(3, null)])
    const report = await sealExisting({ ...table.options(vault), plaintext: 'refuse' })
    expect(report).toMatchObject({ done: 3, sealed: 0, resealed: 1, cursor: undefined })
    expect(report.failures).toEqual([
      { position: 0, cursor: 1, field: 'title', error: expect.any(VaultNotSealedError) },
    ])
    expect(table.get(1).title).toBe('planted')
  })

  it('errors of save, for the row', async () => {
    const table = new Table(rows(3))
    const lost = new Error('connection lost')
    const options = table.options(vault)
    const save: typeof options.save = (row, ...values) => {
      if (row.id === 1) throw lost
      return options.save(row, ...values)
    }
    const report = await sealExisting({ ...options, save })
    expect(report).toMatchObject({ done: 3, sealed: 2, cursor: 0 })
    expect(report.failures).toEqual([{ position: 1, cursor: 1, field: undefined, error: lost }])
  })

  it('errors of save for a single value, for its field', async () => {
    const table = new Table([{ ...titled(1, 'Old'), description: 'Bring the X-ray' }])
    const lost = new Error('connection lost')
    const options = table.options(vault)
    const save = vi.fn<typeof options.save>((row, changed, previous) => {
      if (save.mock.calls.length === 1) return false
      if (changed.description !== undefined) throw lost
      return options.save(row, changed, previous)
    })
    const report = await sealExisting({ ...options, save })
    expect(report).toMatchObject({ done: 1, sealed: 1, cursor: undefined })
    expect(report.failures).toEqual([{ position: 0, cursor: 1, field: 'description', error: lost }])
  })

  it('rows with an invalid context', async () => {
    const table = new Table([titled(1, 'a'), { ...titled(2, 'b'), tenant: '' }])
    const { failures, sealed } = await sealExisting(table.options(vault))
    expect(sealed).toBe(1)
    expect(failures).toEqual([{ position: 1, cursor: 2, field: 'title', error: expect.any(VaultConfigError) }])
  })

  it('by position if there is no cursor', async () => {
    const { cursor: _, ...options } = new Table([titled(1, 'a'), titled(2, token)]).options(vault)
    const { failures, cursor } = await sealExisting(options)
    expect(failures).toEqual([{ position: 1, cursor: undefined, field: 'title', error: expect.any(VaultOpenError) }])
    expect(cursor).toBeUndefined()
  })

  it('and contain nothing of the values', async () => {
    const table = new Table([titled(1, 's3cret\ud800'), titled(2, vault.seal('s3cret', placeOf(1)))])
    const report = await sealExisting(table.options(vault))
    expect(report.failures).toHaveLength(2)
    expect(JSON.stringify(report) + String(report.failures.map(({ error }) => error))).not.toMatch(/s3cret|eyJ/)
  })
})

describe('a dry run', () => {
  it('reports what would be sealed and what would fail, and saves nothing', async () => {
    const before = [
      titled(1, 'Title'),
      titled(2, oldVault.seal('Title', placeOf(2))),
      titled(3, vault.seal('Title', placeOf(3))),
      titled(4, vault.seal('Title', placeOf(3))),
    ]
    const table = new Table(before)
    const report = await sealExisting({ ...table.options(vault), dryRun: true })
    expect(report).toMatchObject({ done: 4, sealed: 1, resealed: 1, current: 1, superseded: 0, cursor: 3 })
    expect(report.failures).toHaveLength(1)
    expect(table.all()).toEqual(before)
    expect(table.saves.size).toBe(0)
    expect(await sealExisting(table.options(vault))).toEqual(report)
  })
})

/** A `save` whose calls wait until the test releases them. */
function gated<Options extends SealExistingOptions<Row, Field, number>>(options: Options) {
  const waiting = new Map<number, () => void>()
  const save: Options['save'] = async (row, changed, previous) => {
    await new Promise<void>((resolve) => waiting.set(row.id, resolve))
    waiting.delete(row.id)
    return options.save(row, changed, previous)
  }
  return { waiting, options: { ...options, save } }
}

/** Lets everything happen that waits only for its turn in the event loop. */
async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate()
}

describe('concurrency is the number of rows that are saved at a time', () => {
  it.each([
    [undefined, 4],
    [1, 1],
    [7, 7],
  ])('%s: %d', async (concurrency, expected) => {
    const table = new Table(rows(20))
    const { waiting, options } = gated(table.options(vault))
    const run = sealExisting({ ...options, concurrency })
    await settle()
    expect([...waiting.keys()]).toEqual(rows(expected).map(({ id }) => id))
    while (waiting.size > 0) {
      expect(waiting.size).toBeLessThanOrEqual(expected)
      waiting.get(Math.max(...waiting.keys()))?.()
      await settle()
    }
    expect(await run).toMatchObject({ done: 20, sealed: 20, cursor: 19 })
  })

  it('and rows are read no faster than they are saved', async () => {
    let read = 0
    function* source() {
      for (const row of rows(20)) {
        read += 1
        yield row
      }
    }
    const { waiting, options } = gated(new Table(rows(20)).options(vault))
    const controller = new AbortController()
    const run = sealExisting({ ...options, rows: source(), signal: controller.signal })
    await settle()
    expect(read).toBe(4)
    controller.abort()
    for (const go of waiting.values()) go()
    await expect(run).rejects.toThrow()
  })
})

describe('progress', () => {
  it('reports each row, the rate, and the remaining time', async () => {
    const seen: SealProgress<number>[] = []
    const onProgress = (progress: SealProgress<number>) => void seen.push(progress)
    await sealExisting({ ...new Table(rows(10)).options(vault), total: 10, onProgress })
    expect(seen.map(({ done, total, sealed, cursor }) => [done, total, sealed, cursor])).toEqual(
      rows(10).map((_, row) => [row + 1, 10, row + 1, row]),
    )
    for (const { done, rate, remaining = Number.NaN } of seen) expect(remaining).toBeCloseTo((10 - done) / rate)
    expect(seen.every(({ rate }) => rate > 0)).toBe(true)
    expect(seen.at(-1)?.remaining).toBe(0)
  })

  it('counts in rows per second and in seconds', () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000)
    onTestFinished(() => now.mockRestore())
    const ledger = new Ledger<Field, number>(10)
    for (let row = 0; row < 4; row += 1) ledger.begin(row)({ findings: [], failures: [] })
    now.mockReturnValue(3000)
    expect(ledger.progress()).toMatchObject({ done: 4, rate: 2, remaining: 3, cursor: 3 })
  })

  it('has no remaining time without a total, and none remains after a total that was too small', async () => {
    const seen: SealProgress<number>[] = []
    const onProgress = (progress: SealProgress<number>) => void seen.push(progress)
    await sealExisting({ ...new Table(rows(2)).options(vault), onProgress })
    await sealExisting({ ...new Table(rows(2)).options(vault), onProgress, total: 1 })
    expect(seen.map(({ remaining }) => remaining)).toEqual([undefined, undefined, 0, 0])
  })

  it('counts failures', async () => {
    const seen: number[] = []
    const damaged = [titled(0, 'eyJhbGciOiJkaXIi'), titled(1, 'a'), titled(2, 'eyJhbGciOiJkaXIi')]
    await sealExisting({ ...new Table(damaged).options(vault), onProgress: ({ failed }) => void seen.push(failed) })
    expect(seen).toEqual([1, 1, 2])
  })

  it('is reported by one call at a time, in order, and rows wait for it', async () => {
    let telling = 0
    const seen: number[] = []
    await sealExisting({
      ...new Table(rows(20)).options(vault),
      onProgress: async ({ done }) => {
        telling += 1
        expect(telling).toBe(1)
        await setImmediate()
        seen.push(done)
        telling -= 1
      },
    })
    expect(seen).toEqual(rows(20).map((_, row) => row + 1))
  })

  it('has a cursor that never passes a row that is still being saved', async () => {
    const cursors: (number | undefined)[] = []
    const { waiting, options } = gated(new Table(rows(4)).options(vault))
    const run = sealExisting({ ...options, onProgress: ({ cursor }) => void cursors.push(cursor) })
    await settle()
    for (const id of [2, 0, 3, 1]) {
      waiting.get(id)?.()
      await settle()
    }
    expect(cursors).toEqual([undefined, 0, 0, 3])
    await run
  })

  it('has a cursor that never passes a row that failed, whenever it failed', async () => {
    const cursors: (number | undefined)[] = []
    const { waiting, options } = gated(new Table(rows(6)).options(vault))
    const save: typeof options.save = async (row, changed, previous) => {
      const saved = await options.save(row, changed, previous)
      if (row.id === 2) throw new Error('connection lost')
      return saved
    }
    const run = sealExisting({ ...options, save, onProgress: ({ cursor }) => void cursors.push(cursor) })
    await settle()
    for (const id of [3, 2, 0, 1, 4, 5]) {
      waiting.get(id)?.()
      await settle()
    }
    expect(cursors).toEqual([undefined, undefined, 0, 1, 1, 1])
    expect((await run).cursor).toBe(1)
  })

  it('has a cursor that moves past any number of rows that waited for one', () => {
    const waterline = new Waterline<number>()
    const first = waterline.begin(0)
    const others = Array.from({ length: 500_000 }, (_, row) => waterline.begin(row + 1))
    for (const row of others) waterline.end(row, true)
    expect(waterline.cursor).toBeUndefined()
    waterline.end(first, true)
    expect(waterline.cursor).toBe(500_000)
  })

  it('has a cursor from which another run resumes', async () => {
    const table = new Table(rows(10))
    const controller = new AbortController()
    let stored: number | undefined
    const onProgress = ({ cursor }: SealProgress<number>) => {
      stored = cursor
      if (cursor === 5) controller.abort(new Error('enough'))
    }
    const run = sealExisting({ ...table.options(vault), concurrency: 1, onProgress, signal: controller.signal })
    await expect(run).rejects.toThrow('enough')
    expect(await sealExisting(table.options(vault, stored))).toMatchObject({ done: 4, sealed: 4, cursor: 9 })
    expect(opened(vault, table)).toEqual(rows(10))
  })
})

describe('a run ends early', () => {
  it('before the first row if the signal has already aborted', async () => {
    const table = new Table(rows(3))
    const run = sealExisting({ ...table.options(vault), signal: AbortSignal.abort(new Error('enough')) })
    await expect(run).rejects.toThrow('enough')
    expect(table.saves.size).toBe(0)
  })

  it('when the signal aborts, after rows under way were saved, and closes the rows', async () => {
    const table = new Table(rows(20))
    const { waiting, options } = gated(table.options(vault))
    const closed = vi.fn()
    async function* source() {
      try {
        yield* rows(20)
      } finally {
        closed()
      }
    }
    const controller = new AbortController()
    const ended = vi.fn()
    const run = sealExisting({ ...options, rows: source(), signal: controller.signal }).finally(ended)
    const rejected = expect(run).rejects.toThrow('enough')
    await settle()
    controller.abort(new Error('enough'))
    waiting.get(0)?.()
    await settle()
    expect(closed).toHaveBeenCalledOnce()
    expect(ended).not.toHaveBeenCalled()
    for (const go of waiting.values()) go()
    await rejected
    expect([...table.saves.keys()]).toEqual([0, 1, 2, 3])
  })

  it('when the signal aborts, although rows and save are synchronous', async () => {
    const controller = new AbortController()
    const save = vi.fn(() => true)
    const options = { ...new Table([]).options(vault), rows: rows(1000), save, signal: controller.signal }
    const run = sealExisting(options)
    void setImmediate().then(() => controller.abort(new Error('enough')))
    await expect(run).rejects.toThrow('enough')
    expect(save.mock.calls.length).toBeLessThan(1000)
  })

  it('but not if the signal aborts after the last row', async () => {
    const controller = new AbortController()
    const table = new Table(rows(3))
    const onProgress = ({ done }: SealProgress<number>) => void (done === 3 && controller.abort())
    expect(await sealExisting({ ...table.options(vault), onProgress, signal: controller.signal })).toMatchObject({
      done: 3,
    })
  })

  it('with an error of rows, after rows under way were saved', async () => {
    const table = new Table(rows(3))
    async function* source() {
      yield* rows(2)
      throw new Error('connection lost')
    }
    await expect(sealExisting({ ...table.options(vault), rows: source() })).rejects.toThrow('connection lost')
    expect([...table.saves.keys()]).toEqual([0, 1])
  })

  it('with an error of onProgress or cursor', async () => {
    const thrower = () => {
      throw new Error('out of paper')
    }
    const { options } = gated(new Table(rows(3)).options(vault))
    await expect(sealExisting({ ...options, cursor: thrower })).rejects.toThrow('out of paper')
    const table = new Table(rows(20))
    await expect(sealExisting({ ...table.options(vault), onProgress: thrower })).rejects.toThrow('out of paper')
    expect(table.saves.size).toBeLessThanOrEqual(5)
    const last = new Table(rows(1)).options(vault)
    await expect(sealExisting({ ...last, onProgress: thrower })).rejects.toThrow('out of paper')
  })

  it('with an error while it waits for rows, without an unhandled rejection', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    async function* source() {
      for (const row of rows(2)) {
        yield row
        await settle()
      }
    }
    const onProgress = () => Promise.reject(new Error('out of paper'))
    const table = new Table(rows(2))
    await expect(sealExisting({ ...table.options(vault), rows: source(), onProgress })).rejects.toThrow('out of paper')
    await settle()
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
    expect([...table.saves.keys()]).toEqual([0])
  })
})

describe('options are read once, when the run begins', () => {
  it('and later changes have no effect', async () => {
    const table = new Table(rows(3))
    const fields: Field[] = ['title']
    const options = { ...table.options(vault), fields }
    const run = sealExisting(options)
    fields.length = 0
    Object.assign(options, { vault: undefined, context: undefined, save: undefined })
    expect(await run).toMatchObject({ done: 3, sealed: 3, failures: [] })
  })

  it('and inherited ones have no effect', async () => {
    const inherited: SealExistingOptions<Row, Field, number> = Object.create(new Table(rows(1)).options(vault))
    await expect(sealExisting(inherited)).rejects.toThrow('The option vault: must be a Vault')
  })
})

describe('wrong options are named', () => {
  const options = new Table([]).options(vault)

  it.each<[string, object, string]>([
    ['no vault', { vault: { seal: () => '' } }, 'The option vault: must be a Vault'],
    [
      'a vault that writes plaintext',
      { vault: vaultWith({ write: 'plaintext', onPlaintextRead: () => {} }) },
      "The option vault: writes plaintext. Use a vault with the same keys and write: 'sealed'",
    ],
    ['no rows', { rows: undefined }, 'The option rows: must be an iterable or an async iterable'],
    ['a text as rows', { rows: 'abc' }, 'The option rows: must be an iterable or an async iterable'],
    ['no field', { fields: [] }, 'The option fields: '],
    ['a field twice', { fields: ['title', 'title'] }, 'The option fields: must not name a field twice'],
    ['no context', { context: { tenant: '42' } }, 'The option context: must be a function'],
    ['no save', { save: undefined }, 'The option save: must be a function'],
    ['no cursor', { cursor: 'id' }, 'The option cursor: must be a function'],
    ['total', { total: -1 }, 'The option total: '],
    ['no concurrency', { concurrency: 0 }, 'The option concurrency: '],
    ['half a concurrency', { concurrency: 1.5 }, 'The option concurrency: '],
    ['plaintext', { plaintext: 'pass' }, 'The option plaintext: '],
    ['dryRun', { dryRun: 'yes' }, 'The option dryRun: '],
    ['onProgress', { onProgress: true }, 'The option onProgress: must be a function'],
    ['signal', { signal: {} }, 'The option signal: must be an AbortSignal'],
    ['a name that is unknown', { batchSize: 3 }, 'The options: has an unknown name; the known names are vault, rows, '],
  ])('%s', async (_case, wrong, message) => {
    const run = sealExisting(Object.assign({ ...options }, wrong))
    await expect(run).rejects.toThrow(message)
    await expect(run).rejects.toBeInstanceOf(VaultConfigError)
  })
})
