import { SaxesParser } from 'saxes'

/** Reads the events of a document with namespaces, and builds nothing. */
export function readEvents(bytes: Buffer): number {
  const parser = new SaxesParser({ xmlns: true })
  let events = 0
  const count = () => {
    events += 1
  }
  parser.on('opentag', count)
  parser.on('text', count)
  parser.on('closetag', count)
  parser.write(bytes.toString('utf8')).close()
  return events
}
