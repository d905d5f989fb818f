import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { barPicture, comparisonsOf, type Results } from '../scripts/pictures/bars'
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
  const rows = [
    { what: 'read', ours: '20 ms', peer: 'soap 200 ms' },
    { what: 'read', ours: '20 ms', peer: 'JSON.parse, loop 10 ms' },
    { what: 'longest block', ours: '27.4 ms (worst 101 ms)', peer: 'discarded unread 5.73 ms (worst 27.2 ms)' },
    { what: 'packed size', ours: '1.8 MB', peer: '' },
  ]

  it('shows what bench/results.json has', () => {
    const shown = readFileSync(new URL('../docs/images/bench.svg', import.meta.url), 'utf8')
    const results: Results = JSON.parse(readFileSync(new URL('../bench/results.json', import.meta.url), 'utf8'))
    expect(barPicture(results), 'Run `npm run pictures`').toBe(shown)
  })

  it('has what compares times, with ours before all peers', () => {
    const times = [
      { name: 'ews-booking', ms: 20 },
      { name: 'soap', ms: 200 },
      { name: 'JSON.parse, loop', ms: 10 },
    ]
    expect(comparisonsOf({ rows })).toEqual([{ what: 'read', times }])
  })

  it('has bars as long as the times are', () => {
    const svg = barPicture({ node: 'v20', cpu: 'x', date: '2027-03-02', rows })
    const widths = [...svg.matchAll(/(?<=class="(?:mark|other)".* width=")[\d.]+/g)].map(Number)
    expect(widths).toEqual([58, 580, 29])
  })
})
