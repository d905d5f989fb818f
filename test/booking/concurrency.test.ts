import { describe, expect, it } from 'vitest'
import { both } from '../../src/booking/concurrency'

describe('two things at the same time', () => {
  it('come to both results', async () => {
    const { signal } = new AbortController()
    expect(
      await both(
        signal,
        async () => 1,
        async () => 'x',
      ),
    ).toEqual([1, 'x'])
  })

  it('leave nothing running behind a failure: the other is aborted and has ended', async () => {
    const ended: string[] = []
    const failure = new Error('no rights')
    const outcome = both(
      new AbortController().signal,
      () => Promise.reject(failure),
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () =>
            setImmediate(() => {
              ended.push('second')
              reject(new Error('aborted'))
            }),
          )
        }),
    )
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
    const outcome = both(controller.signal, wait, wait)
    controller.abort(reason)
    await expect(outcome).rejects.toBe(reason)
  })
})
