import { describe, expect, it } from 'vitest'
import { exchange, MAILBOX, PASSWORD, USERNAME } from '../../exchange'
import { run } from '../run'

describe('a command that needs Exchange', () => {
  it('asks for what is missing, and hides the password', async () => {
    const { url } = await exchange()
    const { questions, stdout, code } = await run(['demo', '--url', url, '--impersonate', MAILBOX], {
      answers: [USERNAME, PASSWORD],
    })
    expect(questions).toEqual(['User name: ', `Password of ${USERNAME}: (hidden)`])
    expect(stdout).toContain('Cancelled.')
    expect(code).toBe(0)
  })

  it('prefers options to the environment, and asks for nothing that is known', async () => {
    const { url } = await exchange()
    const environment = {
      EWS_URL: 'other.example.com',
      EWS_USERNAME: USERNAME,
      EWS_PASSWORD: PASSWORD,
      EWS_IMPERSONATE: MAILBOX,
    }
    const { questions, code } = await run(['demo', '--url', url], { environment })
    expect({ questions, code }).toEqual({ questions: [], code: 0 })
  })

  it.each([
    [{ EWS_URL: 'mail.example.com' }, /^Set EWS_USERNAME, or pass --username\./],
    [{ EWS_URL: 'mail.example.com', EWS_USERNAME: 'svc', EWS_PASSWORD: '' }, /^Set EWS_PASSWORD\./],
    [{ EWS_URL: 'mail.example.com', EWS_AUTH: 'digest' }, /^EWS_AUTH must be one of auto, ntlm,/],
    [{ EWS_URL: 'mail.example.com', EWS_AUTH: 'bearer' }, /^Set EWS_TOKEN\./],
    [
      { EWS_URL: 'mail.example.com', EWS_USERNAME: 'svc', EWS_PASSWORD: 'x', EWS_CA: '/nowhere/ca.pem' },
      /^The certificates can't be read: ENOENT/,
    ],
    [{ EWS_URL: 'mail.example.com', EWS_USERNAME: 'svc', EWS_PASSWORD: 'x' }, /^Name the mailbox with --mailbox/],
  ])('says what is missing in %o without a terminal', async (environment, message) => {
    const { stderr, stdout, code } = await run(['demo'], { environment })
    expect(stderr).toMatch(message)
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  })
})
