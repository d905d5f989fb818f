/** A text that stands in an element or an attribute of XML. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** Colors of all pictures, which follow the reader's light or dark mode. */
const COLORS = `
    .paper { fill: #f6f8fa; stroke: #d0d7de }
    .ink { fill: #1f2328 }
    .faint { fill: #59636e }
    .mark { fill: #0969da }
    .other { fill: #8c959f }
    @media (prefers-color-scheme: dark) {
      .paper { fill: #151b23; stroke: #3d444d }
      .ink { fill: #f0f6fc }
      .faint { fill: #9198a1 }
      .mark { fill: #4493f8 }
      .other { fill: #656c76 }
    }`

/** A document with a frame around what it shows. */
export function picture(title: string, width: number, height: number, font: string, shapes: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
  <title>${escaped(title)}</title>
  <style>
    text { font: ${font}; white-space: pre }${COLORS}
  </style>
  <rect class="paper" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${shapes.map((shape) => `  ${shape}`).join('\n')}
</svg>
`
}
