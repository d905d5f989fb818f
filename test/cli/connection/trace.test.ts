import { describe, expect, it } from 'vitest'
import { PASSWORD, USERNAME } from '../../exchange'
import { httpServer } from '../../http-server'
import { run } from '../run'

/** Runs a command with `--trace` against a server that answers with this body. */
async function traced(body: string) {
  const { url } = await httpServer((_request, response) =>
    response.writeHead(500, { 'content-type': 'text/xml', 'x-odd': 'a\u009b31m' }).end(body),
  )
  const environment = { EWS_URL: url, EWS_USERNAME: USERNAME, EWS_PASSWORD: PASSWORD, EWS_AUTH: 'basic' }
  return run(['zones', '--trace'], { environment })
}

describe('--trace', () => {
  it.each([
    ['a tag without its end', '<html'],
    ['a comment without its end', '<!-- Sign in'],
    ['a document type without its end', '<!DOCTYPE html ['],
    ['tags that overlap', '<a><b></a>'],
    ['an attribute without quotes', '<a b=1 c></a>'],
    ['more levels than the parser takes', '<a>'.repeat(200) + '</a>'.repeat(200)],
  ])('shows %s as it came, and the command goes on', async (_case, body) => {
    const { stderr, code } = await traced(body)
    expect(stderr).toContain(`\n${body}\n`)
    expect(stderr).toMatch(/\nGetServerTimeZones failed: /)
    expect(code).toBe(5)
  })

  it('shows the control characters of a server, and does not let a terminal follow them', async () => {
    const { stderr } = await traced('\u001b[31mred\u009b0m\r\nnext\rline\u202e')
    expect(stderr).toContain('x-odd: a\\u{9b}31m')
    expect(stderr).toContain('\n\\u{1b}[31mred\\u{9b}0m\nnext\\u{d}line\\u{202e}\n')
  })
})
