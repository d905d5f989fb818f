import { VaultConfigError, VaultNotSealedError } from '../vault-error'
import { type Change, examine } from './existing-value'
import type { FieldValues, SealExistingOptions, TextField } from './options'
import type { FieldFailure, Finding, RowOutcome } from './progress'

type RowOptions<Row, Field extends TextField<Row>> = Pick<
  SealExistingOptions<Row, Field>,
  'vault' | 'fields' | 'context' | 'plaintext' | 'save'
>

interface FieldChange<Field extends string> extends Change {
  readonly field: Field
}

/**
 * Seals the fields of one row and saves the changes. Failures are part of the outcome.
 *
 * @throws VaultConfigError if `save` returns no boolean
 */
export async function sealRow<Row, Field extends TextField<Row>>(
  row: Row,
  options: RowOptions<Row, Field>,
): Promise<RowOutcome<Field>> {
  const { findings, changes, failures } = examineFields(row, options)
  if (changes.length === 0) return { findings, failures }
  const saved = await saveFields(row, changes, options)
  return { findings: [...findings, ...saved.findings], failures: [...failures, ...saved.failures] }
}

/** Saves the changes together. If somebody else has changed one of the fields, it saves each change separately. */
async function saveFields<Row, Field extends TextField<Row>>(
  row: Row,
  changes: readonly FieldChange<Field>[],
  options: RowOptions<Row, Field>,
): Promise<RowOutcome<Field>> {
  const together = await attempt(row, changes, options)
  if (changes.length === 1 || !together.findings.includes('superseded')) return together
  const findings: Finding[] = []
  const failures: FieldFailure<Field>[] = []
  for (const change of changes) {
    const alone = await attempt(row, [change], options)
    findings.push(...alone.findings)
    failures.push(...alone.failures.map(({ error }) => ({ field: change.field, error })))
  }
  return { findings, failures }
}

async function attempt<Row, Field extends TextField<Row>>(
  row: Row,
  changes: readonly FieldChange<Field>[],
  { save }: RowOptions<Row, Field>,
): Promise<RowOutcome<Field>> {
  let saved: unknown
  try {
    saved = await save(row, valuesOf(changes, 'changed'), valuesOf(changes, 'previous'))
  } catch (error) {
    return { findings: [], failures: [{ field: undefined, error }] }
  }
  if (typeof saved !== 'boolean')
    throw new VaultConfigError('save must return true if it has saved, and false otherwise')
  return { findings: changes.map(({ finding }) => (saved === true ? finding : 'superseded')), failures: [] }
}

/** Returns what was found in a row, and the changes to save. */
function examineFields<Row, Field extends TextField<Row>>(
  row: Row,
  { vault, fields, context, plaintext }: RowOptions<Row, Field>,
) {
  const findings: Finding[] = []
  const changes: FieldChange<Field>[] = []
  const failures: FieldFailure<Field>[] = []
  for (const field of fields) {
    try {
      const value = examine(vault, row[field], { column: field, ...context(row, field) })
      if (plaintext === 'refuse' && value.finding === 'sealed') throw new VaultNotSealedError()
      if ('changed' in value) changes.push({ ...value, field })
      else findings.push(value.finding)
    } catch (error) {
      failures.push({ field, error })
    }
  }
  return { findings, changes, failures }
}

function valuesOf<Field extends string>(
  changes: readonly FieldChange<Field>[],
  which: 'changed' | 'previous',
): FieldValues<Field> {
  const values: { [Name in Field]?: string } = {}
  for (const change of changes) values[change.field] = change[which]
  return values
}
