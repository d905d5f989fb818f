const MAX_TEXT = 200

/** Returns the KDC's own words, shortened and cleaned, since anybody in between can forge them. */
export function textOf({ text = '' }: { readonly text?: string | undefined }): string {
  const clean = text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, MAX_TEXT)
  return clean === '' ? '' : `: "${clean}"`
}
