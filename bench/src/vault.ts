import { randomUUID } from 'node:crypto'
import { generateKey, Vault, type VaultContext } from 'ews-booking/crypto'
import { measureInTurn } from './contestant.js'
import { decryptBytes, decryptText, encryptBytes, encryptText } from './peers/node-crypto.js'
import { Random } from './random.js'
import { atMostTimes, informs, type Row } from './table.js'

/** Far more than the 256 contexts that a vault remembers: in the rows of cold contexts each is forgotten before it comes again. */
const VALUES = 1000
const VALUE_LENGTH = 100

const random = new Random(VALUES)
const values = Array.from({ length: VALUES }, () => random.base64(VALUE_LENGTH))

const inRow = (row: string): VaultContext => ({ tenant: '42', table: 'bookings', column: 'title', row })

/** Where each value belongs, and at most how many times as long as bare AES-256-GCM we want to take. */
interface Placement {
  readonly name: string
  readonly contexts: readonly VaultContext[]
  readonly limit: number
}

const placements: readonly Placement[] = [
  { name: 'repeated context', contexts: Array(VALUES).fill(inRow(randomUUID())), limit: 1.5 },
  { name: 'cold contexts', contexts: values.map(() => inRow(randomUUID())), limit: 3 },
]

/** Does something with each item of a list, and keeps nothing of it. */
const each =
  <Item>(items: readonly Item[], run: (item: Item) => unknown) =>
  () => {
    for (const item of items) run(item)
  }

interface Contestants {
  readonly ours: () => void
  readonly text: () => void
  readonly bytes: () => void
}

async function rowsOf(what: string, limit: number, contestants: Contestants): Promise<Row[]> {
  const time = await measureInTurn({ ...contestants })
  const ours = time('ours')
  return [
    atMostTimes({ what, peerName: 'node:crypto, base64', ours, peer: time('text') }, limit),
    informs({ what, peerName: 'node:crypto, bytes', ours, peer: time('bytes') }),
  ]
}

async function rowsAt({ name, contexts, limit }: Placement): Promise<Row[]> {
  const vault = new Vault({ keys: [generateKey()] })
  const placed = contexts.map((context, index) => ({ context, value: values[index] ?? '' }))
  const stored = placed.map(({ context, value }) => ({ context, sealed: vault.seal(value, context) }))
  const bytes = values.map((value) => Buffer.from(value))
  const sealing = await rowsOf(`seal ${VALUES} values, ${name}`, limit, {
    ours: each(placed, ({ value, context }) => vault.seal(value, context)),
    text: each(values, encryptText),
    bytes: each(bytes, encryptBytes),
  })
  const opening = await rowsOf(`open ${VALUES} values, ${name}`, limit, {
    ours: each(stored, ({ sealed, context }) => vault.open(sealed, context)),
    text: each(values.map(encryptText), decryptText),
    bytes: each(bytes.map(encryptBytes), decryptBytes),
  })
  return [...sealing, ...opening]
}

/** From texts of 100 bytes to what a TEXT column takes, and back. */
export async function vault(): Promise<Row[]> {
  const rows = []
  for (const placement of placements) rows.push(...(await rowsAt(placement)))
  return rows
}
