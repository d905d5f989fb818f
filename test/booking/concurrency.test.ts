import { describe, expect, it } from 'vitest'
import { inParallel } from '../../src/booking/concurrency'

describe('several things at the same time', () => {
  it('come to all results', async () => {
    const { signal } = new AbortController()
    const results = await inParallel(signal, () => [Promise.resolve(1), Promise.resolve('x')])
    expect(results satisfies [number, string]).toEqual([1, 'x'])
  })

  it('leave nothing running behind a failure: the other is aborted and has ended', async () => {
    const ended: string[] = []
    const failure = new Error('no rights')
    const second = (signal: AbortSignal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () =>
          setImmediate(() => {
            ended.push('second')
            reject(new Error('aborted'))
          }),
        )
      })
    const outcome = inParallel(undefined, (signal) => [Promise.reject(failure), second(signal)])
    await expect(outcome).rejects.toBe(failure)
    expect(ended).toEqual(['second'])
  })

  it.each(['before', 'after'])('end with the reason of a signal that aborts %s they begin', async (when) => {
    const controller = new AbortController()
    const reason = new Error('The visitor has left')
    const wait = (signal: AbortSignal) =>
      new Promise((_, reject) => {
        if (signal.aborted) reject(signal.reason)
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    if (when === 'before') controller.abort(reason)
    const outcome = inParallel(controller.signal, (signal) => [wait(signal), wait(signal)])
    controller.abort(reason)
    await expect(outcome).rejects.toBe(reason)
  })
})
