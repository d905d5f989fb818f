import { generateKey } from 'ews-booking/crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { progressBar } from '../../examples/booking-app/encryption/progress-bar'
import { abandonedSealings, beginSealing, sealingOf, sealRows } from '../../examples/booking-app/encryption/sealing'
import { findTenant } from '../../examples/booking-app/practice/tenants'
import { startService } from '../../examples/booking-app/service'
import { bySuite } from '../suite'
import { at, book, DETAILS, dump, linkOf, openPractice, type Practice, stateOf } from './practice'

const EARLIER = bySuite({ quick: 500, slow: 20_000 })

let practice: Practice

beforeAll(async () => {
  practice = await openPractice({ plan: 'plain' })
  await practice.database.script(`
    INSERT INTO bookings (id, tenant, calendar, state, title, description, start_at, end_at)
    SELECT 'earlier-' || id, 'seeblick', 'meier', 'booked', 'Earlier ' || id, CASE WHEN id % 2 = 0 THEN 'Text ' || id END, now(), now()
    FROM generate_series(1, ${EARLIER}) AS id`)
})

const tenant = async () => {
  const found = await findTenant(practice.database, 'seeblick')
  if (found === undefined) throw new Error('The practice is gone')
  return found
}

const seal = async (vaults = practice.service.parts.vaults, onProgress?: (done: number, total: number) => void) =>
  sealRows(practice.database, vaults, await tenant(), practice.options.log, onProgress)

// Each step goes on where the one before has ended.
describe('the texts of a tenant', { shuffle: false }, () => {
  it('a tenant on the plain plan stores readable texts', async () => {
    await book(practice.service, at(0, '09:00'))
    expect(await dump(practice.database)).toContain(DETAILS.title)
  })

  it('an upgrade seals all rows while bookings go on, and tells how far it is', async () => {
    expect(await beginSealing(practice.database, await tenant())).toBe(true)
    expect(await beginSealing(practice.database, await tenant())).toBe(false)
    const seen: number[] = []
    const [, ...answers] = await Promise.all([
      seal(undefined, (done) => seen.push(done)),
      ...['10:00', '12:00', '13:00'].map((time) => book(practice.service, at(0, time))),
    ])
    for (const answer of answers) expect(await stateOf(practice.service, linkOf(answer))).toBe('booked')
    expect(seen.length).toBeGreaterThan(2)
    expect(await tenant()).toMatchObject({ plan: 'sealed' })
    expect(await sealingOf(practice.database, 'seeblick')).toMatchObject({ state: 'finished' })
    expect(await dump(practice.database)).not.toMatch(new RegExp(`${DETAILS.title}|Earlier|Text `))
  })

  it('plaintext is refused from then on', async () => {
    const link = linkOf(await book(practice.service, at(1, '09:00')))
    const id = link.split('/').at(-1)?.split('.')[0] ?? ''
    await practice.database.execute("UPDATE bookings SET title = 'forged' WHERE id = $1", [id])
    expect((await fetch(practice.service.url + link)).status).toBe(500)
    await practice.database.execute('DELETE FROM bookings WHERE id = $1', [id])
  })

  it('a sealing that a dead process left is gone on with', async () => {
    await beginSealing(practice.database, await tenant())
    expect(await abandonedSealings(practice.database)).toEqual([])
    await practice.database.script("UPDATE sealings SET leased_until = now() - interval '1 second'")
    expect(await abandonedSealings(practice.database)).toEqual(['seeblick'])
    expect(await beginSealing(practice.database, await tenant())).toBe(true)
    await seal()
  })

  it('keys are changed in the same manner, and the old one isn’t needed afterwards', async () => {
    const [old = ''] = practice.options.vaultKeys
    const key = generateKey()
    const link = linkOf(await book(practice.service, at(1, '10:00')))
    await using both = await startService({ ...practice.options, vaultKeys: [key, old] })
    await beginSealing(practice.database, await tenant())
    await seal(both.parts.vaults)
    await using rotated = await startService({ ...practice.options, vaultKeys: [key] })
    expect(await (await fetch(rotated.url + link)).text()).toContain(DETAILS.title)
    expect((await fetch(`${rotated.url}/p/seeblick/meier`)).status).toBe(200)
  })

  it('the terminal shows a bar', () => {
    expect(progressBar(0, 10)).toBe(`\r  Sealing [${'.'.repeat(30)}] 0 of 10`)
    expect(progressBar(5, 10)).toContain(`[${'#'.repeat(15)}${'.'.repeat(15)}] 5 of 10`)
    expect(progressBar(10, 10)).toMatch(/10 of 10\n$/)
  })
})
