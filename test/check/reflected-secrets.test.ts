import { checkReport } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { exchange, PASSWORD, USERNAME } from '../exchange'
import { httpServer } from '../http-server'
import { basic, checked, failures, TOKEN } from './checked'

/** A server that shows the credentials that it was sent, decoded, wherever an answer has room. */
async function gossip(scheme: 'Basic' | 'Bearer') {
  const { url } = await httpServer(({ headers: { authorization = '' } }, response) => {
    if (authorization === '') return response.writeHead(401, { 'www-authenticate': scheme }).end()
    const [, credentials = ''] = authorization.split(' ')
    const secret =
      scheme === 'Basic' ? Buffer.from(credentials, 'base64').toString('latin1').split(':')[1] : credentials
    response.setHeader('x-caserrorcode', `refused ${secret}`)
    response.setHeader('x-feserver', `${secret}`.replace(/[^\w.-]/g, ''))
    response.setHeader('location', `https://other.example.com/${encodeURIComponent(secret ?? '')}?${authorization}`)
    return response.writeHead(302, { 'content-type': 'text/html' }).end(`<title>${authorization} ${secret}</title>`)
  })
  return url
}

describe('a server that reflects credentials', () => {
  // `checked` searches the steps for secrets.
  it('gets none of them into the steps of a check, nor into its report', async () => {
    const steps = await checked({ url: await gossip('Basic'), auth: basic })
    expect(failures(steps).map(({ name }) => name)).toEqual(['authentication'])
    expect(checkReport(Object.values(steps))).not.toContain(PASSWORD)
  })

  it('gets no token there either', async () => {
    const steps = await checked({ url: await gossip('Bearer'), auth: { type: 'bearer', token: TOKEN } })
    expect(failures(steps).map(({ name }) => name)).toEqual(['authentication'])
    expect(checkReport(Object.values(steps))).not.toContain(TOKEN)
  })

  it.each(['location', 'reason', 'body'] as const)('in the %s', async (where) => {
    const server = await exchange({ auth: ['Basic'] })
    server.inject({ fault: 'reflectAuthorization', where, times: Number.POSITIVE_INFINITY })
    const shown = JSON.stringify(await checked({ url: server.url, auth: basic }))
    expect(shown).not.toContain(Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64'))
  })
})
