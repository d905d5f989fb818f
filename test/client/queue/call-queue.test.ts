import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CallQueue, type QueuedCall, type QueueRefusal } from '../../../src/client/queue/call-queue'
import { Pace } from '../../../src/client/queue/pace'

interface Call extends QueuedCall {
  readonly name: string
}

const call = (name: string, mailbox = 'a', { begun = 0, deadline = 3_000 } = {}): Call => ({
  name,
  mailbox,
  begun,
  deadline,
})

/** Returns the pace after requests that took `duration` each. */
function steady(duration: number): Pace {
  const pace = new Pace()
  for (let count = 0; count < 64; count += 1) pace.add(duration, 0)
  return pace
}

function queueOf({ maxQueue = 1_000, pace = new Pace() } = {}) {
  const refused: [name: string, reason: QueueRefusal][] = []
  const queue = new CallQueue<Call>(maxQueue, pace, ({ name }, reason) => refused.push([name, reason]))
  return { queue, refused }
}

const open = () => false
const capacity = (now = 0, connections = 4) => ({ now, connections })

/** Returns the names of all waiting calls in the order in which they are granted. */
function drain(queue: CallQueue<Call>, isHeld: (mailbox: string) => boolean = open): string[] {
  const names: string[] = []
  for (let next = queue.next(capacity(), isHeld); next !== undefined; next = queue.next(capacity(), isHeld)) {
    names.push(next.name)
  }
  return names
}

describe('calls are granted in rounds over the mailboxes', () => {
  it('each mailbox in its own order', () => {
    const { queue } = queueOf()
    for (const [name, mailbox] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['a3', 'a'],
      ['b1', 'b'],
      ['c1', 'c'],
      ['b2', 'b'],
    ] as const) {
      expect(queue.add(call(name, mailbox), capacity())).toBeUndefined()
    }
    expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
    expect(queue.size).toBe(0)
  })

  it('without mailboxes that are backing off', () => {
    const { queue } = queueOf()
    for (const mailbox of ['a', 'b', 'a', 'b']) queue.add(call(mailbox, mailbox), capacity())
    expect(drain(queue, (mailbox) => mailbox === 'a')).toEqual(['b', 'b'])
    expect(drain(queue)).toEqual(['a', 'a'])
  })

  it('a repeated call first', () => {
    const { queue } = queueOf()
    queue.add(call('a1'), capacity())
    queue.putBack(call('a0'))
    queue.putBack(call('b0', 'b'))
    expect(drain(queue)).toEqual(['a0', 'b0', 'a1'])
  })
})

describe('a call that can’t be answered in time', () => {
  // Four connections at 200 ms each: a turn takes 50 ms, and the call itself 200 ms.
  it.each([
    ['is taken if its turn comes early enough', 55, 3_000, undefined],
    ['is refused if its turn comes too late', 57, 3_000, 'late'],
    ['is refused if it has little time left', 2, 349, 'late'],
    ['is taken if the time just suffices', 2, 350, undefined],
  ] as const)('%s', (_case, waiting, deadline, reason) => {
    const { queue } = queueOf({ pace: steady(200) })
    for (let count = 0; count < waiting; count += 1) queue.putBack(call(`w${count}`))
    expect(queue.add(call('x', 'a', { deadline }), capacity())).toBe(reason)
  })

  it('is estimated by rounds: a mailbox without waiting calls comes next', () => {
    const { queue } = queueOf({ pace: steady(200) })
    for (let count = 0; count < 500; count += 1) queue.putBack(call('greedy', 'greedy'))
    expect(queue.add(call('g', 'greedy'), capacity())).toBe('late')
    expect(queue.add(call('q', 'quiet', { deadline: 300 }), capacity())).toBeUndefined()
  })

  it('waits for the end of a back-off first', () => {
    const { queue } = queueOf({ pace: steady(200) })
    expect(queue.add(call('x'), { ...capacity(), opensAt: 2_750 })).toBeUndefined()
    expect(queue.add(call('y'), { ...capacity(), opensAt: 2_751 })).toBe('late')
  })

  it('is refused when its turn comes too late', () => {
    const { queue, refused } = queueOf({ pace: steady(200) })
    queue.add(call('expired', 'a', { deadline: 2_799 }), capacity())
    queue.add(call('good'), capacity())
    expect(queue.next(capacity(2_600), open)?.name).toBe('good')
    expect(refused).toEqual([['expired', 'late']])
  })

  it('is never refused before the server has answered', () => {
    const { queue } = queueOf()
    for (let count = 0; count < 900; count += 1) expect(queue.add(call('x'), capacity())).toBeUndefined()
  })

  it('is cut from the end of the longest lane when the server slows down', () => {
    const pace = new Pace()
    const { queue, refused } = queueOf({ pace })
    for (let count = 0; count < 100; count += 1) queue.add(call(`a${count}`), capacity())
    queue.add(call('b', 'b'), capacity())
    for (let count = 0; count < 64; count += 1) pace.add(200, 0)
    queue.trim(capacity())
    // 80 turns of 50 ms at 0.7 of the mean are 2,800 ms, and the call itself takes 200 ms.
    expect(queue.size).toBe(80)
    expect(refused.map(([name]) => name)).not.toContain('b')
    expect(refused[0]).toEqual(['a99', 'late'])
  })
})

describe('a full queue', () => {
  it('refuses further calls', () => {
    const { queue } = queueOf({ maxQueue: 2 })
    queue.add(call('1'), capacity())
    queue.add(call('2'), capacity())
    expect(queue.add(call('3'), capacity())).toBe('full')
    expect(drain(queue)).toEqual(['1', '2'])
  })

  it('makes room by refusing calls of the mailbox that fills it', () => {
    const { queue, refused } = queueOf({ maxQueue: 3 })
    for (const name of ['g1', 'g2', 'g3']) queue.add(call(name, 'greedy'), capacity())
    expect(queue.add(call('q1', 'quiet'), capacity())).toBeUndefined()
    expect(refused).toEqual([['g3', 'full']])
    expect(queue.add(call('q2', 'quiet'), capacity())).toBe('full')
    expect(drain(queue)).toEqual(['g1', 'q1', 'g2'])
  })
})

describe('whatever happens', () => {
  const step = fc.record({
    kind: fc.constantFrom('add', 'next', 'give up', 'trim', 'put back'),
    mailbox: fc.constantFrom('a', 'b', 'c', 'd'),
    patience: fc.integer({ min: 1, max: 5_000 }),
    took: fc.integer({ min: 0, max: 4_000 }),
    passes: fc.integer({ min: 0, max: 300 }),
  })

  it('each call is granted, refused or abandoned once, in the order of its lane, and the size is right', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 1, max: 20 }), (steps, maxQueue) => {
        const pace = new Pace()
        const waiting = new Set<Call>()
        const take = (taken: Call) => expect(waiting.delete(taken)).toBe(true)
        const queue = new CallQueue<Call>(maxQueue, pace, take)
        let now = 0
        for (const [index, { kind, mailbox, patience, took, passes }] of steps.entries()) {
          now += passes
          const mine = call(`${index}`, mailbox, { begun: now, deadline: now + patience })
          if (kind === 'add' && queue.add(mine, capacity(now)) === undefined) waiting.add(mine)
          if (kind === 'next') {
            const next = queue.next(capacity(now), open)
            if (next !== undefined) {
              expect(next.deadline).toBeGreaterThan(now)
              const first = [...waiting].find((other) => other.mailbox === next.mailbox)
              expect(first).toBe(next)
              take(next)
            }
          }
          const [oldest] = waiting
          if (kind === 'give up' && oldest !== undefined) {
            queue.delete(oldest)
            take(oldest)
          }
          if (kind === 'trim') {
            pace.add(took, now)
            queue.trim(capacity(now))
          }
          expect(queue.size).toBe(waiting.size)
          expect(queue.size).toBeLessThanOrEqual(maxQueue)
          expect(new Set(queue)).toEqual(waiting)
        }
      }),
      { numRuns: 100 },
    )
  })
})
