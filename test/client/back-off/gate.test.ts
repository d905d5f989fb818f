import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BackOff } from '../../../src/client/back-off/back-off'
import { BackOffGate, BUDGET_RECOVERY, backOffTime } from '../../../src/client/back-off/gate'

const none = () => 0
const most = () => 1 - 2 ** -53

describe('the time to wait', () => {
  it.each([
    ['no hint', undefined, 0, 500, 1_250],
    ['no hint, fifth refusal', undefined, 4, 7_500, 18_750],
    ['0', 0, 0, 1_000, 1_250],
    ['1 ms', 1, 0, 1_000, 1_250],
    ['4,321 ms', 4_321, 0, 4_321, 5_401.25],
    ['an hour', 3_600_000, 0, 60_000, 75_000],
    ['2^31 ms', 2 ** 31, 0, 60_000, 75_000],
    ['2^40 ms', 2 ** 40, 0, 60_000, 75_000],
    ['0, second refusal', 0, 1, 2_000, 2_500],
    ['0, hundredth refusal', 0, 100, 15_000, 18_750],
    ['0, after very many', 0, 5_000, 15_000, 18_750],
  ])('after %s', (_case, hint, refusals, least, longest) => {
    expect(backOffTime(hint, refusals, none)).toBe(least)
    expect(backOffTime(hint, refusals, most)).toBeCloseTo(longest)
  })

  it('is always a number from half a second to 75 seconds', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 0, max: 2 ** 40 }), { nil: undefined }),
        fc.nat(2_000),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (hint, refusals, random) => {
          const time = backOffTime(hint, refusals, () => random)
          expect(time).toBeGreaterThanOrEqual(Math.max(500, Math.min(hint ?? 0, 60_000)))
          expect(time).toBeLessThanOrEqual(75_000)
        },
      ),
    )
  })
})

/** A gate after a refusal at 0, which opens at 1,000. */
function closedGate(): BackOffGate {
  const gate = new BackOffGate()
  gate.refused(gate.pass(0), 0, 0, none)
  return gate
}

describe('a gate', () => {
  it('is open until a request is refused', () => {
    const gate = new BackOffGate()
    expect([gate.admits(0), gate.atRest, gate.opensAt]).toEqual([true, true, Number.NEGATIVE_INFINITY])
  })

  it('admits one trial, whose success opens it for all', () => {
    const gate = closedGate()
    expect([gate.admits(0), gate.admits(999), gate.admits(1_000)]).toEqual([false, false, true])
    const trial = gate.pass(1_000)
    expect(gate.admits(1_000)).toBe(false)
    gate.succeeded(trial)
    expect(gate.admits(1_000)).toBe(true)
    gate.pass(1_000)
    expect(gate.admits(1_000)).toBe(true)
  })

  it('admits another trial if the first one got no answer', () => {
    const gate = closedGate()
    gate.ended(gate.pass(1_000))
    expect(gate.admits(1_001)).toBe(true)
    gate.pass(1_001)
    expect(gate.admits(1_001)).toBe(false)
  })

  it('doubles its time when the trial is refused', () => {
    const gate = closedGate()
    expect(gate.refused(gate.pass(1_000), undefined, 1_000, none)).toBe(1_000)
    expect(gate.refused(gate.pass(2_000), 0, 2_000, none)).toBe(4_000)
    expect(gate.opensAt).toBe(6_000)
  })

  it('does not count refusals of earlier requests', () => {
    const gate = new BackOffGate()
    const early = [gate.pass(0), gate.pass(0), gate.pass(0)]
    expect(early.map((passage) => gate.refused(passage, 0, 10, none))).toEqual([1_000, undefined, undefined])
    expect(gate.opensAt).toBe(1_010)
    expect(gate.refused(gate.pass(1_010), 0, 1_010, none)).toBe(2_000)
  })

  it('but stays closed as long as any of them demands', () => {
    const gate = new BackOffGate()
    const early = [gate.pass(0), gate.pass(0)]
    gate.refused(early[0] ?? gate.pass(0), 0, 10, none)
    gate.refused(early[1] ?? gate.pass(0), 20_000, 10, none)
    expect(gate.opensAt).toBe(20_010)
  })

  it('is not opened by the success of an earlier request', () => {
    const gate = new BackOffGate()
    const early = gate.pass(0)
    gate.refused(gate.pass(0), 0, 0, none)
    gate.succeeded(early)
    expect(gate.admits(500)).toBe(false)
    gate.pass(1_000)
    expect(gate.admits(1_000)).toBe(false)
  })

  it('forgets the doubling after eight successes, and not before', () => {
    const gate = closedGate()
    for (let count = 1; count <= 7; count += 1) gate.succeeded(gate.pass(2_000))
    expect(gate.atRest).toBe(false)
    gate.succeeded(gate.pass(2_000))
    expect(gate.atRest).toBe(true)
    expect(gate.refused(gate.pass(2_000), 0, 2_000, none)).toBe(1_000)
  })

  it('of a budget forgets one doubling after each forty successes, and not before', () => {
    const gate = new BackOffGate(BUDGET_RECOVERY)
    let now = 0
    const refuse = () => {
      const time = gate.refused(gate.pass(now), 0, now, none) ?? 0
      now += time
      return time
    }
    const succeed = (count: number) => {
      for (let done = 0; done < count; done += 1) gate.succeeded(gate.pass(now))
    }
    expect([refuse(), refuse(), refuse()]).toEqual([1_000, 2_000, 4_000])
    succeed(39)
    expect(refuse()).toBe(8_000)
    succeed(40)
    expect(refuse()).toBe(8_000)
    succeed(80)
    expect(refuse()).toBe(4_000)
  })

  it('counts no more doublings than the longest wait takes', () => {
    const gate = new BackOffGate(BUDGET_RECOVERY)
    let now = 0
    for (let refusals = 0; refusals < 100; refusals += 1) now += gate.refused(gate.pass(now), 0, now, none) ?? 0
    for (let successes = 0; successes < 40; successes += 1) gate.succeeded(gate.pass(now))
    expect(gate.refused(gate.pass(now), 0, now, none)).toBe(8_000)
  })

  it('never admits a call early, nor two trials at a time', () => {
    const step = fc.record({
      kind: fc.constantFrom('pass', 'succeed', 'refuse', 'end'),
      passes: fc.nat(3_000),
      hint: fc.option(fc.nat(100_000), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const gate = new BackOffGate()
        const underWay: ReturnType<BackOffGate['pass']>[] = []
        let now = 0
        for (const { kind, passes, hint } of steps) {
          now += passes
          if (kind === 'pass') {
            if (!gate.admits(now)) continue
            expect(now).toBeGreaterThanOrEqual(gate.opensAt)
            underWay.push(gate.pass(now))
          } else {
            const passage = underWay.shift()
            if (passage === undefined) continue
            if (kind === 'succeed') gate.succeeded(passage)
            if (kind === 'end') gate.ended(passage)
            if (kind === 'refuse') {
              gate.refused(passage, hint, now, none)
              expect(gate.opensAt).toBeGreaterThanOrEqual(passage.at)
              expect(gate.opensAt).toBeLessThanOrEqual(now + 60_000)
            }
          }
          expect(underWay.filter(({ trial }) => trial).length).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('the back-off of an account', () => {
  it('for a mailbox affects no other', () => {
    const backOff = new BackOff(none)
    backOff.refused(backOff.permit('a', 0), { scope: 'mailbox', hintMs: 5_000 }, 0)
    expect([backOff.admits('a', 4_999), backOff.admits('b', 0), backOff.admits('a', 5_000)]).toEqual([
      false,
      true,
      true,
    ])
    expect([backOff.opensAt('a'), backOff.closedUntil(0), backOff.closedUntil(5_000)]).toEqual([
      5_000,
      5_000,
      undefined,
    ])
  })

  it('for the account affects all', () => {
    const backOff = new BackOff(none)
    backOff.refused(backOff.permit('a', 0), { scope: 'account', hintMs: 5_000 }, 0)
    expect([backOff.admits('a', 0), backOff.admits('b', 0), backOff.opensAt('c')]).toEqual([false, false, 5_000])
  })

  it('the refusal of a mailbox proves that the server works for others', () => {
    const backOff = new BackOff(none)
    backOff.refused(backOff.permit('a', 0), { scope: 'account', hintMs: 0 }, 0)
    const trial = backOff.permit('a', 1_000)
    expect(backOff.admits('b', 1_000)).toBe(false)
    backOff.refused(trial, { scope: 'mailbox', hintMs: 0 }, 1_000)
    expect([backOff.admits('a', 1_000), backOff.admits('b', 1_000)]).toEqual([false, true])
  })

  it.each([
    ['account', 1_000],
    ['mailbox', 2_000],
  ] as const)('after eight successes, the next refusal of the %s closes it for %i ms', (scope, expected) => {
    const backOff = new BackOff(none)
    backOff.refused(backOff.permit('a', 0), { scope, hintMs: 0 }, 0)
    for (let count = 0; count < 8; count += 1) backOff.succeeded(backOff.permit('a', 1_000))
    expect(backOff.refused(backOff.permit('a', 1_000), { scope, hintMs: 0 }, 1_000)).toBe(expected)
  })

  it('the first request for a mailbox after its refusal is a trial', () => {
    const backOff = new BackOff(none)
    backOff.refused(backOff.permit('a', 0), { scope: 'mailbox', hintMs: 0 }, 0)
    const trial = backOff.permit('a', 1_000)
    expect(backOff.admits('a', 1_000)).toBe(false)
    backOff.ended(trial)
    backOff.succeeded(backOff.permit('a', 1_000))
    expect(backOff.admits('a', 1_000)).toBe(true)
  })
})
