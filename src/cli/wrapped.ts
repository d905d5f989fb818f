/** Breaks a text into lines of at most `width` columns, at its spaces, and within words that are longer. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((each) => pieces(each, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length <= width) {
      line = longer
    } else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

function pieces(word: string, width: number): string[] {
  const characters = [...word]
  const count = Math.max(1, Math.ceil(characters.length / width))
  return Array.from({ length: count }, (_, index) => characters.slice(index * width, (index + 1) * width).join(''))
}
