import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EwsClientOptions, EwsError } from 'ews-booking'
import { type Connection, mailboxOf, withClient } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import type { Surroundings } from '../surroundings'
import { UsageError } from '../usage-error'
import { type RecordedExchange, recordExchanges } from './recording'
import { Redaction } from './redaction'
import { type Call, outcomeOf, scenario } from './scenario'

type Flags = ConnectionFlags & { readonly output?: string; readonly write: boolean }

interface RecordedCall {
  readonly name: string
  readonly exchanges: readonly RecordedExchange[]
}

/** Records what the server says, and writes it without personal data to a new folder. */
export async function record(this: Surroundings, flags: Flags): Promise<void> {
  const { output = 'ews-recording', write } = flags
  await withClient(flags, this, async (client, connection) => {
    const mailbox = mailboxOf(connection)
    await makeFolder(output)
    const calls: RecordedCall[] = []
    const redaction = new Redaction()
    let failure: EwsError | undefined
    for (const call of scenario({ client, mailbox, now: this.now(), signal: this.signal, write })) {
      const { exchanges, error } = await recordCall(call, redaction)
      calls.push({ name: call.name, exchanges })
      this.note(`${call.name.padEnd(24)}${exchanges.length} recorded${error === undefined ? '' : `, ${error.name}`}`)
      if (error !== undefined && HOPELESS.has(error.code)) failure = error
      if (failure !== undefined) break
    }
    checkForSecrets(calls, connection)
    for (const call of calls) await writeCall(output, call)
    this.print(output)
    if (failure !== undefined) throw failure
  })
}

/** After these errors the other calls would fail in the same way, and could lock the account. */
const HOPELESS: ReadonlySet<string> = new Set(['ERR_EWS_AUTHENTICATION', 'ERR_EWS_CONNECTION', 'ERR_EWS_REQUEST'])

async function recordCall(call: Call, redaction: Redaction) {
  const recording = recordExchanges(redaction)
  try {
    const error = await outcomeOf(call)
    return { exchanges: recording.exchanges(), error }
  } finally {
    recording.stop()
  }
}

/** @throws UsageError if it is there already: a recording of another server might be in it */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new UsageError(
      isThere ? `${folder} is there already. Name a new folder with --output.` : `${folder} can't be made: ${error}`,
    )
  }
}

/** Writes a folder for each request, in the form of fixtures. */
async function writeCall(folder: string, { name, exchanges }: RecordedCall): Promise<void> {
  for (const [index, { operation, request, response, status, headers }] of exchanges.entries()) {
    const directory = join(folder, `${name}-${index + 1}-${operation}`)
    await mkdir(directory)
    await writeFile(join(directory, 'request.xml'), request)
    await writeFile(join(directory, 'response.xml'), response)
    const facts = { operation, status, contentType: headers['content-type'] ?? '', headers }
    await writeFile(join(directory, 'exchange.json'), `${JSON.stringify(facts, undefined, 2)}\n`)
  }
}

/**
 * The last line of defense: what the command knows of the account must not be in what it writes.
 *
 * @throws Error if it is. Nothing has been written then.
 */
function checkForSecrets(calls: readonly RecordedCall[], { options, mailbox = '' }: Connection): void {
  const text = JSON.stringify(calls).toLowerCase()
  const known = [...secretsOf(options), mailbox].map((secret) => secret.toLowerCase()).filter(isTelling)
  if (!known.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1)))) return
  throw new Error('The recording would give away the account, so nothing was written. Please report this.')
}

/** Short words are in the schema too: a host may be called `mail`, and an account `exchange`. */
const isTelling = (secret: string) => secret.length >= (/[^a-z]/.test(secret) ? 6 : 10)

function secretsOf({ url, auth, impersonate }: EwsClientOptions): string[] {
  const texts = Object.values({ ...auth, type: '', ...impersonate }).filter((value) => typeof value === 'string')
  const host = URL.canParse(url) ? new URL(url).hostname : url
  return [host, ...texts]
}
