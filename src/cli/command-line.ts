import {
  type Application,
  buildApplication,
  buildRouteMap,
  ExitCode,
  proposeCompletions,
  run,
  type StricliIntegration,
  text_en,
  version as versionFlag,
} from '@stricli/core'
import { version } from '../../package.json'
import { COMMANDS } from './commands'
import { EXIT_CODES } from './exit-code'
import { endOf, explain } from './failure'
import { help, helpOf } from './help'
import { complaint } from './parameter-error'
import { refuseSecrets } from './refused-secret'
import type { Surroundings } from './surroundings'
import { UsageError } from './usage-error'

const showHelp: StricliIntegration<Surroundings> = {
  flag: {
    brief: 'Print the help',
    aliases: ['h'],
    global: true,
    complete: true,
    defaultForRouteMap: true,
    run(_application, { result: { prefix } }) {
      this.process.stdout.write(helpOn(prefix[1]))
    },
  },
}

function helpOn(name = ''): string {
  const command = COMMANDS[name]
  return command === undefined ? help() : helpOf(name, command)
}

/** Builds the application for one run: how it ends depends on what stopped it. */
const applicationFor = ({ signal }: Surroundings): Application<Surroundings> =>
  buildApplication(
    buildRouteMap({ routes: COMMANDS, docs: { brief: '' } }),
    {
      name: 'ews-booking',
      scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
      documentation: { caseStyle: 'convert-camel-to-kebab', disableAnsiColor: true },
      determineExitCode: (error) => endOf(error, signal).exitCode,
      localization: {
        text: {
          ...text_en,
          formatException: explain,
          noCommandRegisteredForInput: ({ input, corrections: [nearest] }) =>
            `Unknown command ${input}${nearest === undefined ? '' : `; did you mean ${nearest.replaceAll('`', '')}?`}`,
          exceptionWhileParsingArguments: complaint,
          exceptionWhileRunningCommand: (error) => endOf(error, signal).text,
        },
      },
    },
    { help: showHelp, version: versionFlag({ brief: '', info: { currentVersion: version } }) },
  )

/** Runs the command line: what is typed after `ews-booking`. Returns the exit code. */
export async function commandLine(parameters: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    if (parameters.length === 0) throw new UsageError(help().trimEnd())
    refuseSecrets(parameters)
  } catch (error) {
    surroundings.note(explain(error))
    return EXIT_CODES.usage
  }
  const [first, ...others] = parameters
  if (first === COMPLETE) return complete(others, surroundings)
  const asked = first === 'help' ? [...others, '--help'] : parameters
  const context = withoutEmptyMessages(surroundings)
  await run(applicationFor(context), asked, context)
  return exitCodeAfter(first, context)
}

/** The parser ends each message with a line break, even the empty one of a command that has said everything itself. */
function withoutEmptyMessages(surroundings: Surroundings): Surroundings {
  const { process } = surroundings
  const write = (text: string) => {
    if (text !== '\n') process.stderr.write(text)
  }
  return { ...surroundings, process: { ...process, stderr: { write } } }
}

/** What the scripts of shells call. */
const COMPLETE = '__complete'

/** Prints the completions of the last word: one a line, followed by a tab and what it means. */
async function complete(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const proposals = await proposeCompletions(applicationFor(surroundings), words, surroundings)
  const wantsOption = words.at(-1)?.startsWith('-') ?? false
  for (const { completion, brief } of proposals) {
    if (completion === '--' || completion.startsWith('-') !== wantsOption) continue
    surroundings.print(`${completion}\t${brief.replaceAll('\n', ' ')}`)
  }
  return EXIT_CODES.done
}

/** Translates what the parser calls an exit code. */
function exitCodeAfter(command = '', surroundings: Surroundings): number {
  const { exitCode } = surroundings.process
  switch (exitCode) {
    case ExitCode.UnknownCommand:
      surroundings.note('\news-booking --help lists the commands.')
      return EXIT_CODES.usage
    case ExitCode.InvalidArgument:
      surroundings.note(`\news-booking ${command} --help explains the options.`)
      return EXIT_CODES.usage
    default:
      return typeof exitCode === 'number' && exitCode >= 0 ? exitCode : EXIT_CODES.failed
  }
}
