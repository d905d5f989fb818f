import { describe, expect, it } from 'vitest'
import { bodyAs } from '../../../src/simulator/items/body'

const textOf = (value: string) => bodyAs({ bodyType: 'HTML', value }, 'Text').value
const htmlOf = (value: string) => bodyAs({ bodyType: 'Text', value }, 'HTML').value

describe('A body of HTML as text', () => {
  it.each([
    ['<p>Dear <b>all</b></p>', 'Dear all'],
    ['<p>Hello</p>\r\n<p>a<br>b<br/>\n c</p>', 'Hello\r\na\r\nb\r\nc'],
    ['<ul><li>one</li><li>two</li></ul>', 'one\r\ntwo'],
    ['a &lt; b &amp;&nbsp;c &#252;&#xFC; &euro; &#0; &#9999999;', 'a < b &\u00a0c üü &euro;  &#9999999;'],
    ['<HEAD><title>t</title><STYLE>p { color: red }</STYLE></HEAD><body>Seen</body>', 'Seen'],
    ['<script>if (a < b) c()</script>Seen<style>', 'Seen'],
    ['a<!--[if mso]><xml>x > y</xml><![endif]-->b<!-- never ends', 'ab'],
    ['1 < 2', '1 < 2'],
    ['', ''],
  ])('%j is %j', (html, text) => {
    expect(textOf(html)).toBe(text)
  })

  it.each(['<', '<p', '<style>', '<!--', '&', ' ', '\n', '<br>'])('is read in one go with many %j', (piece) => {
    expect(textOf(piece.repeat(200_000)).length).toBeLessThanOrEqual(200_000 * piece.length)
  })
})

describe('A body of text as HTML', () => {
  it.each([
    ['a < b & "c"', '<html><body>a &lt; b &amp; &quot;c&quot;</body></html>'],
    ['one\r\ntwo\nthree', '<html><body>one<br>\r\ntwo<br>\r\nthree</body></html>'],
  ])('%j keeps its lines', (text, html) => {
    expect(htmlOf(text)).toBe(html)
    expect(textOf(html)).toBe(text.replace(/\r?\n/g, '\r\n'))
  })
})
