import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exchange } from '../exchange'
import { recordedDirectory } from '../recorded'
import { needs } from '../requirements'
import { basic, checked, failures } from './checked'
import { rewritingProxy } from './rewriting-proxy'

/** Headers that belong to a message, and can't be played again. */
const OWN = /^(date|transfer-encoding|content-type|request-id|set-cookie)$/i

/** Headers of an Exchange Server 2019 CU15, as they were recorded. */
function recordedHeaders(): Headers {
  const folder = `${recordedDirectory}/exchange`
  const file = readdirSync(folder).find((name) => /^2019-.*\.headers\.json$/.test(name)) ?? ''
  const recorded: Record<string, string[]> = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))
  return new Headers(
    Object.entries(recorded)
      .filter(([name]) => !OWN.test(name))
      .flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
  )
}

/** The version in the recorded answers, in the place of the simulator's. */
const recordedVersion = (xml: string) =>
  xml.replace(/MajorBuildNumber="\d+" MinorBuildNumber="\d+"/, 'MajorBuildNumber="1748" MinorBuildNumber="10"')

describe('a server with the recorded headers of Exchange 2019', needs('recordings'), () => {
  it('passes a check', async () => {
    const server = await exchange({ auth: ['Basic'] })
    const { url } = await rewritingProxy(server.url, { headers: recordedHeaders(), body: recordedVersion })
    const steps = await checked({ url, auth: basic, write: true })
    expect(failures(steps)).toEqual([])
    expect(steps.http.found).toBe('Exchange answers, and asks for an account.')
    expect(steps.serverVersion).toMatchObject({
      verdict: 'warning',
      found: 'Exchange Server 2019, build 15.2.1748.10 (V2017_07_11), left support on 2025-10-14.',
    })
  })
})
