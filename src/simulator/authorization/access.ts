import type { EffectiveRights } from '../../operations'
import type { FolderRights } from '../mailbox/permission'
import type { StoredItem } from '../mailbox/stored-item'

/** What a caller may do with a folder and the items in it. */
export class Access {
  readonly rights: FolderRights
  readonly #viewsPrivate: boolean
  readonly #names: ReadonlySet<string>

  /**
   * @param viewsPrivate whether the caller may see private items, a right on the whole mailbox
   * @param names the caller's names, in lower case
   */
  constructor(rights: FolderRights, viewsPrivate: boolean, names: ReadonlySet<string>) {
    this.rights = rights
    this.#viewsPrivate = viewsPrivate
    this.#names = names
  }

  /** Whether the caller may see private items. */
  get viewsPrivate(): boolean {
    return this.#viewsPrivate
  }

  /** True if the caller may read the item. Callers with only read permission don't see private items. */
  sees({ sensitivity }: StoredItem): boolean {
    return this.rights.read && (this.#viewsPrivate || sensitivity !== 'Private')
  }

  mayEdit(item: StoredItem): boolean {
    return this.#covers(this.rights.edit, item)
  }

  mayDelete(item: StoredItem): boolean {
    return this.#covers(this.rights.delete, item)
  }

  /** The rights on the folder, as EWS reports them (MS-OXWSCDATA, EffectiveRightsType). */
  get onFolder(): EffectiveRights {
    const { read, create, createFolders } = this.rights
    const isOwner = createFolders && this.rights.edit === 'all'
    return {
      createAssociated: isOwner,
      createContents: create,
      createHierarchy: createFolders,
      delete: isOwner,
      modify: isOwner,
      read,
    }
  }

  /** The rights on an item. `createContents` is false even for the owner. */
  onItem(item: StoredItem): EffectiveRights {
    return {
      createAssociated: false,
      createContents: false,
      createHierarchy: false,
      delete: this.mayDelete(item),
      modify: this.mayEdit(item),
      read: this.sees(item),
    }
  }

  #covers(right: 'none' | 'own' | 'all', { creator }: StoredItem): boolean {
    return right === 'all' || (right === 'own' && creator !== undefined && this.#names.has(creator))
  }
}
