import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Journal } from '../../../src/simulator/mailbox/journal'

const version = (id: string, changeKey: string) => ({ id, changeKey })

describe('A journal', () => {
  it('reports each object once, in the order of the last changes', () => {
    const journal = new Journal()
    journal.put(version('a', '1'))
    journal.put(version('b', '2'))
    journal.put(version('a', '3'))
    expect(journal.since(0)).toMatchObject([
      { kind: 'Create', object: version('b', '2') },
      { kind: 'Create', object: version('a', '3') },
    ])
  })

  it('reports changes and deletions after a position, and nothing after the last one', () => {
    const journal = new Journal()
    for (const id of ['a', 'b', 'c']) journal.put(version(id, '1'))
    const { position } = journal
    journal.put(version('b', '2'))
    journal.delete(version('a', '1'))
    expect(journal.since(position)).toMatchObject([
      { kind: 'Update', object: version('b', '2') },
      { kind: 'Delete', object: version('a', '1') },
    ])
    expect(journal.since(journal.position)).toEqual([])
  })

  it('omits objects that were created and deleted after the position', () => {
    const journal = new Journal()
    journal.put(version('a', '1'))
    journal.delete(version('a', '1'))
    expect(journal.since(0)).toEqual([])
  })

  it('refuses a position that it never had', () => {
    expect(new Journal().since(1)).toBeUndefined()
  })

  it('forgets the oldest deletions, and refuses positions before them', () => {
    const journal = new Journal()
    const count = 20_001
    for (let index = 0; index < count; index++) journal.put(version(`${index}`, '1'))
    const { position } = journal
    for (let index = 0; index < count; index++) journal.delete(version(`${index}`, '1'))
    expect(journal.since(position)).toBeUndefined()
    expect(journal.since(journal.position - 10_000)).toHaveLength(10_000)
    expect(journal.since(0)).toEqual([])
  })

  it('brings a copy of the first state to the last one, wherever the copy was made', () => {
    const step = fc.record({ id: fc.constantFrom(...'abcdefgh'), deleted: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(30), (steps, cut) => {
        const journal = new Journal()
        const state = new Map<string, string>()
        let copy = new Map<string, string>()
        let position = 0
        const gone = new Set<string>()
        for (const [index, { id, deleted }] of steps.entries()) {
          if (index === cut) {
            copy = new Map(state)
            position = journal.position
          }
          if (gone.has(id)) continue
          if (deleted && state.delete(id)) gone.add(id)
          if (deleted) journal.delete(version(id, `${index}`))
          else journal.put(version(id, `${index}`))
          if (!deleted) state.set(id, `${index}`)
        }
        for (const { kind, object } of journal.since(position) ?? []) {
          expect(copy.has(object.id)).toBe(kind !== 'Create')
          if (kind === 'Delete') copy.delete(object.id)
          else copy.set(object.id, object.changeKey)
        }
        expect(copy).toEqual(state)
      }),
      { numRuns: 200 },
    )
  })
})
