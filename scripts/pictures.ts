/**
 * Draws the pictures of the documents, in `docs/images`: `npm run pictures`. `demo.svg` is what the demo prints, `check.svg` the recorded run
 * in `docs/check.md`, and `bench.svg` the times in `bench/results.json`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { barPicture, type Results } from './pictures/bars'
import { checkPicture } from './pictures/check'
import { demoPicture } from './pictures/demo'

const image = (name: string) => new URL(`../docs/images/${name}.svg`, import.meta.url)

writeFileSync(image('demo'), await demoPicture())
writeFileSync(image('check'), checkPicture())

const results: Results = JSON.parse(readFileSync(new URL('../bench/results.json', import.meta.url), 'utf8'))
writeFileSync(image('bench'), barPicture(results))
