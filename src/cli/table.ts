/** Returns rows of two columns, indented by two. A description of several lines stays in its column. */
export function table(rows: readonly (readonly [name: string, description: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + 4
  const indented = (description: string) => description.replaceAll('\n', `\n${' '.repeat(width)}`)
  return rows.map(([name, description]) => (`  ${name}`.padEnd(width) + indented(description)).trimEnd()).join('\n')
}
