import type { ReceivedRequest } from 'ews-booking/simulator'

/** What runs, and how a client reaches it. */
export interface Running {
  readonly url: string
  /** The address over plain HTTP beside HTTPS. `undefined` without one. */
  readonly httpUrl: string | undefined
  /** The address of the page. `undefined` without one. */
  readonly control: string | undefined
  /** The file with the CA certificate. `undefined` over plain HTTP. */
  readonly ca: string | undefined
  readonly accounts: readonly string[]
  readonly mailboxes: readonly string[]
}

type Row = readonly [name: string, ...values: readonly string[]]

/**
 * What a person needs to know to use the simulator.
 *
 * @param isDefault whether the account is the built-in one, whose password is no secret
 */
export function introduction({ url, httpUrl, control, ca, accounts, mailboxes }: Running, isDefault: boolean): string {
  const users = isDefault ? accounts.map((name) => `${name} with the password s3cret`) : accounts
  const rows: Row[] = [
    ['EWS', url, ...(httpUrl === undefined ? [] : [httpUrl])],
    ...(ca === undefined ? [] : [['CA', ca] as const]),
    ...(control === undefined ? [] : [['Page', control] as const]),
    ['Accounts', ...users],
    ['Mailboxes', ...shortened(mailboxes)],
  ]
  const lines = rows.flatMap(([name, ...values]) =>
    values.map((value, index) => `  ${(index === 0 ? name : '').padEnd(11)}${value}`),
  )
  return `A simulated Exchange is running, for tests and demos.\n\n${lines.join('\n')}\n\nPress Ctrl-C to stop it.`
}

const MOST_SHOWN = 10

const shortened = (values: readonly string[]) =>
  values.length <= MOST_SHOWN
    ? values
    : [...values.slice(0, MOST_SHOWN - 1), `and ${values.length - MOST_SHOWN + 1} more`]

/** What `--watch` says of a request: nothing when it arrives, a line when a fault is due, and a line when it is answered. */
export function requestLine(request: ReceivedRequest): string | undefined {
  const { number, receivedAt, operation, method, path, account, authentication, status, fault } = request
  if (status === 0 && fault === undefined) return undefined
  const what = operation ?? `${method} ${path.split('?', 1)[0]}`
  const who = account ?? (authentication === 'none' ? 'nobody' : authentication)
  const outcome = status === 0 ? `fault ${fault}` : `${status}${fault === undefined ? '' : ` after fault ${fault}`}`
  return `${receivedAt.toISOString()} #${number} ${what} by ${who}: ${outcome}`
}
