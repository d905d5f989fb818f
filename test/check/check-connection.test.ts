import { checkConclusion, checkConnection } from 'ews-booking'
import { Agent } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkNames } from '../../src/check/check-step'
import { exchange, MAILBOX, PASSWORD } from '../exchange'
import { needs } from '../requirements'
import { auto, basic, checked, failures, ntlm, verdicts } from './checked'
import { tickingClock } from './ticking-clock'

describe('checkConnection', () => {
  it('finds nothing wrong with a server that works', async () => {
    const { url, ca } = await exchange({ https: true, auth: ['Negotiate', 'NTLM', 'Basic'] })
    const steps = await checked({ url, auth: auto, tls: { ca }, write: true }, tickingClock())
    expect(Object.keys(steps)).toEqual(checkNames)
    expect(Object.values(verdicts(steps)).every((verdict) => verdict === 'ok')).toBe(true)
    expect(verdicts(steps)).toMatchObject({
      tls: 'ok',
      authentication: 'ok',
      writing: 'ok',
      promises: 'ok',
      latency: 'ok',
    })
    expect(checkConclusion(Object.values(steps))).toEqual({ failure: undefined, sentence: 'Everything works.' })
  })

  it('leaves nothing behind in the calendar, and tells nobody', async () => {
    const server = await exchange()
    expect((await checked({ url: server.url, write: true })).writing.verdict).toBe('ok')
    expect(server.calendar(MAILBOX)).toEqual([])
    expect(server.sent).toEqual([])
  })

  it('writes nothing unless it is asked to', async () => {
    const server = await exchange()
    const { writing, promises } = await checked({ url: server.url })
    expect([writing.verdict, promises.verdict]).toEqual(['skipped', 'skipped'])
    expect(server.requests.map(({ operation }) => operation)).not.toContain('CreateItem')
  })

  it('skips what depends on a step that failed, and says which one it was', async () => {
    const { url } = await exchange({ https: true })
    const steps = await checked({ url })
    expect(failures(steps).map(({ name }) => name)).toEqual(['tls'])
    expect(steps.calendar).toMatchObject({ verdict: 'skipped', found: 'Not looked at, because of tls.' })
  })

  it('names what is confidential in each step', async () => {
    const { url } = await exchange()
    const { account, freeBusy } = await checked({ url })
    expect(account.confidential).toEqual(expect.arrayContaining([MAILBOX, ntlm.username]))
    expect(freeBusy.confidential).toContain(MAILBOX)
  })

  it('ends with the reason of its signal', async () => {
    const { url } = await exchange()
    const reason = new Error('Enough')
    const controller = new AbortController()
    const steps = checkConnection({ url, auth: ntlm, mailbox: MAILBOX, signal: controller.signal })
    const seen: string[] = []
    const all = async () => {
      for await (const { name } of steps) {
        seen.push(name)
        if (name === 'http') controller.abort(reason)
      }
    }
    await expect(all()).rejects.toBe(reason)
    expect(seen.at(-1)).toBe('http')
  })

  it('removes the appointment that it made if it is aborted meanwhile', async () => {
    const server = await exchange()
    const controller = new AbortController()
    server.inject({ operation: 'UpdateItem', fault: 'delayBeforeCommit', until: new Promise(() => {}) })
    const steps = checked({ url: server.url, write: true, signal: controller.signal })
    while (!server.requests.some(({ operation }) => operation === 'UpdateItem')) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(server.calendar(MAILBOX)).toHaveLength(1)
    controller.abort()
    await expect(steps).rejects.toThrow()
    expect(server.calendar(MAILBOX)).toEqual([])
  })

  it.each(checkNames)('can be left after %s', async (last) => {
    const { url } = await exchange()
    const seen: string[] = []
    for await (const { name } of checkConnection({ url, auth: ntlm, mailbox: MAILBOX, write: true })) {
      seen.push(name)
      if (name === last) break
    }
    expect(seen.at(-1)).toBe(last)
  })

  it('goes through a dispatcher that others share, as far as it can look', async () => {
    const { url } = await exchange({ auth: ['Basic'] })
    const dispatcher = new Agent()
    onTestFinished(() => dispatcher.close())
    const steps = await checked({ url, auth: basic, dispatcher })
    expect(failures(steps)).toEqual([])
    expect(steps.tcp.verdict).toBe('skipped')
    expect(steps.calendar.verdict).toBe('ok')
  })

  it('takes an address of IPv6', needs('certificatesForIPv6'), async () => {
    const { url, ca } = await exchange({ https: true, host: '::1' })
    const steps = await checked({ url, tls: { ca } })
    expect(failures(steps)).toEqual([])
    expect(steps.tls.verdict).toBe('ok')
  })

  it('can be made several times at once', async () => {
    const server = await exchange()
    const all = await Promise.all(Array.from({ length: 5 }, () => checked({ url: server.url, write: true })))
    for (const steps of all) expect(failures(steps)).toEqual([])
    expect(server.calendar(MAILBOX)).toEqual([])
  })

  it('refuses no options at all', async () => {
    const steps: AsyncGenerator<unknown> = Reflect.apply(checkConnection, undefined, [])
    await expect(steps.next()).rejects.toMatchObject({ code: 'ERR_EWS_REQUEST' })
  })

  it('is the same for a caller who is not checked by types', async () => {
    const steps = await checked({ url: 'mail.example.com', auth: { ...ntlm, password: PASSWORD }, ...{ tiemoutMs: 5 } })
    expect(steps.account).toMatchObject({
      verdict: 'failed',
      whose: 'you',
      found: expect.stringContaining('did you mean timeoutMs'),
    })
  })
})
