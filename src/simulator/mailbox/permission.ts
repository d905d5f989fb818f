/** What a user may do with a folder (MS-OXCPERM, 2.2.7). `own`: with the items that the user has created. */
export interface FolderRights {
  /** Whether the folder can be found at all. */
  readonly visible: boolean
  readonly read: boolean
  readonly create: boolean
  readonly createFolders: boolean
  readonly edit: 'none' | 'own' | 'all'
  readonly delete: 'none' | 'own' | 'all'
  /** What free/busy information tells about the folder, if it is the mailbox's own calendar. */
  readonly freeBusy: 'none' | 'time' | 'subject' | 'details'
}

const NOTHING: FolderRights = {
  visible: false,
  read: false,
  create: false,
  createFolders: false,
  edit: 'none',
  delete: 'none',
  freeBusy: 'none',
}
const READ = { ...NOTHING, visible: true, read: true, freeBusy: 'details' } as const
const WRITE = { ...READ, create: true } as const

/** What the owner of a mailbox may do, and every user with full access to it. */
export const everyRight: FolderRights = { ...WRITE, createFolders: true, edit: 'all', delete: 'all' }

const levels = {
  None: NOTHING,
  FreeBusyTimeOnly: { ...NOTHING, visible: true, freeBusy: 'time' },
  FreeBusyTimeAndSubjectAndLocation: { ...NOTHING, visible: true, freeBusy: 'subject' },
  Contributor: { ...NOTHING, visible: true, create: true, freeBusy: 'time' },
  Reviewer: READ,
  NoneditingAuthor: { ...WRITE, delete: 'own' },
  Author: { ...WRITE, edit: 'own', delete: 'own' },
  PublishingAuthor: { ...WRITE, createFolders: true, edit: 'own', delete: 'own' },
  Editor: { ...WRITE, edit: 'all', delete: 'all' },
  PublishingEditor: everyRight,
  Owner: everyRight,
} as const satisfies Readonly<Record<string, FolderRights>>

/**
 * A permission level of a calendar, by the names of Exchange and Outlook (MS-OXWSCDATA, CalendarPermissionLevelType; Microsoft,
 * "Add-MailboxFolderPermission"). Users with the three lowest levels see free/busy times at most.
 */
export type PermissionLevel = keyof typeof levels

/** The names of all levels. */
export const permissionLevels = [
  'None',
  'FreeBusyTimeOnly',
  'FreeBusyTimeAndSubjectAndLocation',
  'Contributor',
  'Reviewer',
  'NoneditingAuthor',
  'Author',
  'PublishingAuthor',
  'Editor',
  'PublishingEditor',
  'Owner',
] as const satisfies readonly PermissionLevel[]

/**
 * Permission levels of users, by the addresses of their mailboxes, or the user names of accounts without one. `Default` is for
 * everybody else.
 */
export type Permissions = Readonly<Record<string, PermissionLevel>>

/** The key of everybody else in `Permissions`. */
const EVERYBODY_ELSE = 'default'

/** Who may do what with one folder. */
export class PermissionTable {
  readonly #levels: ReadonlyMap<string, PermissionLevel>
  readonly #fallback: PermissionLevel

  /** @param fallback the level of users that aren't listed, unless `Default` is */
  constructor(permissions: Permissions, fallback: PermissionLevel) {
    this.#levels = new Map(Object.entries(permissions).map(([user, level]) => [user.toLowerCase(), level]))
    this.#fallback = this.#levels.get(EVERYBODY_ELSE) ?? fallback
  }

  /** @param names the names of the user, in lower case */
  rightsOf(names: Iterable<string>): FolderRights {
    for (const name of names) {
      const level = this.#levels.get(name)
      if (level !== undefined) return levels[level]
    }
    return levels[this.#fallback]
  }
}
