import { EwsTimeoutError } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import {
  BookingKeyReusedError,
  BookingOutcomeUnknownError,
  SlotTakenError,
  UnreliableServerError,
} from '../../../src/booking/booking-error'
import type { Window } from '../../../src/booking/calendar/window'
import { bookingMark } from '../../../src/booking/hold-and-confirm/booking-property'
import { HoldAndConfirm } from '../../../src/booking/hold-and-confirm/hold-and-confirm'
import { at, type Mishaps, type Outcome, World } from './world'

const morning: Window = { start: at(9), end: at(11) }
const afternoon: Window = { start: at(15), end: at(16) }
const evening: Window = { start: at(18), end: at(19) }

const count = ({ requests }: World, operation: string) => requests.filter((each) => each === operation).length

/** The newest item. */
const newest = ({ exchange }: World): string => exchange.items.at(-1)?.itemId?.id ?? ''

const isBusy = ({ status }: { status: string }) => status === 'busy'

async function movable() {
  const world = new World()
  const id = world.add('m', 'confirmed', afternoon)
  return { world, id, whereIs: () => world.exchange.items.find(({ itemId }) => itemId?.id === id) }
}

const errorOf = (outcome: Outcome<unknown>): unknown => ('error' in outcome ? outcome.error : undefined)

describe('pain 24: a booking whose hold was created but whose answer was lost', () => {
  it('uses that hold', async () => {
    const world = new World()
    expect(await world.outcome(world.book('a', morning, { mishaps: { 'CreateItem 1': 'answer lost' } }))).toMatchObject(
      {
        booked: morning,
      },
    )
    expect(count(world, 'CreateItem')).toBe(1)
    expect(world.exchange.items).toHaveLength(1)
  })

  it('creates another one if there is none', async () => {
    const world = new World()
    expect(
      await world.outcome(world.book('a', morning, { mishaps: { 'CreateItem 1': 'request lost' } })),
    ).toHaveProperty('booked')
    expect(count(world, 'CreateItem')).toBe(2)
    expect(world.exchange.items).toHaveLength(1)
  })

  it('gives the server some time before each look', async () => {
    const world = new World()
    const times: number[] = []
    const note = () => void times.push(world.runtime.now())
    const mishaps = { 'CreateItem 1': 'request lost', 'FindItem 3': note, 'FindItem 4': note } as const
    const begin = world.runtime.now()
    await world.outcome(world.book('a', morning, { mishaps }))
    const [first = begin, second = begin] = times
    expect(first).toBeGreaterThan(begin)
    expect(second).toBeGreaterThan(first)
  })

  it('removes a hold that is created late, without waiting until it is stale', async () => {
    const world = new World()
    const begin = world.runtime.now()
    let end = begin
    const busy = [2, 3, 4, 5, 6].map((number) => [`CreateItem ${number}`, 'refused as busy'] as const)
    const mishaps: Mishaps = { ...Object.fromEntries(busy), 'CreateItem 1': 'carried out late' }
    const call = world.book('a', morning, { mishaps }).finally(() => {
      end = world.runtime.now()
    })
    expect(await world.outcome(call)).toHaveProperty('booked')
    expect(world.exchange.items).toHaveLength(1)
    expect(end - begin).toBeGreaterThan(15_000)
    expect(end - begin).toBeLessThan(30_000)
  })

  it('leaves a hold that is created after its end, to be removed once it is stale', async () => {
    const world = new World()
    const call = world.book('a', morning, {
      mishaps: { 'CreateItem 1': 'carried out late' },
    })
    expect(await world.outcome(call)).toHaveProperty('booked')
    await world.outcome(world.removeStale())
    expect(world.exchange.items).toHaveLength(1)
  })

  it('waits before it repeats a request that an overloaded server refused', async () => {
    const world = new World()
    const begin = world.runtime.now()
    const booked = world.book('a', morning, { mishaps: { 'CreateItem 1': 'refused as busy' } })
    let end = begin
    booked.then(() => {
      end = world.runtime.now()
    })
    expect(await world.outcome(booked)).toHaveProperty('booked')
    expect(end - begin).toBeGreaterThanOrEqual(3000)
  })

  it.each<[string, Mishaps]>([
    ['before the server has it', { 'CreateItem 1': 'request lost' }],
    ['after the server has made it', { 'CreateItem 1': 'answer lost' }],
  ])('leaves nothing behind when the deadline comes %s', async (_case, mishaps) => {
    const world = new World()
    const outcome = await world.outcome(world.book('a', morning, { mishaps, deadlineMs: 10 }))
    expect(errorOf(outcome)).toBeInstanceOf(EwsTimeoutError)
    expect(world.exchange.items).toEqual([])
  })

  it.each([true, false])(
    'leaves nothing behind if its caller gives up meanwhile (marks in views: %s)',
    async (marksInViews) => {
      const world = new World(undefined, 1, { marksInViews })
      const controller = new AbortController()
      const reason = new Error('enough')
      const call = world.book('a', morning, {
        signal: controller.signal,
        mishaps: { 'CreateItem 1': () => controller.abort(reason) },
      })
      expect(errorOf(await world.outcome(call))).toBe(reason)
      expect(world.exchange.items).toEqual([])
    },
  )
})

describe('pain 24: a booking whose confirmation is in doubt', () => {
  it('is confirmed once if the update was carried out', async () => {
    const world = new World()
    const outcome = await world.outcome(world.book('a', morning, { mishaps: { 'UpdateItem 1': 'answer lost' } }))
    expect(outcome).toMatchObject({ booked: { id: newest(world) } })
    expect(count(world, 'UpdateItem')).toBe(1)
  })

  it('is reported even if the caller gives up before that is known', async () => {
    const world = new World()
    const controller = new AbortController()
    const mishaps = { 'UpdateItem 1': 'answer lost', 'FindItem 5': () => controller.abort() } as const
    const outcome = await world.outcome(world.book('a', morning, { mishaps, signal: controller.signal }))
    expect(outcome).toMatchObject({ booked: { id: newest(world), ...morning } })
    expect(world.confirmed).toHaveLength(1)
  })

  it('is reported even if the deadline comes before that is known', async () => {
    const world = new World()
    const mishaps = { 'UpdateItem 1': 'answer lost', 'FindItem 5': 'request lost' } as const
    const outcome = await world.outcome(world.book('a', morning, { mishaps, deadlineMs: 50 }))
    expect(outcome).toMatchObject({ booked: { id: newest(world) } })
  })

  it('is undone if the caller gives up and the server carries the update out later', async () => {
    const world = new World()
    const controller = new AbortController()
    const mishaps = { 'UpdateItem 1': 'carried out late', 'FindItem 5': () => controller.abort() } as const
    const outcome = await world.outcome(world.book('a', morning, { mishaps, signal: controller.signal }))
    expect(errorOf(outcome)).toHaveProperty('name', 'AbortError')
    expect(world.exchange.items).toEqual([])
  })

  it("can't be confirmed once it was given up, even if the hold can't be deleted", async () => {
    const world = new World()
    const controller = new AbortController()
    const outcome = await world.outcome(
      world.book('a', morning, {
        mishaps: {
          'UpdateItem 1': 'carried out late',
          'FindItem 5': () => controller.abort(),
          'DeleteItem *': 'request lost',
        },
        signal: controller.signal,
      }),
    )
    expect(errorOf(outcome)).toHaveProperty('name', 'AbortError')
    expect(world.exchange.items.map((item) => bookingMark(item)?.state)).toEqual(['void'])
  })

  it('is given up even if somebody has edited the hold', async () => {
    const world = new World()
    const controller = new AbortController()
    const mishaps = {
      'UpdateItem 1': 'carried out late',
      'FindItem 5': () => controller.abort(),
      'UpdateItem 2': () => world.exchange.edit(newest(world), { location: 'here' }),
    } as const
    await world.outcome(world.book('a', morning, { mishaps, signal: controller.signal }))
    expect(world.exchange.items).toEqual([])
    // Only a void hold is deleted: until then the confirmation may be carried out at any moment.
    expect(count(world, 'UpdateItem')).toBe(3)
  })

  it("is unknown if the server can't be asked, and the same call finds out later", async () => {
    const world = new World()
    const controller = new AbortController()
    const mishaps = {
      'UpdateItem 1': 'answer lost',
      'FindItem 5': () => controller.abort(),
      'UpdateItem *': 'request lost',
    } as const
    const outcome = await world.outcome(world.book('a', morning, { mishaps, signal: controller.signal }))
    expect(errorOf(outcome)).toBeInstanceOf(BookingOutcomeUnknownError)
    expect(errorOf(outcome)).toMatchObject({ key: 'a', retryable: true })
    expect(await world.outcome(world.book('a', morning))).toMatchObject({ booked: { id: newest(world) } })
    expect(world.exchange.items).toHaveLength(1)
  })
})

describe('pain 25: people who change a hold in Outlook', () => {
  it('edit it, and their edit is kept', async () => {
    const world = new World()
    const mishaps = { 'UpdateItem 1': () => world.exchange.edit(newest(world), { location: 'here' }) }
    expect(await world.outcome(world.book('a', morning, { mishaps }))).toHaveProperty('booked')
    expect(count(world, 'CreateItem')).toBe(1)
    expect(world.exchange.items).toMatchObject([{ location: 'here', legacyFreeBusyStatus: 'Busy' }])
  })

  it.each<[string, Window]>([
    ['to a later time that overlaps', { start: at(10), end: at(12) }],
    ['to another time', evening],
    ['to a shorter time', { start: at(9), end: at(10) }],
  ])('move it %s, and the booking is made where it was asked for', async (_case, window) => {
    const world = new World()
    world.add('b', 'confirmed', { start: at(11), end: at(12) })
    const mishaps = { 'UpdateItem 1': () => world.exchange.edit(newest(world), window) }
    const outcome = await world.outcome(world.book('a', morning, { mishaps, deadlineMs: 30_000 }))
    expect(outcome).toMatchObject({ booked: morning })
    expect(world.exchange.items).toMatchObject([{}, morning])
    expect(world.holds).toEqual([])
  })

  it('delete it, and the booking is made', async () => {
    const world = new World()
    const mishaps = { 'UpdateItem 1': () => void world.exchange.delete(newest(world)) }
    expect(await world.outcome(world.book('a', morning, { mishaps }))).toMatchObject({ booked: morning })
    expect(world.exchange.items).toHaveLength(1)
  })

  it.each([morning, evening, { start: at(8), end: at(10) }])('copy it, and the copy goes', async (window) => {
    const world = new World()
    const mishaps = {
      'FindItem 3': () => void world.exchange.add({ ...world.exchange.items.at(-1), ...window, location: 'copy' }),
    }
    const outcome = await world.outcome(world.book('a', morning, { mishaps, deadlineMs: 30_000 }))
    expect(outcome).toMatchObject({ booked: morning })
    expect(world.exchange.items).toHaveLength(1)
    expect(world.exchange.items[0]?.location).toBeUndefined()
    expect(count(world, 'CreateItem')).toBe(1)
  })

  /** Gives an item another id. */
  const moveOutAndBack = (world: World) => {
    const hold = world.exchange.items.at(-1)
    world.exchange.delete(hold?.itemId?.id ?? '')
    world.exchange.add({ ...hold })
  }

  it('move it to another folder and back, and it is known by its attempt', async () => {
    const world = new World()
    const mishaps = { 'FindItem 3': () => moveOutAndBack(world) }
    expect(await world.outcome(world.book('a', morning, { mishaps }))).toMatchObject({ booked: { id: newest(world) } })
    expect(world.exchange.items).toHaveLength(1)
    expect(count(world, 'CreateItem')).toBe(1)
  })

  it('move it to another folder and back, and it is given up all the same', async () => {
    const world = new World()
    const controller = new AbortController()
    const mishaps = {
      'FindItem 3': () => moveOutAndBack(world),
      'UpdateItem 1': 'carried out late',
      'FindItem 5': () => controller.abort(),
    } as const
    await world.outcome(world.book('a', morning, { mishaps, signal: controller.signal }))
    expect(world.exchange.items).toEqual([])
  })

  it('take its time after all, and the call reports it', async () => {
    const world = new World()
    const meeting = { ...morning, legacyFreeBusyStatus: 'Busy' } as const
    const mishaps = { 'FindItem 3': () => void world.exchange.add(meeting) }
    expect(errorOf(await world.outcome(world.book('a', morning, { mishaps })))).toBeInstanceOf(SlotTakenError)
    expect(world.exchange.items).toMatchObject([meeting])
  })
})

describe('pain 25: a hold that was taken for stale', () => {
  it.each<[string, Mishaps]>([
    ['after it was made', { 'CreateItem 1': 'freeze after' }],
    ['while it looks', { 'FindItem 3': 'freeze after' }],
    ['before it is confirmed', { 'UpdateItem 1': 'freeze before' }],
  ])(
    'while its owner was frozen %s is not confirmed, for the time has been given to another',
    async (_case, mishaps) => {
      const world = new World()
      const calls = [world.book('a', morning, { mishaps }), world.book('b', { start: at(10), end: at(12) })]
      const [first, second] = await world.outcomes(calls)
      expect(first && errorOf(first)).toBeInstanceOf(SlotTakenError)
      expect(second).toHaveProperty('booked')
      expect(world.exchange.items).toHaveLength(1)
    },
  )

  it('and is void, is left alone, and the booking begins again', async () => {
    const world = new World()
    const mishaps = { 'UpdateItem 1': () => world.mark(newest(world), { state: 'void' }) }
    expect(await world.outcome(world.book('a', morning, { mishaps }))).toHaveProperty('booked')
    expect(count(world, 'CreateItem')).toBe(2)
    expect(world.exchange.items).toHaveLength(1)
  })

  it('and is already void, is only deleted', async () => {
    const world = new World()
    world.add('b', 'void', morning)
    expect(await world.outcome(world.book('a', morning))).toHaveProperty('booked')
    expect(world.requests.filter((each) => each.endsWith('teItem'))).toEqual(['CreateItem', 'DeleteItem', 'UpdateItem'])
  })

  it('but is confirmed at that moment, stays', async () => {
    const world = new World()
    const other = world.add('b', 'hold', morning)
    world.runtime.sleep(61_000)
    world.runtime.advance()
    const mishaps = { 'UpdateItem 1': () => world.mark(other, { state: 'confirmed' }) }
    expect(errorOf(await world.outcome(world.book('a', morning, { mishaps })))).toBeInstanceOf(SlotTakenError)
    expect(world.confirmed).toMatchObject([{ itemId: { id: other } }])
    expect(world.holds).toEqual([])
  })

  it.each<[string, Window]>([
    ['is smaller', morning],
    ['is of the same key, elsewhere', evening],
  ])('makes a call wait until then if it %s', async (_case, window) => {
    const world = new World()
    const begin = world.runtime.now()
    world.add(window === morning ? 'a' : 'b', 'hold', window, '')
    let end = begin
    const call = world.book('b', morning).finally(() => {
      end = world.runtime.now()
    })
    expect(await world.outcome(call)).toHaveProperty('booked')
    expect(end - begin).toBeGreaterThan(60_000)
    expect(world.holds).toEqual([])
  })
})

describe('pain 25: a smaller hold goes first', () => {
  it.each<[string, (world: World, id: string) => void, string]>([
    ['and takes the time if it is confirmed', (world, id) => world.mark(id, { state: 'confirmed' }), 'error'],
    ['and frees the time if it is withdrawn', (world, id) => void world.exchange.delete(id), 'booked'],
  ])('%s, while a larger one has given way', async (_case, resolve, result) => {
    const world = new World()
    const smaller = world.add('a', 'hold', morning)
    let seen: unknown[] = []
    const mishaps = {
      'GetItem 1': () => {
        seen = [...world.exchange.items]
        resolve(world, smaller)
      },
    }
    expect(await world.outcome(world.book('b', morning, { mishaps }))).toHaveProperty(result)
    expect(seen).toMatchObject([{ itemId: { id: smaller } }])
    expect(world.exchange.items).toHaveLength(1)
  })

  it('and a larger one is waited for until it gives way', async () => {
    const world = new World()
    const larger = world.add('b', 'hold', morning)
    const mishaps = { 'FindItem 7': () => void world.exchange.delete(larger) }
    expect(await world.outcome(world.book('a', morning, { mishaps }))).toMatchObject({ booked: morning })
    expect(count(world, 'CreateItem')).toBe(1)
    expect(count(world, 'UpdateItem')).toBe(1)
  })
})

describe('pain 25: views that lag behind', () => {
  it.each([true, false])(
    'are ignored if the search for the key lacks the hold (marks in views: %s)',
    async (marksInViews) => {
      const world = new World(undefined, 1, { marksInViews })
      const mishaps = {
        'CreateItem 1': () => void world.add('a', 'hold', evening, ''),
        'FindItem 4': 'older view',
      } as const
      const call = world.book('a', morning, { mishaps })
      let holds: number | undefined
      call.then(() => {
        holds = world.holds.length
      })
      expect(await world.outcome(call)).toHaveProperty('booked')
      expect(holds).toBe(0)
    },
  )

  it('are ignored if the view lacks the hold', async () => {
    const world = new World()
    const mishaps = {
      'CreateItem 1': () => void world.add('b', 'confirmed', morning),
      'FindItem 3': 'older view',
    } as const
    expect(errorOf(await world.outcome(world.book('a', morning, { mishaps })))).toBeInstanceOf(SlotTakenError)
  })

  it('are ignored if an item in them is gone since', async () => {
    const world = new World(undefined, 1, { marksInViews: false })
    const booking = world.add('m', 'confirmed', afternoon)
    const hold = world.add('m', 'hold', morning)
    const moved = () => {
      world.exchange.edit(booking, morning)
      world.exchange.delete(hold)
    }
    const outcome = await world.outcome(world.book('a', morning, { mishaps: { 'GetItem 1': moved } }))
    expect(errorOf(outcome)).toBeInstanceOf(SlotTakenError)
    expect(world.exchange.items).toHaveLength(1)
  })

  it('are ignored if an item in them has changed since', async () => {
    const world = new World(undefined, 1, { marksInViews: false })
    const hold = world.add('b', 'hold', morning)
    const mishaps = { 'GetItem 1': () => world.mark(hold, { state: 'confirmed' }) }
    expect(errorOf(await world.outcome(world.book('a', morning, { mishaps })))).toBeInstanceOf(SlotTakenError)
    expect(world.holds).toEqual([])
  })
})

describe('a server that leaves our properties out of its views', () => {
  it('does not hide an adoption that ends while the hold of a call with the same key is looked at', async () => {
    const world = new World(undefined, 1, { marksInViews: false })
    const id = world.exchange.add({ subject: 'By hand', ...morning, legacyFreeBusyStatus: 'Busy' })
    const hold = world.add('a', 'hold', morning)
    const adopt = () => {
      world.mark(id, { key: 'a', attempt: 'x', state: 'confirmed', fingerprint: '', details: 'times=x' })
      world.exchange.delete(hold)
    }
    const outcome = await world.outcome(world.book('a', evening, { mishaps: { 'GetItem 1': adopt } }))
    expect(errorOf(outcome)).toBeInstanceOf(BookingKeyReusedError)
    expect(world.confirmed).toHaveLength(1)
    expect(world.holds).toEqual([])
  })

  it('does not make the booking of another call with the same key look like one of somebody else', async () => {
    const world = new World(undefined, 1, { marksInViews: false })
    const [first, second] = await world.outcomes([
      world.book('a', morning, { mishaps: { 'FindItem 1': 'freeze before' } }),
      world.book('a', morning),
    ])
    const booked = { booked: { id: newest(world) } }
    expect([first, second]).toMatchObject([booked, booked])
    expect(world.exchange.items).toHaveLength(1)
  })

  it("doesn't make a hold look like a tentative appointment", async () => {
    const world = new World(undefined, 1, { marksInViews: false })
    world.add('a', 'hold', morning)
    const blocks = ({ status }: { status: string }) => status === 'busy' || status === 'tentative'
    expect(await world.outcome(world.book('b', morning, { blocks }))).toHaveProperty('booked')
  })

  it('but a tentative appointment takes its time', async () => {
    const world = new World(undefined, 1, { marksInViews: false })
    world.exchange.add({ ...morning, legacyFreeBusyStatus: 'Tentative' })
    const blocks = ({ status }: { status: string }) => status === 'busy' || status === 'tentative'
    expect(errorOf(await world.outcome(world.book('b', morning, { blocks })))).toBeInstanceOf(SlotTakenError)
    expect(await world.outcome(world.book('b', morning, { blocks: isBusy }))).toHaveProperty('booked')
  })

  it('returns the booking that was made with a key', async () => {
    const world = new World(undefined, 1, { marksInViews: false })
    const id = world.add('a', 'confirmed', morning)
    expect(await world.outcome(world.book('a', morning))).toMatchObject({ booked: { id } })
  })

  it('gets its stale holds removed', async () => {
    const world = new World(undefined, 1, { marksInViews: false })
    world.add('a', 'hold', morning)
    world.exchange.add({ ...evening, legacyFreeBusyStatus: 'Tentative' })
    expect(await world.outcome(world.removeStale())).toHaveProperty('booked')
    expect(world.exchange.items).toMatchObject([evening])
  })
})

describe('pain 24: a key', () => {
  it('returns the booking that was made with it, at any time', async () => {
    const world = new World()
    const id = world.add('a', 'confirmed', morning)
    world.exchange.edit(id, evening)
    expect(await world.outcome(world.book('a', morning))).toMatchObject({ booked: { id, ...evening } })
    expect(count(world, 'CreateItem')).toBe(0)
  })

  it("can't be used for something else, even by two concurrent calls", async () => {
    const world = new World()
    const outcomes = await world.outcomes([world.book('a', morning), world.book('a', evening)])
    expect(outcomes.filter((outcome) => 'booked' in outcome)).toHaveLength(1)
    expect(outcomes.map(errorOf).filter((error) => error !== undefined)).toMatchObject([
      { code: BookingKeyReusedError.code },
    ])
    expect(world.exchange.items).toHaveLength(1)
  })
})

describe('pain 27: a move', () => {
  it('keeps the item and its key, and leaves no hold', async () => {
    const { world, id } = await movable()
    expect(await world.outcome(world.move(id, morning))).toMatchObject({ booked: { id, ...morning } })
    expect(world.exchange.items).toMatchObject([{ itemId: { id }, ...morning }])
  })

  it('begins with a hold without reminder', async () => {
    const { world, id } = await movable()
    await world.outcome(world.move(id, morning))
    const [hold] = world.exchange.history.filter((item) => bookingMark(item)?.state === 'hold')
    expect(hold).toMatchObject({ reminderIsSet: false, legacyFreeBusyStatus: 'Tentative', ...morning })
  })

  it("to the booking's own time takes no hold", async () => {
    const { world, id } = await movable()
    expect(await world.outcome(world.move(id, afternoon))).toMatchObject({ booked: { id, ...afternoon } })
    expect(count(world, 'CreateItem')).toBe(0)
  })

  it("to a time that overlaps its own doesn't block itself", async () => {
    const { world, id } = await movable()
    const window = { start: new Date(at(15).getTime() + 1_800_000), end: at(17) }
    expect(await world.outcome(world.move(id, window))).toMatchObject({ booked: window })
  })

  it('to a time that is taken leaves it where it is', async () => {
    const { world, id, whereIs } = await movable()
    world.add('a', 'confirmed', morning)
    expect(errorOf(await world.outcome(world.move(id, morning)))).toBeInstanceOf(SlotTakenError)
    expect(whereIs()).toMatchObject(afternoon)
    expect(count(world, 'CreateItem')).toBe(0)
  })

  it('that is in doubt and carried out late conflicts once its hold has given way', async () => {
    const { world, id, whereIs } = await movable()
    let smaller = ''
    const mishaps = {
      'UpdateItem 1': 'carried out late',
      'FindItem 5': () => {
        smaller = world.add('a', 'hold', morning)
      },
      'GetItem 2': () => world.mark(smaller, { state: 'confirmed' }),
    } as const
    expect(errorOf(await world.outcome(world.move(id, morning, { mishaps })))).toBeInstanceOf(SlotTakenError)
    expect(whereIs()).toMatchObject(afternoon)
  })

  it('that conflicts with itself because its answer was lost is done', async () => {
    const { world, id, whereIs } = await movable()
    const mishaps = { 'UpdateItem 1': 'answer lost' } as const
    expect(await world.outcome(world.move(id, morning, { mishaps }))).toMatchObject({ booked: { id, ...morning } })
    expect(whereIs()).toMatchObject(morning)
    expect(world.holds).toEqual([])
    expect(count(world, 'CreateItem')).toBe(1)
  })

  it.each<[string, Mishaps]>([
    ['is done', { 'UpdateItem 1': 'answer lost' }],
    ['is not done', { 'UpdateItem 1': 'request lost' }],
    ['is to be done', { 'UpdateItem 1': 'carried out late' }],
  ])('that is in doubt when its caller gives up and %s is reported as such', async (is, mishaps) => {
    const { world, id, whereIs } = await movable()
    const controller = new AbortController()
    const outcome = await world.outcome(
      world.move(id, morning, {
        mishaps: { ...mishaps, 'FindItem 5': () => controller.abort() },
        signal: controller.signal,
      }),
    )
    const isDone = is === 'is done'
    expect(outcome).toHaveProperty(isDone ? 'booked' : 'error')
    expect(whereIs()).toMatchObject(isDone ? morning : afternoon)
    expect(world.holds).toEqual([])
  })

  it("that is in doubt when the server can't be asked is unknown and keeps its hold, and the same call finds out later", async () => {
    const { world, id, whereIs } = await movable()
    const controller = new AbortController()
    const mishaps = {
      'UpdateItem 1': 'carried out late',
      'FindItem 5': () => controller.abort(),
      'UpdateItem *': 'request lost',
    } as const
    const call = world.move(id, morning, { mishaps, signal: controller.signal })
    let holds: number | undefined
    call.catch(() => {
      holds = world.holds.length
    })
    const outcome = await world.outcome(call)
    expect(errorOf(outcome)).toBeInstanceOf(BookingOutcomeUnknownError)
    expect(errorOf(outcome)).toMatchObject({ key: 'm' })
    expect(holds).toBe(1)
    expect(await world.outcome(world.move(id, morning))).toMatchObject({ booked: { id, ...morning } })
    expect(whereIs()).toMatchObject(morning)
    expect(world.holds).toEqual([])
  })

  it("back to the booking's time stops an earlier move that is still on its way", async () => {
    const { world, id, whereIs } = await movable()
    let back: Promise<unknown> | undefined
    const mishaps = {
      'UpdateItem 1': 'carried out late',
      'FindItem 5': () => {
        back = world.move(id, afternoon)
      },
      'FindItem 6': 'crash before',
    } as const
    await world.outcome(world.move(id, morning, { mishaps }))
    expect(await back).toMatchObject({ id, ...afternoon })
    expect(whereIs()).toMatchObject(afternoon)
  })

  it.each([[morning], [evening]])(
    'beside another move of the same booking ends where the last one reported',
    async (other) => {
      const { world, id, whereIs } = await movable()
      const told: Window[] = []
      const calls = [world.move(id, morning), world.move(id, other)]
      for (const call of calls) call.then((booked) => told.push(booked))
      const outcomes = await world.outcomes(calls)
      expect(outcomes.every((outcome) => 'booked' in outcome)).toBe(true)
      const { start, end } = told.at(-1) ?? afternoon
      expect(whereIs()).toMatchObject({ start, end })
      expect(world.holds).toEqual([])
    },
  )

  it('of a frozen process conflicts once its hold was removed, even if somebody has copied the booking', async () => {
    const world = new World()
    world.add('m', 'confirmed', evening, 'copy')
    const id = world.add('m', 'confirmed', afternoon)
    world.add('m', 'confirmed', { start: at(20), end: at(21) }, 'copy')
    const calls = [
      world.move(id, morning, { mishaps: { 'UpdateItem 1': 'freeze before' } }),
      world.book('z', { start: at(10), end: at(12) }),
    ]
    const [moved, booked] = await world.outcomes(calls)
    expect(booked).toHaveProperty('booked')
    expect(moved && errorOf(moved)).toBeInstanceOf(SlotTakenError)
    expect(world.exchange.items.find(({ itemId }) => itemId?.id === id)).toMatchObject(afternoon)
  })

  it('keeps its hold from a remover that knows an earlier version of the booking', async () => {
    const { world, id } = await movable()
    let holds: number | undefined
    const removed = () => {
      holds = world.holds.length
    }
    const mishaps = {
      'GetItem 1': () => world.exchange.edit(id, { location: 'here' }),
      'FindItem 3': () => void world.removeStale({ mishaps: { 'FindItem 2': 'older view' } }).then(removed),
      'UpdateItem 1': 'freeze before',
    } as const
    expect(await world.outcome(world.move(id, morning, { mishaps }))).toMatchObject({ booked: morning })
    expect(holds).toBe(1)
  })

  it('of a booking that somebody edits meanwhile succeeds', async () => {
    const { world, id, whereIs } = await movable()
    const mishaps = { 'UpdateItem 1': () => world.exchange.edit(id, { location: 'here' }) }
    expect(await world.outcome(world.move(id, morning, { mishaps }))).toMatchObject({ booked: { id, ...morning } })
    expect(whereIs()).toMatchObject({ location: 'here', ...morning })
    expect(world.holds).toEqual([])
  })

  it('of a booking that is cancelled meanwhile reports that it is gone', async () => {
    const { world, id } = await movable()
    const mishaps = { 'UpdateItem 1': () => void world.exchange.delete(id) }
    expect(errorOf(await world.outcome(world.move(id, morning, { mishaps })))).toMatchObject({
      responseCode: 'ErrorItemNotFound',
    })
    expect(world.exchange.items).toEqual([])
  })

  it('of anything but a booking is refused', async () => {
    const world = new World()
    const id = world.exchange.add({ ...afternoon, legacyFreeBusyStatus: 'Busy' })
    expect(errorOf(await world.outcome(world.move(id, morning)))).toMatchObject({ path: 'booking' })
    const hold = world.add('a', 'hold', evening)
    expect(errorOf(await world.outcome(world.move(hold, morning)))).toMatchObject({ path: 'booking' })
  })
})

describe('pain 40: a server that ignores ChangeKey', () => {
  const ignoring = (variant = {}) => World.unproven(undefined, 1, { refusesOldChangeKeys: false, ...variant })

  it('still gets a booking, which is verified', async () => {
    const world = ignoring()
    expect(await world.outcome(world.book('a', morning))).toMatchObject({ booked: morning })
    expect(world.confirmed).toMatchObject([{ legacyFreeBusyStatus: 'Busy' }])
  })

  it('moves no booking, and leaves no hold', async () => {
    const world = ignoring()
    const id = world.add('m', 'confirmed', afternoon)
    expect(errorOf(await world.outcome(world.move(id, morning)))).toMatchObject({
      code: UnreliableServerError.code,
      limitation: 'conditionalUpdates',
    })
    expect(world.exchange.items).toMatchObject([afternoon])
  })

  it('has no stale hold removed, because its owner may still confirm it', async () => {
    const world = ignoring()
    world.add('b', 'hold', morning)
    world.runtime.sleep(61_000)
    world.runtime.advance()
    const outcomes = [await world.outcome(world.book('a', morning)), await world.outcome(world.removeStale())]
    for (const outcome of outcomes) expect(errorOf(outcome)).toBeInstanceOf(UnreliableServerError)
    expect(world.holds).toHaveLength(1)
  })

  it('has a copy of our own hold removed', async () => {
    const world = ignoring()
    const mishaps = {
      'FindItem 4': () => void world.exchange.add({ ...world.exchange.items.at(-1), location: 'copy' }),
    }
    expect(await world.outcome(world.book('a', morning, { mishaps }))).toMatchObject({ booked: morning })
    expect(world.exchange.items).toHaveLength(1)
  })

  it('gets the confirmation again if it is in doubt, also past a smaller hold, which waits', async () => {
    const world = ignoring()
    const smaller = { 'FindItem 6': () => void world.add('a', 'hold', morning) }
    const mishaps = { 'UpdateItem 3': 'request lost', ...smaller } as const
    expect(await world.outcome(world.book('b', morning, { mishaps }))).toMatchObject({ booked: morning })
    expect(world.confirmed.map((item) => bookingMark(item)?.key)).toEqual(['b'])
  })

  it('keeps the hold of a call that ends while the confirmation is in doubt, and the outcome is unknown', async () => {
    const world = ignoring()
    const controller = new AbortController()
    const mishaps = { 'UpdateItem 3': 'carried out late', 'FindItem 6': () => controller.abort() } as const
    const outcome = await world.outcome(world.book('a', morning, { mishaps, signal: controller.signal }))
    expect(errorOf(outcome)).toBeInstanceOf(BookingOutcomeUnknownError)
    expect(world.confirmed).toHaveLength(1)
    expect(await world.outcome(world.book('a', morning))).toMatchObject({ booked: morning })
  })

  it('has a booking undone that somebody moved by hand just before it was confirmed', async () => {
    const world = ignoring()
    const mishaps = { 'UpdateItem 3': () => world.exchange.edit(newest(world), evening) }
    expect(await world.outcome(world.book('a', morning, { mishaps }))).toMatchObject({ booked: morning })
    expect(world.exchange.items).toMatchObject([morning])
  })
})

describe('pain 40: a server that reports a status and does not set it', () => {
  it('has it set by its MAPI property, at once from the second booking on', async () => {
    const world = World.unproven(undefined, 1, { setsStatus: 'by MAPI property' })
    const items = world.items()
    const protocol = new HoldAndConfirm(items, world.runtime)
    for (const [key, window] of [
      ['a', morning],
      ['b', evening],
    ] as const) {
      expect(await world.outcome(world.bookWith(protocol, key, window))).toMatchObject({ booked: window })
    }
    expect(world.confirmed.map(({ legacyFreeBusyStatus }) => legacyFreeBusyStatus)).toEqual(['Busy', 'Busy'])
    const calls = world.requests.lastIndexOf('CreateItem')
    expect(world.requests.slice(calls)).toEqual(['CreateItem', 'FindItem', 'FindItem', 'UpdateItem'])
  })

  it('gets no booking if it does not take that either, and nothing is left behind', async () => {
    const world = World.unproven(undefined, 1, { setsStatus: 'never' })
    expect(errorOf(await world.outcome(world.book('a', morning)))).toMatchObject({ limitation: 'statusUpdates' })
    expect(world.exchange.items).toEqual([])
  })

  it('has a booking put right whose call ended before that', async () => {
    const world = World.unproven(undefined, 1, { setsStatus: 'by MAPI property' })
    await world.outcome(world.book('a', morning, { mishaps: { 'UpdateItem 3': 'crash after' } }))
    expect(world.confirmed).toMatchObject([{ legacyFreeBusyStatus: 'Tentative' }])
    expect(await world.outcome(world.book('a', morning))).toMatchObject({ booked: morning })
    expect(world.confirmed).toMatchObject([{ legacyFreeBusyStatus: 'Busy' }])
  })
})

describe('pain 40: a server that reports a move and does not make it', () => {
  it('moves no booking, and the call says so and leaves no hold', async () => {
    const world = World.unproven(undefined, 1, { setsTimes: false })
    const id = world.add('m', 'confirmed', afternoon)
    const outcome = await world.outcome(world.move(id, morning))
    expect(errorOf(outcome)).toMatchObject({ code: UnreliableServerError.code, limitation: 'timeUpdates' })
    expect(world.exchange.items).toMatchObject([afternoon])
  })
})

describe('pain 39: a server that does not expand series', () => {
  const week = 7 * 24 * 60 * 60_000
  const weekly = [-2, -1, 0, 1].map((weeks) => ({
    start: new Date(at(10).getTime() + weeks * week),
    end: new Date(at(11).getTime() + weeks * week),
  }))

  it.each([true, false])('books nothing over a hidden occurrence (marks in views: %s)', async (marksInViews) => {
    const world = World.unproven(undefined, 1, { expandsViews: false, marksInViews })
    world.exchange.addSeries(...weekly)
    expect(errorOf(await world.outcome(world.book('a', morning)))).toMatchObject({
      code: SlotTakenError.code,
      takenBy: { ...weekly[2], status: 'busy' },
    })
    expect(await world.outcome(world.book('a', evening))).toMatchObject({ booked: evening })
    expect(world.exchange.items).toMatchObject([evening])
  })

  it('and free/busy is asked only once if there is no series', async () => {
    const world = World.unproven(undefined, 1, { expandsViews: false })
    const protocol = world.protocol()
    expect(await world.outcome(world.bookWith(protocol, 'a', morning))).toMatchObject({ booked: morning })
    expect(await world.outcome(world.bookWith(protocol, 'b', evening))).toMatchObject({ booked: evening })
    expect(count(world, 'GetUserAvailability')).toBe(1)
  })

  it('and only once of a server that expands them', async () => {
    const world = World.unproven()
    world.exchange.addSeries(...weekly)
    const protocol = world.protocol()
    expect(await world.outcome(world.bookWith(protocol, 'a', evening))).toMatchObject({ booked: evening })
    expect(errorOf(await world.outcome(world.bookWith(protocol, 'b', morning)))).toBeInstanceOf(SlotTakenError)
    expect(count(world, 'GetUserAvailability')).toBe(1)
  })
})

describe('pain 25: an adoption', () => {
  it('that freezes until its hold is removed takes no time that somebody else has booked since', async () => {
    const world = new World()
    const id = world.exchange.add({ subject: 'By hand', ...morning, legacyFreeBusyStatus: 'Free' })
    const [adopted, booked] = await world.outcomes([
      world.adopt(id, 'a', { mishaps: { 'UpdateItem 1': 'freeze before' } }),
      world.book('b', morning),
    ])
    expect(booked).toHaveProperty('booked')
    expect(errorOf(adopted ?? { died: true })).toBeInstanceOf(SlotTakenError)
    expect(world.confirmed).toHaveLength(1)
    expect(world.holds).toEqual([])
  })

  it('whose answer is lost has happened once', async () => {
    const world = new World()
    const id = world.exchange.add({ subject: 'By hand', ...morning, legacyFreeBusyStatus: 'Busy' })
    const mishaps = { 'UpdateItem 1': 'answer lost' } as const
    expect(await world.outcome(world.adopt(id, 'a', { mishaps }))).toMatchObject({ booked: morning })
    expect(world.confirmed).toMatchObject([{ subject: 'By hand' }])
    expect(world.holds).toEqual([])
  })
})

describe('pain 25: an update', () => {
  it('that is lost and carried out late is carried out once, and guests hear of it once', async () => {
    const { world, id } = await movable()
    const mishaps = { 'UpdateItem 1': 'carried out late' } as const
    expect(await world.outcome(world.update(id, { title: 'new' }, { mishaps }))).toHaveProperty('booked')
    expect(world.confirmed).toMatchObject([{ subject: 'new' }])
    expect(world.exchange.told).toEqual(['new'])
  })

  it('that its caller gives up while it is on its way is never carried out', async () => {
    const { world, id } = await movable()
    const mishaps = { 'UpdateItem 1': 'carried out late', 'UpdateItem 2': 'request lost' } as const
    const outcome = await world.outcome(world.update(id, { title: 'new' }, { mishaps, deadlineMs: 40 }))
    expect(errorOf(outcome)).toBeInstanceOf(EwsTimeoutError)
    expect(world.confirmed).toMatchObject([{ subject: 'x' }])
  })

  it('that others overtake keeps what they have changed', async () => {
    const { world, id } = await movable()
    const mishaps = { 'UpdateItem 1': () => world.exchange.edit(id, { location: 'Ward 8' }) }
    expect(await world.outcome(world.update(id, { title: 'new' }, { mishaps }))).toHaveProperty('booked')
    expect(world.confirmed).toMatchObject([{ subject: 'new', location: 'Ward 8' }])
    expect(world.exchange.told).toEqual(['new'])
  })
})

describe('pain 25: a cancellation that tells nobody', () => {
  const quiet = { notify: 'none' } as const
  const rooms = { resources: [{ mailbox: { emailAddress: 'room-1@example.com' } }] }

  it('is refused if somebody has added a room since the booking was read', async () => {
    const world = new World()
    const id = world.add('m', 'confirmed', morning)
    const mishaps = { 'UpdateItem 1': () => world.exchange.edit(id, rooms) }
    const outcome = await world.outcome(world.cancel(id, { ...quiet, mishaps }))
    expect(outcome).toMatchObject({ error: { path: 'notify' } })
    expect(world.confirmed).toMatchObject([rooms])
  })

  it('keeps everybody who calls this library from adding a room once it has begun', async () => {
    const world = new World()
    const id = world.add('m', 'confirmed', morning)
    const mishaps = { 'DeleteItem 1': 'crash before' } as const
    const [cancelled, updated] = await world.outcomes<unknown>([
      world.cancel(id, { ...quiet, mishaps }),
      world.update(id, { rooms: ['room-1@example.com'] }, { mishaps: { 'UpdateItem 1': 'freeze before' } }),
    ])
    expect(cancelled).toEqual({ died: true })
    expect(updated).toMatchObject({ error: { responseCode: 'ErrorItemNotFound' } })
  })

  it.each(['request lost', 'answer lost', 'carried out late'] as const)(
    'is finished by the same call if its first change is %s',
    async (mishap) => {
      const world = new World()
      const id = world.add('m', 'confirmed', morning)
      expect(await world.outcome(world.cancel(id, { ...quiet, mishaps: { 'UpdateItem 1': mishap } }))).toHaveProperty(
        'booked',
      )
      expect(world.exchange.items).toEqual([])
    },
  )

  it('of a process that dies before the end frees the time, and is finished by the next one', async () => {
    const world = new World()
    const id = world.add('m', 'confirmed', morning)
    await world.outcome(world.cancel(id, { ...quiet, mishaps: { 'DeleteItem 1': 'crash before' } }))
    expect(world.exchange.items).toHaveLength(1)
    expect(await world.outcome(world.cancel(id, quiet))).toHaveProperty('booked')
    expect(world.exchange.items).toEqual([])
  })

  it('goes to its end if its caller gives up once it has begun', async () => {
    const world = new World()
    const id = world.add('m', 'confirmed', morning)
    const caller = new AbortController()
    const mishaps = { 'DeleteItem 1': () => caller.abort() }
    expect(await world.outcome(world.cancel(id, { ...quiet, mishaps, signal: caller.signal }))).toHaveProperty('booked')
    expect(world.exchange.items).toEqual([])
  })

  it('of a process that dies before the end blocks nobody', async () => {
    const world = new World()
    const id = world.add('m', 'confirmed', morning)
    await world.outcome(world.cancel(id, { ...quiet, mishaps: { 'DeleteItem 1': 'crash before' } }))
    expect(await world.outcome(world.book('a', morning))).toHaveProperty('booked')
    expect(world.exchange.items).toHaveLength(1)
  })
})

describe('a key in another calendar that blocks', () => {
  it('is not the same: its booking blocks like any other', async () => {
    const world = new World()
    await world.outcome(world.book('a', morning, { calendar: 'second' }))
    const outcome = await world.outcome(world.book('a', morning, { calendar: 'default' }))
    expect(errorOf(outcome)).toBeInstanceOf(SlotTakenError)
    expect(world.confirmed).toHaveLength(1)
  })
})

describe('a calendar that is named among those that block it', () => {
  it('does not take the booking of another call with the same key for one of another calendar', async () => {
    const world = new World(undefined, 1, { namesItself: true })
    const mishaps = { 'FindItem 3': () => void world.add('a', 'confirmed', morning) }
    const outcome = await world.outcome(world.book('a', morning, { calendar: 'default', mishaps }))
    expect(outcome).toMatchObject({ booked: morning })
    expect(world.exchange.items).toHaveLength(1)
  })

  it('does not block a booking that moves within its own time', async () => {
    const world = new World(undefined, 1, { namesItself: true, marksInViews: false })
    await world.outcome(world.book('m', morning, { calendar: 'default' }))
    const later = { start: at(10), end: at(12) }
    expect(await world.outcome(world.move(newest(world), later, { calendar: 'default' }))).toMatchObject({
      booked: later,
    })
  })
})

describe('a stale hold in another calendar that blocks', () => {
  it('is removed there', async () => {
    const world = new World()
    const [died, booked] = await world.outcomes([
      world.book('a', morning, { calendar: 'second', mishaps: { 'UpdateItem 1': 'crash before' } }),
      world.book('b', morning, { calendar: 'default' }),
    ])
    expect(died).toEqual({ died: true })
    expect(booked).toMatchObject({ booked: morning })
    expect(world.holds).toEqual([])
  })
})
