import { buildCommand } from '@stricli/core'
import { described } from '../described-command'
import { UsageError } from '../usage-error'
import { isShell, SHELLS } from './shell'

export const completion = described(
  buildCommand({
    docs: {
      brief: 'Prints a script by which a shell completes',
      fullDescription: `Prints a script by which a shell completes commands and options after the tab key.`,
    },
    parameters: {
      positional: {
        kind: 'tuple',
        parameters: [
          {
            brief: SHELLS.join(', '),
            placeholder: '<shell>',
            parse: (input: string) => {
              if (isShell(input)) return input
              throw new UsageError(`${input} must be one of ${SHELLS.join(', ')}`)
            },
            proposeCompletions: (partial) => SHELLS.filter((shell) => shell.startsWith(partial)),
          },
        ],
      },
    },
    loader: async () => (await import('./completion')).completion,
  }),
  {
    synopsis: '<shell>',
    examples: [
      { line: 'completion bash >> ~/.bashrc', purpose: 'For bash, from the next session on' },
      { line: 'completion zsh >> ~/.zshrc', purpose: 'For zsh; compinit must have run before' },
      {
        line: 'completion fish > ~/.config/fish/completions/ews-booking.fish',
        purpose: 'For fish',
      },
    ],
  },
)
