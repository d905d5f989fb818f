import { checkConclusion } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import type { BrokenSetup } from './broken-setup'
import { checked, failures } from './checked'
import { httpSetups } from './setups/http'
import { kerberosSetups } from './setups/kerberos'
import { mailboxSetups } from './setups/mailbox'
import { networkSetups } from './setups/network'
import { optionSetups } from './setups/options'
import { schemeSetups } from './setups/schemes'
import { signInSetups } from './setups/sign-in'
import { tlsSetups } from './setups/tls'

/** Things that are wrong at customers'. */
const SETUPS: Readonly<Record<string, readonly BrokenSetup[]>> = {
  options: optionSetups,
  network: networkSetups,
  TLS: tlsSetups,
  'what answers': httpSetups,
  schemes: schemeSetups,
  'the sign-in': signInSetups,
  Kerberos: kerberosSetups,
  'the mailbox': mailboxSetups,
}

describe.each(Object.entries(SETUPS))('a check finds what is wrong with %s', (_group, setups) => {
  it.each(setups)('$name', async ({ build, step: name, verdict = 'failed', whose, found, remedy }) => {
    const { runtime, ...setup } = await build()
    const steps = await checked(setup, runtime)
    const step = steps[name]
    expect(step).toMatchObject({ verdict, whose })
    expect(step.found).toMatch(found)
    expect(step.remedy).toMatch(remedy)
    if (verdict !== 'failed') return
    expect(failures(steps).map((failure) => failure.name)).toContain(name)
    expect(checkConclusion(Object.values(steps)).failure).toBeDefined()
  })
})

describe('the table of broken set-ups', () => {
  it('is long', () => {
    expect(Object.values(SETUPS).flat().length).toBeGreaterThan(100)
  })
})
