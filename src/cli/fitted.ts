/** Returns a text in at most `width` columns, cut with an ellipsis if it is longer. */
export const fitted = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text
