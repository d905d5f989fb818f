import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { EwsClient, type EwsClientOptions } from 'ews-booking'
import { account, mailboxes } from './account'

/** The work of the server since the last question. */
export interface Served {
  readonly done: number
  readonly refused: number
  readonly connections: number
}

/** A simulator in a process of its own. */
export interface LoadServer {
  readonly url: string
  readonly ca: string
  served(): Promise<Served>
  /** Kills the process without further ado. */
  kill(): Promise<void>
}

const directory = fileURLToPath(new URL('.', import.meta.url))

/** Starts a simulator. `environment` is described in `server.ts`. */
export async function startServer(environment: Record<string, string> = {}): Promise<LoadServer> {
  const child = spawn(process.execPath, ['--import', 'tsx', `${directory}server.ts`], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)
  const nextLine = async () => JSON.parse(String((await once(lines, 'line'))[0]))
  const { url, ca } = await nextLine()
  return {
    url,
    ca,
    served() {
      const line = nextLine()
      child.stdin.write('\n')
      return line
    },
    kill: () => ended(child),
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

/** A client of the server, which acts for the first mailbox. */
export const clientOf = ({ url, ca }: { url: string; ca: string }, options: Partial<EwsClientOptions> = {}) =>
  new EwsClient({
    url,
    auth: { type: 'ntlm', ...account },
    tls: { ca },
    impersonate: { primarySmtpAddress: mailboxes[0] ?? '' },
    ...options,
  })

/** The smallest request. */
export const search = {
  traversal: 'Shallow',
  itemShape: { baseShape: 'IdOnly' },
  calendarView: { startDate: new Date('2027-03-01T00:00:00Z'), endDate: new Date('2027-03-02T00:00:00Z') },
  parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
} as const

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** The code of the error that a call ends with, or `ok`. */
export const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? String(error),
  )

/** Makes 64 calls, four at a time, so that the connections are open and the client knows the server's pace. */
export async function warmUp(client: EwsClient): Promise<void> {
  for (let round = 0; round < 16; round += 1) {
    await Promise.all(Array.from({ length: 4 }, () => outcomeOf(client.findItem(search))))
  }
}

/** Counts the entries of a list. */
export function tally(list: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const entry of list) counts[entry] = (counts[entry] ?? 0) + 1
  return counts
}

/** Makes `perSecond` calls a second for `seconds`, at random moments, whatever becomes of them. */
export async function openLoop<Result>(
  perSecond: number,
  seconds: number,
  call: () => Promise<Result>,
): Promise<Result[]> {
  const calls: Promise<Result>[] = []
  const begun = performance.now()
  let next = 0
  while (next < seconds * 1000) {
    const due = performance.now() - begun
    for (; next <= due && next < seconds * 1000; next += (-Math.log(1 - Math.random()) * 1000) / perSecond)
      calls.push(call())
    await sleep(5)
  }
  return Promise.all(calls)
}
