/**
 * Reads recorded answers with changes in random places. Each must give a result or a typed error, within a second.
 *
 *     node --import tsx scripts/fuzz-reader.ts [--count 1000000] [--seed 1] [--case 17]
 *
 * Prints the seed, and the number and bytes of a case that fails. `--case` runs that one alone.
 */
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { fuzzCase, fuzzedAnswer } from '../test/xml/answer-fuzzer'

const { values } = parseArgs({
  options: { count: { type: 'string' }, seed: { type: 'string' }, case: { type: 'string' } },
})
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
const [first, end] =
  values.case === undefined ? [0, Number(values.count ?? 1_000_000)] : [Number(values.case), Number(values.case) + 1]
const LONGEST_MS = 1000

console.log(`seed ${seed}`)
const outcomes = { read: 0, refused: 0 }
let longest = 0
for (let index = first; index < end; index += 1) {
  const begun = performance.now()
  try {
    outcomes[fuzzCase(seed, index)] += 1
  } catch (error) {
    fail(index, error)
  }
  const took = performance.now() - begun
  longest = Math.max(longest, took)
  if (took > LONGEST_MS) fail(index, new Error(`It took ${Math.round(took)} ms`))
  if ((index + 1) % 100_000 === 0) console.log(`${index + 1} cases`)
}
console.log(`${outcomes.read} read, ${outcomes.refused} refused; the longest took ${longest.toFixed(1)} ms`)

function fail(index: number, error: unknown): never {
  const { operation, bytes } = fuzzedAnswer(seed, index)
  console.error(`seed ${seed}, case ${index}, an answer to ${operation.name}:\n${bytes.toString()}`)
  throw error
}
