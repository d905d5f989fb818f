import { escapeAttribute, escapeText } from '../../xml'

/** Writes an element around text, or around elements that have already been written. */
export const element = (
  name: string,
  content: string | readonly string[],
  attributes: Readonly<Record<string, string>> = {},
) => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`)
  const inner = typeof content === 'string' ? escapeText(content) : content.join('')
  return `<${name}${written.join('')}>${inner}</${name}>`
}
