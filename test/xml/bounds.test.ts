import { describe, expect, it } from 'vitest'
import { namespaceOf, optional, perRequested, readXml, repeated, requestedCount, text } from '../../src/xml'
import { readRefusal } from './refusal'

const shop = namespaceOf('urn:shop', 's')
const Answer = shop.complexType({ name: optional(text) })
const OrderRequest = shop.element(
  'Order',
  shop.complexType({ greeting: optional(text), ids: perRequested(shop.nonEmptyArrayOf({ id: text })) }),
)
const OrderResponse = shop.element(
  'OrderResponse',
  shop.complexType({
    answers: perRequested(shop.arrayOf({ answer: Answer })),
    words: optional(shop.arrayOf({ word: text })),
    remark: repeated(text),
  }),
)

const response = (answers: number, rest = '') =>
  `<OrderResponse xmlns="urn:shop"><Answers>${'<Answer/>'.repeat(answers)}</Answers>${rest}</OrderResponse>`

describe('an answer with more entries than were asked for is refused', () => {
  const requested = requestedCount(OrderRequest, { ids: ['a', 'b'] })

  it('the request determines how many', () => {
    expect(requested).toBe(2)
  })

  it.each([
    ['a request without such an array', shop.element('Ping', shop.complexType({ greeting: optional(text) })), {}],
    ['a value without its array', OrderRequest, {}],
    ['no value', OrderRequest, undefined],
    ['a root without children', shop.element('Ping', text), 'a'],
  ])('%s does not determine it', (_case, root, value) => {
    expect(requestedCount(root, value)).toBeUndefined()
  })

  it.each([0, 1, 2])('%d are read', (count) => {
    expect(readXml(OrderResponse, response(count), { requested }).answers).toHaveLength(count)
  })

  it('a third one is refused at once, whatever follows', () => {
    const error = readRefusal(() => readXml(OrderResponse, response(1_000), { requested }))
    expect(error).toMatchObject({
      path: 'OrderResponse/Answers',
      message: expect.stringContaining('Answers has more entries than the 2 that were asked for'),
      column: response(3).indexOf('</Answers>') + 1,
    })
  })

  it('other arrays have no limit', () => {
    const words = `<Words>${'<Word>a</Word>'.repeat(9)}</Words>`
    expect(readXml(OrderResponse, response(2, words), { requested }).words).toHaveLength(9)
  })

  it('any number is read if the reader is given no count', () => {
    expect(readXml(OrderResponse, response(1_000)).answers).toHaveLength(1_000)
  })
})

describe('a document with more objects and entries than the reader allows is refused', () => {
  it.each([
    ['objects', response(9)],
    ['entries of an array', response(0, `<Words>${'<Word/>'.repeat(8)}</Words>`)],
    ['repeated elements', response(0, '<Remark/>'.repeat(9))],
  ])('%s', (_case, xml) => {
    // The array of answers counts as well.
    readXml(OrderResponse, xml, { maxValues: 10 })
    const error = readRefusal(() => readXml(OrderResponse, xml, { maxValues: 9 }))
    expect(error.message).toContain('The document has more than 9 values')
  })

  it('the limit is 1,048,576 by default', () => {
    const words = (count: number) => response(0, `<Words>${'<Word/>'.repeat(count)}</Words>`)
    expect(readXml(OrderResponse, words(2 ** 20 - 2)).words).toHaveLength(2 ** 20 - 2)
    expect(readRefusal(() => readXml(OrderResponse, words(2 ** 20 - 1))).message).toContain('more than 1048576 values')
  })

  it('members that are text do not count', () => {
    const xml = response(1).replace('<Answer/>', '<Answer><Name>a</Name></Answer>')
    expect(readXml(OrderResponse, xml, { maxValues: 2 }).answers).toEqual([{ name: 'a' }])
  })
})
