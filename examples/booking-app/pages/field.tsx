/** What somebody typed into a form, and what is wrong with it, by the fields' names. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** A labelled input with its error. */
export function Field(props: {
  name: string
  label: string
  state: FormState
  type?: string
  autocomplete?: string
  most?: number
  rows?: number
  hint?: string
  required?: boolean
}) {
  const { name, label, state, type = 'text', autocomplete, most, rows, hint, required = false } = props
  const error = state.errors[name]
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ') || undefined
  const common = {
    id: name,
    name,
    autocomplete,
    maxlength: most,
    required,
    'aria-describedby': described,
    'aria-invalid': error ? ('true' as const) : undefined,
  }
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {rows ? (
        <textarea {...common} rows={rows}>
          {state.values[name] ?? ''}
        </textarea>
      ) : (
        <input {...common} type={type} value={type === 'password' ? '' : (state.values[name] ?? '')} />
      )}
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${name}-error`}>
          {error}
        </p>
      )}
    </div>
  )
}
