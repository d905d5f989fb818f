import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A fenced block of a document. */
export interface CodeBlock {
  /** The path from the root of the repository, such as `docs/vault.md`. */
  readonly document: string
  /** The number of the line before the first line of the block. */
  readonly line: number
  /** The text, without the indentation of the list item that contains it. */
  readonly code: string
}

export const textOf = (document: string): string => readFileSync(`${ROOT}${document}`, 'utf8')

/** Returns the blocks of a language, which the fence names. */
export function codeBlocks(document: string, language: string): CodeBlock[] {
  const text = textOf(document)
  return [...text.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms)]
    .filter((block) => block[2] === language)
    .map((block) => ({
      document,
      line: text.slice(0, block.index).split('\n').length,
      code: (block[3] ?? '').replaceAll(`\n${block[1]}`, '\n').slice(block[1]?.length),
    }))
}
