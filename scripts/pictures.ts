/**
 * Draws the pictures of the documents: `npm run pictures`. What the demo prints becomes `docs/images/demo.svg`, and the times in the table
 * of `bench/README.md` become `docs/images/bench.svg`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { barPicture, comparisonsIn } from './pictures/bars'
import { demoPicture } from './pictures/demo'

const image = (name: string) => new URL(`../docs/images/${name}.svg`, import.meta.url)

writeFileSync(image('demo'), await demoPicture())

const comparisons = comparisonsIn(readFileSync(new URL('../bench/README.md', import.meta.url), 'utf8'))
if (comparisons.length > 0) {
  writeFileSync(image('bench'), barPicture('Times of ews-booking and of its peers', comparisons))
}
