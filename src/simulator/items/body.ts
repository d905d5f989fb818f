import type { Body } from '../../operations'

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
const CHARACTERS = new Map(Object.entries(REFERENCES).map(([character, reference]) => [reference, character]))

const toText = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:amp|lt|gt|quot|apos);/g, (reference) => CHARACTERS.get(reference) ?? reference)

const toHtml = (text: string) =>
  `<html><body>${text.replace(/[&<>"']/g, (character) => REFERENCES[character] ?? character)}</body></html>`

/**
 * Converts a body to the form that a client asks for (MS-OXWSCDATA, BodyTypeResponseType). HTML becomes text by removing its
 * tags.
 */
export function bodyAs(body: Body, wanted: 'Best' | 'HTML' | 'Text' = 'Best'): Body {
  if (wanted === 'Best' || wanted === body.bodyType) return body
  return { bodyType: wanted, value: wanted === 'HTML' ? toHtml(body.value) : toText(body.value) }
}

/** Cuts a body between characters to at most `maximumBytes` in UTF-8, if there is a maximum (MS-OXWSCDATA, MaximumBodySize). */
export function cutBody(body: Body, maximumBytes: number | undefined): Body {
  const bytes = Buffer.from(body.value)
  if (maximumBytes === undefined || maximumBytes <= 0 || bytes.length <= maximumBytes) return body
  const value = new TextDecoder('utf-8').decode(bytes.subarray(0, maximumBytes), { stream: true })
  return { bodyType: body.bodyType, isTruncated: true, value }
}
