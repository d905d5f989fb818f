import { type Command, command } from './command'

const print = (text: string) => process.stdout.write(`${text}\n`)

/** The commands by name, in the order of the usage. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map([
  [
    'demo',
    command({
      summary: `books, shows and cancels an appointment: against a simulated Exchange, or
against a real one with EWS_URL, EWS_USERNAME, EWS_PASSWORD, EWS_IMPERSONATE`,
      options: {
        trace: {
          type: 'boolean',
          description: 'prints every envelope, with credentials redacted',
        },
      },
      run: async ({ trace = false }) => {
        const { demo } = await import('./demo')
        const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
        await demo({ environment: process.env, trace, now: new Date(), timeZone, print })
      },
    }),
  ],
  [
    'keygen',
    command({
      summary: `makes a key for the vault (ews-booking/crypto) and prints it with its id (kid)
as lines of an environment file; it is written nowhere else`,
      options: {
        json: { type: 'boolean', description: 'prints {"key","kid"} instead' },
      },
      run: async ({ json = false }) => {
        const { keygen } = await import('./keygen')
        print(keygen(json))
      },
    }),
  ],
])
