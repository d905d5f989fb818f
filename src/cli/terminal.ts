/** The terminal that standard output is. */
export interface Terminal {
  readonly colors: boolean
  /** Writes a text without ending the line. */
  write(text: string): void
  /** Calls `draw` again and again, until the function that it returns is called. */
  every(milliseconds: number, draw: () => void): () => void
}

/** Returns the terminal; `undefined` if the output goes to a file or to another program. */
export function terminalOf(output: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Terminal | undefined {
  if (!output.isTTY) return undefined
  return {
    // See no-color.org: any value counts.
    colors: !environment.NO_COLOR && environment.TERM !== 'dumb',
    write: (text) => output.write(text),
    every(milliseconds, draw) {
      const timer = setInterval(draw, milliseconds)
      return () => clearInterval(timer)
    },
  }
}
