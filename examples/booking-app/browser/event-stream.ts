/** The events of a stream (HTML, 9.2), as they come. `EventSource` can't send forms. */
export async function* eventsOf(answer: Response): AsyncGenerator<{ readonly event: string; readonly data: string }> {
  if (answer.body === null) return
  let text = ''
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  for (let { done, value = '' } = await reader.read(); !done; { done, value = '' } = await reader.read()) {
    const blocks = `${text}${value}`.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
      )
      yield { event: fields.get('event') ?? 'message', data: fields.get('data') ?? '' }
    }
  }
}
