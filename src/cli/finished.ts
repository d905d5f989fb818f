/** Ends a command that has said everything already. */
export class Finished extends Error {
  override readonly name = 'Finished'

  constructor(readonly exitCode: number) {
    super('')
  }
}
