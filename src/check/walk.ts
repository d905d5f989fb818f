import { EwsRequestError } from '../errors'
import type { CheckName, CheckStep } from './check-step'
import { namesIn } from './confidential'
import type { Known } from './known'
import type { CheckOptions } from './options'
import { type Outcome, skipped } from './outcome'
import type { CheckRuntime } from './runtime'
import { steps } from './steps'
import { Tools } from './tools'
import { unexpected } from './unexpected'

/** Makes all steps in their order. */
export async function* walk(options: CheckOptions, runtime: CheckRuntime): AsyncGenerator<CheckStep, void, undefined> {
  if (typeof options !== 'object' || options === null) throw noOptions()
  const tools = new Tools(runtime, options.signal)
  /** The steps that failed or weren't made, each with the step that is to blame. */
  const unmet = new Map<CheckName, CheckName>()
  let known: Known = { options }
  try {
    for (const { name, needs, look } of steps) {
      options.signal?.throwIfAborted()
      const begun = runtime.now()
      const [culprit] = needs.flatMap((each) => unmet.get(each) ?? [])
      const outcome = culprit === undefined ? await looked(() => look(known, tools)) : because(culprit)
      options.signal?.throwIfAborted()
      if (outcome.verdict === 'failed' || culprit !== undefined) unmet.set(name, culprit ?? name)
      known = { ...known, ...tools.seen(), ...outcome.learned }
      yield stepOf(name, outcome, runtime.now() - begun, known)
    }
  } finally {
    await tools.close()
  }
}

const noOptions = () =>
  new EwsRequestError({ message: 'The options: must be an object', hint: 'Pass those of an EwsClient.', path: '' })

const because = (name: CheckName): Outcome => ({ ...skipped(`Not looked at, because of ${name}.`), because: name })

/** A defect of ours must not hide what the other steps find. */
async function looked(look: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  try {
    return await look()
  } catch (error) {
    return unexpected(error)
  }
}

function stepOf(name: CheckName, { learned: _, ...outcome }: Outcome, ms: number, known: Known): CheckStep {
  const text = `${outcome.found} ${outcome.remedy ?? ''}`.toLowerCase()
  const confidential = namesIn(known).filter((each) => text.includes(each.toLowerCase()))
  return { name, ...outcome, ms, confidential }
}
