import { useId, useState } from 'preact/hooks'
import { control, type Injection, type PendingFault } from './control-api'
import { Dialog } from './dialog'
import { FAULTS, type FaultParameter, PRESETS, type Preset } from './fault-catalog'

/** The parameters of the list of faults. */
export interface FaultsProperties {
  readonly pending: readonly PendingFault[]
  readonly operations: readonly string[]
}

/** Faults to switch on and off, those that are due, and a form for any other. */
export function Faults({ pending, operations }: FaultsProperties) {
  const [operation, setOperation] = useState('')
  const [isOpen, setOpen] = useState(false)
  const switched = PRESETS.map((preset) => pending.find((each) => isOf(each, preset)))
  const others = pending.filter((each) => !switched.includes(each))
  return (
    <section class="panel faults" aria-labelledby="faults">
      <header>
        <h2 id="faults">Faults</h2>
        <Operations label="in" operations={operations} value={operation} onChange={setOperation} />
      </header>
      <div class="switches">
        {PRESETS.map((preset, index) => (
          <Switch key={preset.name} preset={preset} pending={switched[index]} operation={operation} />
        ))}
        <button type="button" class="quiet another" onClick={() => setOpen(true)}>
          Another fault…
        </button>
      </div>
      {others.length > 0 && (
        <ul class="due">
          {others.map(({ number, left, injection }) => (
            <li key={number}>
              <span>
                <strong>{injection.fault}</strong> in {injection.operation ?? 'any operation'},{' '}
                {left === 'always' ? 'always' : `${left} more`}
              </span>
              <button type="button" class="quiet" onClick={() => control.endFault(number)}>
                End
              </button>
            </li>
          ))}
        </ul>
      )}
      {isOpen && <FaultDialog operations={operations} onClose={() => setOpen(false)} />}
    </section>
  )
}

const isOf = ({ injection, left }: PendingFault, preset: Preset) =>
  left === 'always' && Object.entries(preset.injection).every(([name, value]) => injection[name] === value)

interface SwitchProperties {
  readonly preset: Preset
  readonly pending: PendingFault | undefined
  readonly operation: string
}

function Switch({ preset: { name, hint, injection }, pending, operation }: SwitchProperties) {
  const scope = operation === '' ? {} : { operation }
  const flip = () =>
    pending === undefined
      ? control.inject({ ...injection, ...scope, times: 'always' })
      : control.endFault(pending.number)
  return (
    <button type="button" role="switch" aria-checked={pending !== undefined} title={hint} onClick={flip}>
      <span class="track" />
      <span>
        {name}
        {pending?.injection.operation !== undefined && <small>{pending.injection.operation}</small>}
      </span>
    </button>
  )
}

interface OperationsProperties {
  readonly label: string
  readonly operations: readonly string[]
  readonly value: string
  readonly onChange: (operation: string) => void
}

function Operations({ label, operations, value, onChange }: OperationsProperties) {
  return (
    <label class="inline">
      {label}
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        <option value="">any operation</option>
        {operations.map((operation) => (
          <option key={operation}>{operation}</option>
        ))}
      </select>
    </label>
  )
}

function FaultDialog({ operations, onClose }: { operations: readonly string[]; onClose: () => void }) {
  const [fault, setFault] = useState('soapFault')
  const [operation, setOperation] = useState('')
  const [problem, setProblem] = useState('')
  const parameters = FAULTS.get(fault) ?? []
  const inject = async (form: HTMLFormElement) => {
    try {
      await control.inject(injectionOf(fault, operation, parameters, new FormData(form)))
      onClose()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Dialog title="Let something go wrong" onClose={onClose}>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault()
          inject(event.currentTarget)
        }}
      >
        <label>
          Fault
          <select value={fault} onChange={({ currentTarget }) => setFault(currentTarget.value)}>
            {[...FAULTS.keys()].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <Operations label="Operation" operations={operations} value={operation} onChange={setOperation} />
        <label>
          For how many requests
          <input name="times" type="number" min="1" placeholder="all" defaultValue="1" />
        </label>
        {parameters.map((parameter) => (
          <ParameterField key={`${fault} ${parameter.name}`} parameter={parameter} />
        ))}
        {problem !== '' && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" class="primary">
          Inject
        </button>
      </form>
    </Dialog>
  )
}

function ParameterField({ parameter: { name, description, isRequired, kind, words } }: { parameter: FaultParameter }) {
  const id = useId()
  const hint = useId()
  const common = { id, name, required: isRequired, 'aria-describedby': hint }
  return (
    <div class="field">
      <label htmlFor={id}>{name}</label>
      {words.length > 0 ? (
        <select {...common}>
          <option value="">default</option>
          {words.map((word) => (
            <option key={word}>{word}</option>
          ))}
        </select>
      ) : kind === 'flag' ? (
        <input {...common} type="checkbox" value="true" required={false} />
      ) : (
        <input {...common} type={kind === 'number' ? 'number' : 'text'} step="any" />
      )}
      <span class="hint" id={hint}>
        {kind === 'json' ? `${description} As JSON.` : description}
      </span>
    </div>
  )
}

function injectionOf(
  fault: string,
  operation: string,
  parameters: readonly FaultParameter[],
  form: FormData,
): Injection {
  const times = form.get('times')
  const given = parameters.flatMap(({ name, kind }) => {
    const value = form.get(name)
    return typeof value !== 'string' || value === '' ? [] : [[name, parsed(kind, value)] as const]
  })
  return {
    ...Object.fromEntries(given),
    fault,
    times: times === '' ? 'always' : Number(times),
    ...(operation !== '' && { operation }),
  }
}

function parsed(kind: FaultParameter['kind'], text: string): unknown {
  if (kind === 'number') return Number(text)
  return kind === 'flag' || kind === 'json' ? JSON.parse(text) : text
}
