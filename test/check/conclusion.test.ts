import { type CheckName, type CheckStep, type CheckVerdict, checkConclusion } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { checkNames } from '../../src/check/check-step'

const step = (name: CheckName, verdict: CheckVerdict = 'ok'): CheckStep => ({
  name,
  verdict,
  found: 'Something.',
  ms: 1,
  ...(verdict !== 'ok' && { whose: 'exchange', remedy: 'Mend it.' }),
  confidential: [],
})

/** A check in which these steps failed. */
const failing = (...names: readonly CheckName[]) =>
  checkNames.map((name) => step(name, names.includes(name) ? 'failed' : 'ok'))

describe('what a check comes to', () => {
  it.each<[CheckName, string]>([
    ['url', 'options'],
    ['account', 'options'],
    ['dns', 'network'],
    ['tcp', 'network'],
    ['proxy', 'network'],
    ['tls', 'tls'],
    ['http', 'notEws'],
    ['schemes', 'signIn'],
    ['kerberos', 'signIn'],
    ['extendedProtection', 'extendedProtection'],
    ['authentication', 'signIn'],
    ['schema', 'server'],
    ['impersonation', 'mailbox'],
    ['calendar', 'mailbox'],
    ['freeBusy', 'mailbox'],
    ['writing', 'writing'],
    ['throttling', 'busy'],
  ])('%s that failed is a matter of: %s', (name, failure) => {
    const conclusion = checkConclusion(failing(name))
    expect(conclusion.failure).toBe(failure)
    expect(conclusion.sentence).toMatch(/^[A-Z].* \(\w+\)\. The Exchange administrator can fix it\.$/)
  })

  it('is decided by the first step that failed', () => {
    expect(checkConclusion(failing('calendar', 'freeBusy')).failure).toBe('mailbox')
    expect(checkConclusion(failing('extendedProtection', 'authentication')).failure).toBe('extendedProtection')
  })

  it('is a busy server if there is one, because that makes other steps fail', () => {
    expect(checkConclusion(failing('authentication', 'throttling')).failure).toBe('busy')
  })

  it('is success with warnings, which it names', () => {
    expect(checkConclusion([step('url'), step('clock', 'warning')])).toEqual({
      failure: undefined,
      sentence: 'Everything works, with a warning (clock).',
    })
  })
})
