/**
 * The observed behavior of a server. Servers that don't follow Exchange's documentation report success nevertheless, so the facade
 * checks what it relies on until the server has shown it once.
 */
export interface ServerRecord {
  /** Whether an update that names an old `ChangeKey` is refused. Hold and confirm depends on it. */
  conditionalUpdates: 'unknown' | 'kept' | 'ignored'
  /** Whether UpdateItem sets free/busy status and reminder by their fields, or only by their MAPI properties. */
  statusUpdates: 'unknown' | 'kept' | 'as MAPI properties'
  /** Whether UpdateItem changes start and end. */
  timeUpdates: 'unknown' | 'kept'
  /** Whether a calendar view returns the occurrences of series rather than their masters. */
  expandedViews: 'unknown' | 'kept' | 'ignored'
  /** The mailboxes whose view has been compared with free/busy. One without a series shows nothing about the others. */
  comparedViews: ReadonlySet<string>
  /** Whether a search can find series. While neither that nor a view tells, free/busy is asked. */
  seriesSearch: 'unknown' | 'refused'
  /** Whether a calendar view returns our extended properties. */
  markedViews: 'unknown' | 'kept'
  /** Whether GetItem returns a description that was written as HTML as text. */
  textBodies: 'unknown' | 'kept' | 'ignored'
}

const records = new WeakMap<object, ServerRecord>()

export const newServerRecord = (): ServerRecord => ({
  conditionalUpdates: 'unknown',
  statusUpdates: 'unknown',
  timeUpdates: 'unknown',
  expandedViews: 'unknown',
  comparedViews: new Set(),
  seriesSearch: 'unknown',
  markedViews: 'unknown',
  textBodies: 'unknown',
})

/** Returns the record of a client's server. The clients of an account share it, and it lives as long as they do. */
export function serverRecord(client: object): ServerRecord {
  const owner = accountOf(client)
  const record = records.get(owner) ?? newServerRecord()
  records.set(owner, record)
  return record
}

const accountOf = (client: object): object =>
  'account' in client && typeof client.account === 'object' ? (client.account ?? client) : client

/** Records what the types of the items in a calendar view show. Only a series shows whether a server expands it. */
export function recordViewTypes(record: ServerRecord, types: readonly (string | undefined)[]): void {
  if (types.includes('RecurringMaster')) record.expandedViews = 'ignored'
  else if (types.includes('Occurrence') || types.includes('Exception')) record.expandedViews = 'kept'
}
