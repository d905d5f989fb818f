import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Window } from '../../../src/booking/calendar/window'
import type { BookingState } from '../../../src/booking/hold-and-confirm/booking-property'
import type { CalendarEntry, MarkedEntry } from '../../../src/booking/hold-and-confirm/calendar-entry'
import {
  blockingEntry,
  bookingWithKey,
  type Claim,
  type Decision,
  decide,
  isAt,
  wasMoved,
} from '../../../src/booking/hold-and-confirm/decision'
import { at } from './world'

const nine: Window = { start: at(9), end: at(10) }
const ten: Window = { start: at(10), end: at(11) }
const claim: Claim = { key: 'm', ...nine, blocks: ({ status }) => status === 'busy' }

/** An item that `book` has made. */
const ours = (key: string, attempt: string, state: BookingState = 'hold', window = nine): MarkedEntry => ({
  id: `${key} ${attempt}`,
  changeKey: '1',
  ...window,
  status: state === 'confirmed' ? 'busy' : 'tentative',
  created: at(8),
  mark: { key, attempt, state, fingerprint: '' },
})

const foreign = (status: CalendarEntry['status'], window = nine): CalendarEntry => ({
  id: `foreign ${status}`,
  changeKey: '1',
  ...window,
  status,
  created: undefined,
  mark: undefined,
})

const own = ours('m', '5')
const fresh = () => false
const next = (entries: readonly CalendarEntry[], isStale: (entry: MarkedEntry) => boolean = fresh) =>
  decide(own, [own, ...entries], claim, isStale).next

describe('a hold', () => {
  it.each<[Decision['next'], string, readonly CalendarEntry[]]>([
    ['confirm', 'nothing', []],
    ['confirm', 'what is free, or does not block', [foreign('free'), foreign('tentative')]],
    ['confirm', 'what is at another time', [ours('a', '1', 'confirmed', ten), foreign('busy', ten)]],
    ['taken', 'a booking with another key', [ours('a', '1', 'confirmed')]],
    ['taken', 'an appointment of somebody', [foreign('busy')]],
    ['taken', 'a smaller hold, and an appointment', [ours('a', '1'), foreign('busy')]],
    ['begin again', 'a booking with its key', [ours('m', '9', 'confirmed')]],
    ['begin again', 'a booking with its key at another time', [ours('m', '9', 'confirmed', ten)]],
    [
      'begin again',
      'a booking with its key, and a booking',
      [ours('a', '1', 'confirmed'), ours('m', '9', 'confirmed')],
    ],
    ['give way', 'a hold with a smaller key', [ours('a', '9')]],
    ['wait', 'a hold with a larger key', [ours('z', '1')]],
    ['give way', 'a hold with its key and a smaller attempt', [ours('m', '4')]],
    ['wait', 'a hold with its key and a larger attempt', [ours('m', '6')]],
    ['give way', 'a hold with its key elsewhere', [ours('m', '4', 'hold', ten)]],
    ['give way', 'both larger and smaller holds', [ours('z', '1'), ours('a', '1')]],
    ['remove', 'one that is void', [ours('z', '1', 'void')]],
    ['remove', 'a copy of it', [{ ...ours('m', '5'), id: 'copy' }]],
    ['remove', 'one that is void, and a smaller one', [ours('a', '1'), ours('z', '1', 'void')]],
  ])('decides to %s if there is %s', (expected, _case, entries) => {
    expect(next(entries)).toBe(expected)
    expect(next([...entries].reverse())).toBe(expected)
  })

  it('removes stale holds, smaller or larger, but no booking', () => {
    expect(next([ours('a', '1')], () => true)).toBe('remove')
    expect(next([ours('z', '1')], () => true)).toBe('remove')
    expect(next([ours('z', '1', 'confirmed', ten)], () => true)).toBe('confirm')
  })

  it('names what it removes, gives way to, or is blocked by', () => {
    const smaller = ours('a', '1')
    expect(decide(own, [own, ours('z', '1'), smaller], claim, fresh)).toEqual({ next: 'give way', to: smaller })
    expect(decide(own, [own, smaller], claim, () => true)).toEqual({ next: 'remove', entry: smaller })
    expect(decide(own, [own, foreign('busy')], claim, fresh)).toEqual({ next: 'taken', by: foreign('busy') })
  })

  it.each<[Decision['next'], string, MarkedEntry]>([
    ['done', 'is confirmed', ours('m', '5', 'confirmed')],
    ['done', 'is confirmed, and was moved by hand', ours('m', '5', 'confirmed', ten)],
    ['begin again', 'is void', ours('m', '5', 'void')],
    ['begin again', 'was moved by hand', ours('m', '5', 'hold', ten)],
  ])('is %s if it %s, whatever else there is', (expected, _case, hold) => {
    for (const entries of [[], [ours('a', '1')], [foreign('busy')]]) {
      expect(decide(hold, [hold, ...entries], claim, fresh).next).toBe(expected)
    }
  })

  const holds = fc.uniqueArray(
    fc.record({ key: fc.string({ maxLength: 2 }), attempt: fc.string({ minLength: 1, maxLength: 3 }) }),
    { minLength: 2, maxLength: 6, selector: ({ attempt }) => attempt },
  )

  it('goes on alone: exactly one of several holds gives way to none, and every reader sees the same one', () => {
    fc.assert(
      fc.property(holds, (marks) => {
        const entries = marks.map(({ key, attempt }) => ours(key, attempt))
        const decisions = (seen: readonly MarkedEntry[]) =>
          entries.map((entry) => decide(entry, seen, { ...claim, key: entry.mark.key }, fresh).next)
        expect(decisions(entries).filter((decision) => decision === 'wait')).toHaveLength(1)
        expect(decisions([...entries].reverse())).toEqual(decisions(entries))
      }),
    )
  })

  it('is totally ordered: of two holds, one gives way and one waits', () => {
    const waits = (first: MarkedEntry, second: MarkedEntry) =>
      decide(first, [first, second], { ...claim, key: first.mark.key }, fresh).next === 'wait'
    fc.assert(
      fc.property(holds, (marks) => {
        const entries = marks.map(({ key, attempt }) => ours(key, attempt))
        const sorted = [...entries].sort((first, second) => (waits(first, second) ? -1 : 1))
        sorted.forEach((entry, index) => {
          expect(sorted.filter((other) => other !== entry && !waits(entry, other))).toEqual(sorted.slice(0, index))
        })
      }),
    )
  })
})

describe('the time of a booking that is moved', () => {
  const booking = ours('m', '1', 'confirmed')
  const moving: Claim = { ...claim, movingId: booking.id }

  it("doesn't block itself", () => {
    expect(blockingEntry([booking], moving)).toBeUndefined()
    expect(bookingWithKey([booking], moving)).toBeUndefined()
    expect(decide(own, [own, booking], moving, fresh).next).toBe('confirm')
  })

  it('is blocked by others, and by a copy of itself', () => {
    expect(blockingEntry([ours('a', '1', 'confirmed')], moving)).toBeDefined()
    expect(blockingEntry([{ ...booking, id: 'copy' }], moving)).toBeDefined()
    expect(blockingEntry([foreign('busy')], moving)).toBeDefined()
  })
})

describe('a time', () => {
  it.each<[boolean, string, CalendarEntry]>([
    [false, 'a hold', ours('a', '1')],
    [false, 'a void item', ours('a', '1', 'void')],
    [false, 'a booking with the same key', ours('m', '1', 'confirmed')],
    [true, 'a booking with another key', ours('a', '1', 'confirmed')],
    [true, 'a booking that somebody has marked as free', { ...ours('a', '1', 'confirmed'), status: 'free' }],
    [false, 'a booking that ends before', ours('a', '1', 'confirmed', { start: at(8), end: at(9) })],
    [true, 'a booking that has a part in it', ours('a', '1', 'confirmed', { start: at(8), end: new Date(+at(9) + 1) })],
  ])('is taken (%s) by %s', (expected, _case, entry) => {
    expect(blockingEntry([entry], claim) !== undefined).toBe(expected)
  })

  const plus = (ms: number): Window => ({ start: new Date(+nine.start + ms), end: new Date(+nine.end + ms) })

  it.each([
    [0, true, false],
    [999, true, false],
    [-999, true, false],
    [1000, false, false],
    [59_999, false, false],
    [60_000, false, true],
    [-60_000, false, true],
  ])('that differs by %i ms is the same (%s) or was moved by hand (%s)', (ms, same, moved) => {
    for (const window of [plus(ms), { ...nine, end: plus(ms).end }, { ...nine, start: plus(ms).start }]) {
      expect(isAt(window, nine)).toBe(same)
      expect(wasMoved(window, nine)).toBe(moved)
    }
  })
})

describe('a key', () => {
  it('is case-sensitive', () => {
    expect(bookingWithKey([ours('M', '1', 'confirmed'), ours('m', '1')], claim)).toBeUndefined()
    const booking = ours('m', '1', 'confirmed', ten)
    expect(bookingWithKey([booking], claim)).toBe(booking)
  })

  it('names the booking that was there first, and not a copy that somebody has made of it', () => {
    const booking = ours('m', '1', 'confirmed', ten)
    const copy = { ...booking, ...nine, id: 'copy', created: at(9) }
    expect(bookingWithKey([copy, booking], claim)).toBe(booking)
    expect(bookingWithKey([booking, copy], claim)).toBe(booking)
  })
})
