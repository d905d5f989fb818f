import { type RowContext, type SealReport, sealExisting, type TextField, type Vault } from 'ews-booking/crypto'
import { describe, expectTypeOf, it } from 'vitest'

interface Row {
  readonly id: number
  readonly title: string
  readonly description?: string | null
  readonly start: Date
  readonly place: string | number
}

declare const vault: Vault
declare const rows: AsyncIterable<Row>
declare const context: (row: { readonly id: number }) => RowContext
declare const save: () => Promise<boolean>

/** Only its types matter. It is never called. */
const calls = {
  complete: () =>
    sealExisting({ vault, rows, fields: ['title', 'description'], context, save, cursor: ({ id }) => id }),
  withoutCursor: () => sealExisting({ vault, rows, fields: ['title'], context, save }),
  progress: (bar: { update(done: number): boolean }) =>
    sealExisting({ vault, rows, fields: ['title'], context, save, onProgress: ({ done }) => bar.update(done) }),
  // @ts-expect-error there is no such field
  unknownField: () => sealExisting({ vault, rows, fields: ['titel'], context, save }),
  // @ts-expect-error a date is not a text
  date: () => sealExisting({ vault, rows, fields: ['start'], context, save }),
  // @ts-expect-error save must return whether it saved
  silent: () => sealExisting({ vault, rows, fields: ['title'], context, save: async () => {} }),
}

describe('the types of sealExisting', () => {
  it('accept the fields that are texts', () => {
    expectTypeOf<TextField<Row>>().toEqualTypeOf<'title' | 'description'>()
    expectTypeOf<TextField<{ title: unknown; id: number }>>().toEqualTypeOf<'title'>()
  })

  it('give failures and cursor the types of the rows', () => {
    expectTypeOf(calls.complete).returns.resolves.toEqualTypeOf<SealReport<'title' | 'description', number>>()
    expectTypeOf(calls.withoutCursor).returns.resolves.toEqualTypeOf<SealReport<'title', undefined>>()
  })

  it('give save the fields of the options', () => {
    sealExisting satisfies (options: {
      vault: Vault
      rows: AsyncIterable<Row>
      fields: ['title']
      context: typeof context
      save: (row: Row, changed: { title?: string }, previous: { title?: string }) => boolean
    }) => unknown
  })
})
