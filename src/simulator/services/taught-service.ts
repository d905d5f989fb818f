import type { CalendarItem, Operation } from 'ews-booking'
import type { FolderIdChoice, ItemIdChoice } from '../authorization/folders'
import { service as ownService, type Service, type ServiceContext } from './service'

/** A folder that the caller may read. */
export interface TaughtFolder {
  readonly id: string
  readonly displayName: string
  /** `IPF.Appointment` for calendars. */
  readonly folderClass: string | undefined
  /** The address of the mailbox that has it. */
  readonly mailbox: string
  /** Copies of the items that the caller may see. A series is one item. */
  readonly items: readonly CalendarItem[]
}

/** What a service of your own knows of the request that it carries out. */
export interface TaughtContext {
  /** Who sent the request. */
  readonly caller: {
    /** The user name of the account that signed in. */
    readonly username: string
    /** The address of the mailbox that it acts for: the impersonated one, or else its own. `undefined` if there is neither. */
    readonly mailbox: string | undefined
  }
  /** Finds folders and items by their ids, as the simulator's own operations do. */
  readonly folders: {
    /** @throws Exchange's error, which the client gets as a SOAP fault, if there is no such folder, or the caller has no rights to it */
    folder(id: FolderIdChoice): TaughtFolder
    /** @throws Exchange's error, which the client gets as a SOAP fault, if there is no such item, or the caller has no rights to it */
    item(id: ItemIdChoice): CalendarItem
  }
  /** The server's clock. */
  now(): Date
}

/** An operation that a simulator was taught. Made by `service`, for the option `services`. */
export interface TaughtService {
  readonly operation: Operation<unknown, unknown>
}

/**
 * Ties an operation to a function that carries it out, to teach it to a simulator.
 *
 * @param carryOut takes the request that `operation.request` describes, and returns the answer that `operation.response`
 * describes. Errors thrown here, and answers that don't fit the description, reach the client as the SOAP fault
 * ErrorInternalServerError.
 *
 * @example
 * const getFolder = service(GetFolder, ({ folderIds }, { folders }) => ({
 *   responseMessages: folderIds.map((id) => ({
 *     responseClass: 'Success',
 *     responseCode: 'NoError',
 *     folders: [{ folder: { displayName: folders.folder(id).displayName } }],
 *   })),
 * }))
 * startSimulator({ ..., services: [getFolder] })
 */
export function service<Request, Response, const Answer extends Response>(
  operation: Operation<Request, Response>,
  carryOut: (request: NoInfer<Request>, context: TaughtContext) => Answer,
): TaughtService {
  return ownService(operation, (request, context) => carryOut(request, taughtContext(context)))
}

/** True for what `service` makes. */
export const isService = (value: unknown): value is Service =>
  typeof value === 'object' && value !== null && 'operation' in value && 'carryOut' in value

const taughtContext = ({ caller, folders, store }: ServiceContext): TaughtContext => ({
  caller: {
    username: caller.account.username,
    mailbox: store.mailboxes().find((each) => caller.isOwnerOf(each))?.address,
  },
  folders: {
    folder(id) {
      const { folder, mailbox, access } = folders.folder(id)
      const { displayName, folderClass } = folder.facts
      const items = structuredClone(folder.appointments().filter((item) => access.sees(item)))
      return { id: folder.id, displayName, folderClass, mailbox: mailbox.address, items }
    },
    item: (id) => structuredClone(folders.appointment(id).item),
  },
  now: () => store.now(),
})
