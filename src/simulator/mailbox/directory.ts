import type { EmailAddress } from '../../operations'
import type { Mailbox } from './mailbox'

/** A distribution group of the simulated organization. On Exchange, room lists are distribution groups. */
export interface DistributionGroup {
  readonly address: string
  /** The display name. Defaults to the address. */
  readonly name?: string | undefined
  /** The addresses of the members, which needn't be mailboxes of the simulator. */
  readonly members: readonly string[]
  /** True if the group is a room list (Microsoft, "New-DistributionGroup", RoomList). Defaults to false. */
  readonly isRoomList?: boolean | undefined
}

const entryOf = (address: string, name: string, mailboxType: EmailAddress['mailboxType']): EmailAddress => ({
  name,
  emailAddress: address,
  routingType: 'SMTP',
  mailboxType,
})

const groupEntry = ({ address, name = address }: DistributionGroup) => entryOf(address, name, 'PublicDL')
const mailboxEntry = ({ address, displayName }: Mailbox) => entryOf(address, displayName, 'Mailbox')

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** The address book of the organization: its mailboxes and distribution groups. */
export class Directory {
  readonly #mailboxes: readonly Mailbox[]
  readonly #groups: readonly DistributionGroup[]

  constructor(mailboxes: readonly Mailbox[], groups: readonly DistributionGroup[]) {
    this.#mailboxes = mailboxes
    this.#groups = groups
  }

  /** The groups that are room lists. */
  roomLists(): EmailAddress[] {
    return this.#groups.filter(({ isRoomList }) => isRoomList).map(groupEntry)
  }

  /** A group by its address. */
  group(address: string): DistributionGroup | undefined {
    return this.#groups.find((group) => isSame(group.address, address))
  }

  /** The direct members of a group. Nested groups aren't expanded. */
  membersOf({ members }: DistributionGroup): EmailAddress[] {
    return members.map((address) => this.entry(address) ?? entryOf(address, address, 'OneOff'))
  }

  /** The entries whose address, name, or a word of whose name begins with `text`. */
  resolve(text: string): EmailAddress[] {
    const wanted = text.toLowerCase()
    const matches = ({ emailAddress = '', name = '' }: EmailAddress) =>
      [emailAddress, name, ...name.split(/\s+/)].some((each) => each.toLowerCase().startsWith(wanted))
    return [...this.#mailboxes.map(mailboxEntry), ...this.#groups.map(groupEntry)].filter(matches)
  }

  /** The entry of a mailbox or a group by its address. */
  entry(address: string): EmailAddress | undefined {
    const mailbox = this.#mailboxes.find((each) => isSame(each.address, address))
    const group = this.group(address)
    return (mailbox && mailboxEntry(mailbox)) ?? (group && groupEntry(group))
  }
}
