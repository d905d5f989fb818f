import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  type ArrayType,
  attribute,
  type ComplexType,
  choice,
  namespaceOf,
  type OneOf,
  optional,
  readXml,
  recursiveArray,
  recursiveType,
  repeated,
  someOf,
  text,
  type ValueOfParts,
  writeXml,
} from '../../src/xml'
import { arbitraryOf } from '../arbitraries'
import { readRefusal, writeRefusal } from './refusal'

const tree = namespaceOf('urn:tree', 't')

interface Folder {
  name: string
  parent?: Folder | undefined
  child?: readonly Folder[] | undefined
}
const Folder: ComplexType<Folder> = recursiveType(() =>
  tree.complexType({ name: attribute(text), parent: optional(Folder), child: repeated(Folder) }),
)

type Term = OneOf<{ word: string; not: Term; all: readonly Term[] }>
const terms = () => ({ word: text, not: Term, all: Terms })
const Term: ComplexType<Term> = recursiveType(() => tree.complexType(choice(terms())))
const Terms: ArrayType<readonly Term[]> = recursiveArray(() => tree.nonEmptyArrayOfChoice(terms()))

const folder = tree.element('Folder', Folder)
const term = tree.element('Term', Term)

describe('a type that contains itself', () => {
  it('is written and read to any depth', () => {
    const value: Term = { all: [{ word: 'a' }, { not: { all: [{ not: { word: 'b' } }] } }] }
    const xml = writeXml(term, value, [tree])
    expect(xml).toContain(
      '<t:All><t:Word>a</t:Word><t:Not><t:All><t:Not><t:Word>b</t:Word></t:Not></t:All></t:Not></t:All>',
    )
    expect(readXml(term, xml, { strict: true })).toEqual(value)
  })

  it.each([
    ['Folder', folder],
    ['Term', term],
  ])('is read as it was written: %s', (_name, element) => {
    fc.assert(
      fc.property(arbitraryOf<unknown>(element.type), (value) => {
        expect(readXml<unknown>(element, writeXml<unknown>(element, value, [tree]), { strict: true })).toEqual(value)
      }),
    )
  })

  it('is described once', () => {
    expect(Folder.slots).toBe(Folder.slots)
    expect(Term.choices).toBe(Term.choices)
    expect(Terms.slots).toBe(Terms.slots)
  })

  it('names the place of a deeply nested error', () => {
    const wrong = { name: 'a', parent: { name: 'b', child: [{ name: 7 }] } }
    expect(writeRefusal(() => writeXml<unknown>(folder, wrong, [tree]))).toMatchObject({ path: 'parent.child[0].name' })
    const xml = '<t:Term xmlns:t="urn:tree"><t:Not><t:Not/></t:Not></t:Term>'
    expect(readRefusal(() => readXml(term, xml, { strict: true }))).toMatchObject({ path: 'Term/Not/Not' })
  })

  it.each([101, 100_000])('is refused if nested %d deep, and so is a value that contains itself', (depth) => {
    const endless: { name: string; parent?: unknown } = { name: 'a' }
    endless.parent = endless
    let deep: unknown = { name: 'a' }
    for (let level = 1; level < depth; level++) deep = { name: 'a', parent: deep }
    for (const value of [deep, endless]) {
      expect(writeRefusal(() => writeXml<unknown>(folder, value, [tree])).message).toContain('nested deeper than 100')
    }
  })

  it('must match the type that is declared for it', () => {
    const nameless = tree.complexType({ name: optional(text) })
    // @ts-expect-error The name may be missing there.
    const wrong: ComplexType<{ name: string }> = recursiveType(() => nameless)
    expect(wrong.slots).toBe(nameless.slots)
  })
})

describe('at least one of some elements is present', () => {
  const parts = someOf({ phone: text, mail: text })
  const contact = tree.element('Contact', tree.complexType({ name: text }, parts, { note: optional(text) }))
  type Contact = ValueOfParts<[{ name: typeof text }, typeof parts]>

  it.each([{ phone: '1' }, { mail: 'a@b' }, { phone: '1', mail: 'a@b' }])('%j, in the order of the schema', (given) => {
    const value = { name: 'Ada', ...given, note: 'kind' }
    expect(readXml(contact, writeXml(contact, value, [tree]), { strict: true })).toEqual(value)
  })

  it('TypeScript refuses a value with none of them', () => {
    expectTypeOf<{ name: string; phone: string }>().toExtend<Contact>()
    expectTypeOf<{ name: string; phone: string; mail: string }>().toExtend<Contact>()
    expectTypeOf<{ name: string }>().not.toExtend<Contact>()
    expectTypeOf<{ name: string; phone: undefined }>().not.toExtend<Contact>()
  })
})
