import schema from '../simulator/configuration/configuration.schema.json'

/** A parameter of a fault, as the form shows it. */
export interface FaultParameter {
  readonly name: string
  readonly description: string
  readonly isRequired: boolean
  readonly kind: 'number' | 'text' | 'flag' | 'json'
  /** The words to choose from. */
  readonly words: readonly string[]
}

interface Described {
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly string[]
  readonly const?: string
  readonly anyOf?: readonly Described[]
}

interface FaultSchema {
  readonly properties: Readonly<Record<string, Described | undefined>>
  readonly required: readonly string[]
}

/** Every fault has these. The form has fields of its own for them. */
const SCOPE = ['fault', 'operation', 'times', 'unauthenticated']

function kindOf({ type, anyOf }: Described): FaultParameter['kind'] {
  if (type === 'boolean') return 'flag'
  if (type === 'object') return 'json'
  if (type === 'integer' || type === 'number') return 'number'
  const types = [type, ...(anyOf ?? []).map((each) => each.type)].flat()
  return types.includes('number') ? 'number' : 'text'
}

const parametersOf = ({ properties, required }: FaultSchema): readonly FaultParameter[] =>
  Object.entries(properties)
    .filter(([name]) => !SCOPE.includes(name))
    .map(([name, described = {}]) => ({
      name,
      description: described.description ?? '',
      isRequired: required.includes(name),
      kind: kindOf(described),
      words: described.enum ?? [],
    }))

const faults: readonly FaultSchema[] = schema.properties.faults.items.oneOf

/** The parameters of each fault. */
export const FAULTS: ReadonlyMap<string, readonly FaultParameter[]> = new Map(
  faults.map((fault) => [fault.properties.fault?.const ?? '', parametersOf(fault)]),
)

/** A fault that is switched on and off with one click. */
export interface Preset {
  readonly name: string
  readonly hint: string
  readonly injection: { readonly fault: string; readonly [parameter: string]: unknown }
}

/** The faults that people show first. */
export const PRESETS: readonly Preset[] = [
  {
    name: 'Server busy',
    hint: 'Over budget; asks to wait for 5 seconds',
    injection: { fault: 'serverBusy', backOffMs: 5000 },
  },
  { name: 'Lost answer', hint: 'Carried out, but nobody hears of it', injection: { fault: 'dropAfterCommit' } },
  { name: 'Lost request', hint: 'The connection is closed before it counts', injection: { fault: 'dropBeforeCommit' } },
  {
    name: 'Slow answer',
    hint: 'Carried out at once, answered after 3 seconds',
    injection: { fault: 'delayAfterCommit', until: 3000 },
  },
  { name: 'Silence', hint: 'Never answered', injection: { fault: 'hang' } },
  { name: 'Half an answer', hint: 'The XML ends in the middle', injection: { fault: 'truncate' } },
  { name: 'Login page', hint: "A gateway's HTML in place of SOAP", injection: { fault: 'htmlPage' } },
  { name: 'Unavailable', hint: 'HTTP 503, the queue of IIS is full', injection: { fault: 'serviceUnavailable' } },
]
