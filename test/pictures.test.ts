import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { barPicture, comparisonsIn } from '../scripts/pictures/bars'
import { checkPicture } from '../scripts/pictures/check'
import { demoPicture } from '../scripts/pictures/demo'
import { terminalPicture } from '../scripts/pictures/terminal'

describe('the picture of the demo', () => {
  /** Ids are random. */
  const stable = (svg: string) => svg.replaceAll(/(?<=&quot;(?:itemId|changeKey|uid)&quot;: ).*(?=<)/g, '')

  it('shows what the demo prints now', async () => {
    const shown = readFileSync(new URL('../docs/images/demo.svg', import.meta.url), 'utf8')
    expect(stable(await demoPicture()), 'Run `npm run pictures`').toBe(stable(shown))
  })
})

describe('the picture of a check', () => {
  it('shows what docs/check.md has', () => {
    const shown = readFileSync(new URL('../docs/images/check.svg', import.meta.url), 'utf8')
    expect(checkPicture(), 'Run `npm run pictures`').toBe(shown)
  })
})

describe('a picture of a terminal', () => {
  it('draws words and blocks in their columns, and escapes what is markup', () => {
    const svg = terminalPicture('a < b', '$ date\n10:00  ██ <free>')
    expect(svg).toContain('<title>a &lt; b</title>')
    expect(svg).toContain('<text class="mark" x="16" y="29" textLength="46.8">$ date</text>')
    expect(svg).toContain('<rect class="mark" x="70.6" y="34" width="15.6" height="15" opacity="1"/>')
    expect(svg).toContain('<text class="ink" x="94" y="46" textLength="46.8">&lt;free></text>')
  })
})

describe('the picture of the bench', () => {
  const table = `
| what                | ours    | peer          | ratio            | goal       | met |
| ------------------- | ------- | ------------- | ---------------- | ---------- | --- |
| read, free/busy     | 20.5 ms | soap 205 ms   | 10.0x faster     | at least 10x | yes |
| packed size         | 170 kB  |               |                  | under 150 kB | NO  |
`

  it('has the lines that compare two times', () => {
    expect(comparisonsIn(table)).toEqual([{ what: 'read, free/busy', ours: 20.5, peerName: 'soap', peer: 205 }])
  })

  it('has bars as long as the times are', () => {
    const svg = barPicture('Times', comparisonsIn(table))
    const [ours = 0, peer = 0] = [...svg.matchAll(/(?<=class="(?:mark|other)".* width=")[\d.]+/g)].map(Number)
    expect(peer / ours).toBeCloseTo(10, 1)
  })
})
