import { withClient } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import { onTerminal } from '../on-terminal'
import type { Surroundings } from '../surroundings'
import { table } from '../table'

/** Prints the time zones that the server knows. */
export async function zones(
  this: Surroundings,
  flags: ConnectionFlags & { readonly json: boolean },
  word = '',
): Promise<void> {
  const { responseMessages } = await withClient(flags, this, (client) =>
    client.getServerTimeZones({ returnFullTimeZoneData: false }, { signal: this.signal }),
  )
  const [answer] = responseMessages
  if (answer?.error !== undefined) throw answer.error
  const found = (answer?.timeZoneDefinitions ?? [])
    .map(({ id = '', name = '' }) => ({ id, name }))
    .filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(word.toLowerCase()))
    .sort((first, second) => first.id.localeCompare(second.id))
  if (flags.json) this.print(JSON.stringify(found))
  else if (found.length === 0) this.note('The server knows no such time zone.')
  else this.print(table(found.map(({ id, name }) => [onTerminal(id), onTerminal(name)])))
}
