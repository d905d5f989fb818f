import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { basic, searchXml } from '../ews-connection'
import { DOCTOR, withExchange } from '../exchange'

const authorization = basic('EXAMPLE\\svc-booking', 's3cret')
const body = searchXml({ smtpAddress: DOCTOR })

describe('Accept-Encoding', () => {
  const { exchange, connection } = withExchange()
  const ask = (acceptEncoding: string | undefined) => connection().send({ authorization, acceptEncoding, body })

  it.each(['gzip', 'GZIP', 'deflate, gzip', 'gzip;q=0.5, *;q=0', 'br ; q=1 , gzip ; q=1.0'])(
    '%s gets a compressed answer, and the log has its text',
    async (acceptEncoding) => {
      const { headers, content } = await ask(acceptEncoding)
      expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' })
      expect(headers['content-length']).toBe(String(content.length))
      expect(gunzipSync(content).toString()).toBe(exchange().requests.at(-1)?.responseXml)
    },
  )

  it.each([undefined, '', 'identity', 'deflate, br', 'gzip;q=0', 'gzip; q=0.000', 'x-gzip-like'])(
    '%s gets an uncompressed answer',
    async (acceptEncoding) => {
      const { headers, text } = await ask(acceptEncoding)
      expect(headers).not.toHaveProperty('content-encoding')
      expect(text).toBe(exchange().requests.at(-1)?.responseXml)
    },
  )

  it("doesn't compress an empty answer", async () => {
    exchange().inject({ fault: 'emptyError' })
    const { status, headers } = await ask('gzip')
    expect([status, headers['content-encoding'], headers['content-length']]).toEqual([500, undefined, '0'])
  })

  it('and a connection can be cut in the middle of a compressed answer', async () => {
    exchange().inject({ fault: 'truncateConnection' })
    await expect(ask('gzip')).rejects.toThrow()
  })
})

describe('A simulator with gzip: false', () => {
  const { connection } = withExchange({ gzip: false })

  it('never compresses', async () => {
    const { headers } = await connection().send({ authorization, acceptEncoding: 'gzip', body })
    expect(headers).not.toHaveProperty('content-encoding')
  })
})
