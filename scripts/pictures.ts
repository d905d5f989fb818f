/**
 * Draws the pictures of the documents, in `docs/images`: `npm run pictures`. `demo.svg` is what the demo prints, `check.svg` the recorded run
 * in `docs/check.md`, and `bench.svg` the times in the table of `bench/README.md`, if it has one.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { barPicture, comparisonsIn } from './pictures/bars'
import { checkPicture } from './pictures/check'
import { demoPicture } from './pictures/demo'

const image = (name: string) => new URL(`../docs/images/${name}.svg`, import.meta.url)

writeFileSync(image('demo'), await demoPicture())
writeFileSync(image('check'), checkPicture())

const comparisons = comparisonsIn(readFileSync(new URL('../bench/README.md', import.meta.url), 'utf8'))
if (comparisons.length > 0) {
  writeFileSync(image('bench'), barPicture('Times of ews-booking and of its peers', comparisons))
}
