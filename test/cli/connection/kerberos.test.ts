import { beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../../client/kerberos/mit-kdc'
import { exchange, MAILBOX, PASSWORD, USERNAME } from '../../exchange'
import { run } from '../run'

describe('Kerberos on the command line', () => {
  let environment: Record<string, string>
  let kdc: string

  beforeEach(async () => {
    const server = await exchange({ auth: ['Negotiate'], kerberos: { realm: 'BRANCH.EXAMPLE.COM' } })
    kdc = server.kdc?.address ?? ''
    environment = {
      EWS_URL: server.url,
      EWS_USERNAME: USERNAME,
      EWS_PASSWORD: PASSWORD,
      EWS_IMPERSONATE: MAILBOX,
      EWS_AUTH: 'kerberos',
    }
  })

  it('asks the KDCs of --kdc in their order, for --realm', async () => {
    const silent = `127.0.0.1:${await freePort()}`
    const parameters = ['events', '--kdc', `${silent}, ${kdc}`, '--realm', 'BRANCH.EXAMPLE.COM']
    expect(await run(parameters, { environment })).toMatchObject({ code: 0 })
  })

  it('goes by EWS_KDC and EWS_REALM', async () => {
    const named = { ...environment, EWS_KDC: kdc, EWS_REALM: 'BRANCH.EXAMPLE.COM' }
    expect(await run(['events'], { environment: named })).toMatchObject({ code: 0 })
    const { stderr } = await run(['events', '--realm', 'OTHER.EXAMPLE.COM'], { environment: named })
    expect(stderr).toMatch(/OTHER\.EXAMPLE\.COM/)
  })

  it('is checked with them', async () => {
    const { stdout } = await run(['check', '--kdc', kdc, '--realm', 'BRANCH.EXAMPLE.COM', '--json'], { environment })
    const steps = stdout
      .split('\n')
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line))
    expect(steps).toContainEqual(expect.objectContaining({ name: 'kerberos', verdict: 'ok' }))
  })

  it.each([
    [['--kdc', 'dc1.example.com,'], /^--kdc or EWS_KDC has an empty name/],
    [['--kdc', 'dc1.example.com', '--auth', 'basic'], /^--kdc is for Kerberos, and --auth basic uses none/],
    [['--realm', 'EXAMPLE.COM', '--auth', 'ntlm'], /^--realm is for Kerberos/],
    [['--kdc', 'dc 1'], /The option --kdc: must be a host/],
  ])('refuses %j', async (options, message) => {
    const { stderr, code } = await run(['events', ...options], { environment })
    expect(stderr).toMatch(message)
    expect(code).toBe(2)
  })

  it('leaves EWS_KDC to the commands that use Kerberos', async () => {
    const { url } = await exchange()
    const named = {
      ...environment,
      EWS_URL: url,
      EWS_AUTH: 'ntlm',
      EWS_KDC: 'dc1.example.com',
      EWS_REALM: 'EXAMPLE.COM',
    }
    expect(await run(['events'], { environment: named })).toMatchObject({ code: 0 })
  })
})
