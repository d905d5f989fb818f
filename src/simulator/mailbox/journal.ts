/** A state of an object: its id, and the change key that it has since its last change. */
export interface Versioned {
  readonly id: string
  readonly changeKey: string
}

/** The net change of one object between two positions of a journal. */
export interface Change {
  readonly kind: 'Create' | 'Update' | 'ReadFlag' | 'Delete'
  /** After a deletion, the id with the last change key. */
  readonly object: Versioned
  /** The position right after the change, to go on from. */
  readonly position: number
}

/** A change as it is announced when it happens. */
export interface Announcement {
  readonly kind: Exclude<Change['kind'], 'ReadFlag'>
  readonly object: Versioned
  /** Where the object comes from, if it was moved or copied here. */
  readonly origin?: Origin | undefined
}

/** Where a moved or copied object comes from. */
export interface Origin {
  readonly kind: 'Moved' | 'Copied'
  readonly object: Versioned
  readonly parentId: string
}

/** A journal as it is saved: the latest change of each object, in their order, so that earlier states stay valid. */
export interface SavedJournal {
  readonly entries: readonly Entry[]
  readonly position: number
  readonly forgotten: number
}

/** What a journal remembers of an object: the positions at which it was created and last changed. */
interface Entry {
  readonly object: Versioned
  readonly created: number
  readonly changed: number
  /** The position of the last change that was more than marking a message as read or unread. Defaults to `changed`. */
  readonly content?: number | undefined
  readonly deleted: boolean
}

/** How many deletions are remembered. */
const MOST_TOMBSTONES = 10_000
/** Superseded positions are cleared away when they outnumber the objects by this factor. */
const MOST_STALE = 2

/**
 * The changes of a folder's items, or of a mailbox's folders, in their order. Deletions leave tombstones, so that
 * SyncFolderItems and SyncFolderHierarchy can report them (MS-OXWSSYNC). The id of a deleted object is never used again.
 */
export class Journal {
  readonly #entries = new Map<string, Entry>()
  readonly #announce: (change: Announcement) => void
  /** The id that changed at each position, ascending; positions that a later change of the same id supersedes are stale. */
  #order: { readonly position: number; readonly id: string }[] = []
  #position = 0
  #tombstones = 0
  /** The position of the latest tombstone that was forgotten. */
  #forgotten = 0

  /** @param announce is called after each change */
  constructor(announce: (change: Announcement) => void = () => {}) {
    this.#announce = announce
  }

  save(): SavedJournal {
    const entries = [...this.#entries.values()].sort((a, b) => a.changed - b.changed)
    return { entries, position: this.#position, forgotten: this.#forgotten }
  }

  /** Takes the place of what was recorded so far. Nothing is announced. */
  restore({ entries, position, forgotten }: SavedJournal): void {
    this.#entries.clear()
    for (const entry of entries) this.#entries.set(entry.object.id, entry)
    this.#order = entries.map(({ changed, object }) => ({ position: changed, id: object.id }))
    this.#position = position
    this.#forgotten = forgotten
    this.#tombstones = entries.filter(({ deleted }) => deleted).length
  }

  /** The number of changes so far. */
  get position(): number {
    return this.#position
  }

  /** Records that an object was created, changed, or brought here from elsewhere. */
  put(object: Versioned, origin?: Origin): void {
    const known = this.#entries.get(object.id)
    this.#record(object, known?.created, false)
    this.#announce({ kind: known === undefined ? 'Create' : 'Update', object, origin })
  }

  /** Records that a message was marked as read or unread. */
  putReadFlag(object: Versioned): void {
    const known = this.#entries.get(object.id)
    this.#record(object, known?.created, false, known?.content ?? known?.changed)
    this.#announce({ kind: 'Update', object })
  }

  /** Records that an object was deleted. A deletion that is one half of a move is announced by the other half. */
  delete(object: Versioned, { isMove = false }: { readonly isMove?: boolean } = {}): void {
    const known = this.#entries.get(object.id)
    if (known === undefined || known.deleted) return
    this.#tombstones += 1
    this.#record(object, known.created, true)
    if (!isMove) this.#announce({ kind: 'Delete', object })
  }

  /**
   * The net changes after `position`, in the order of each object's last change. An object that was both created and deleted
   * after `position` isn't among them.
   *
   * @returns `undefined` if deletions after `position` are no longer remembered, or `position` lies in the future
   */
  since(position: number): Change[] | undefined {
    if (position > this.#position || (position > 0 && position < this.#forgotten)) return undefined
    return this.#order.slice(this.#indexAfter(position)).flatMap((recorded) => {
      const entry = this.#entries.get(recorded.id)
      return entry?.changed === recorded.position ? netChange(entry, position) : []
    })
  }

  #record({ id, changeKey }: Versioned, created: number | undefined, deleted: boolean, content?: number) {
    this.#position += 1
    const position = this.#position
    const object = { id, changeKey }
    this.#entries.set(id, { object, created: created ?? position, changed: position, content, deleted })
    this.#order.push({ position, id })
    const isCluttered = this.#order.length > MOST_STALE * this.#entries.size + MOST_TOMBSTONES
    if (isCluttered || this.#tombstones > MOST_STALE * MOST_TOMBSTONES) this.#compact()
  }

  /** The index in `#order` of the first change after `position`. */
  #indexAfter(position: number): number {
    let [low, high] = [0, this.#order.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#order[middle]?.position ?? 0) > position) high = middle
      else low = middle + 1
    }
    return low
  }

  /** Drops stale positions, and the oldest tombstones beyond the limit. */
  #compact() {
    let surplus = this.#tombstones - MOST_TOMBSTONES
    this.#order = this.#order.filter(({ position, id }) => {
      const entry = this.#entries.get(id)
      if (entry?.changed !== position) return false
      if (!entry.deleted || surplus <= 0) return true
      surplus -= 1
      this.#tombstones -= 1
      this.#forgotten = position
      this.#entries.delete(id)
      return false
    })
  }
}

function netChange({ object, created, changed, content = changed, deleted }: Entry, position: number): Change[] {
  const isNew = created > position
  if (deleted) return isNew ? [] : [{ kind: 'Delete', object, position: changed }]
  const isReadFlagOnly = content <= position
  return [{ kind: isNew ? 'Create' : isReadFlagOnly ? 'ReadFlag' : 'Update', object, position: changed }]
}
