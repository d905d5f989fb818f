import { describe, expect, it } from 'vitest'
import { GetUserOofSettings } from '../../../src/operations/out-of-office/get-user-oof-settings'
import type { OofSettings } from '../../../src/operations/out-of-office/oof-settings'
import { SetUserOofSettings } from '../../../src/operations/out-of-office/set-user-oof-settings'
import { at, CLERK, DOCTOR, withExchange } from '../exchange'

const mailbox = { address: DOCTOR }
const away: OofSettings = {
  oofState: 'Scheduled',
  externalAudience: 'Known',
  duration: { startTime: at('09:00'), endTime: at('17:00') },
  internalReply: { message: 'Away' },
  externalReply: { message: 'Away until five' },
}

describe('Automatic replies', () => {
  const { call } = withExchange()
  const get = () => call(GetUserOofSettings, { mailbox })
  const set = (userOofSettings: OofSettings) => call(SetUserOofSettings, { mailbox, userOofSettings })

  it('are disabled at first', async () => {
    expect(await get()).toMatchObject({
      responseMessage: { responseCode: 'NoError' },
      oofSettings: { oofState: 'Disabled' },
      allowExternalOof: 'All',
    })
  })

  it('are kept as they are set', async () => {
    expect(await set(away)).toMatchObject({ responseMessage: { responseClass: 'Success' } })
    expect((await get()).oofSettings).toEqual(away)
  })

  it.each<[string, OofSettings, string]>([
    ['a schedule without duration', { ...away, duration: undefined }, 'ErrorInvalidScheduledOofDuration'],
    [
      'an end before the start',
      { ...away, duration: { startTime: at('10:00'), endTime: at('09:00') } },
      'ErrorInvalidScheduledOofDuration',
    ],
    ['a missing reply', { ...away, internalReply: undefined }, 'ErrorInvalidUserOofSettings'],
  ])('are refused with %s', async (_case, settings, responseCode) => {
    expect(await set(settings)).toMatchObject({ responseMessage: { responseClass: 'Error', responseCode } })
    expect((await get()).oofSettings).toMatchObject({ oofState: 'Disabled' })
  })

  it('are not for others', async () => {
    const request = { mailbox }
    expect(await call(GetUserOofSettings, request, { authorization: CLERK, as: 'self' })).toMatchObject({
      responseMessage: { responseCode: 'ErrorAccessDenied' },
    })
    expect(await call(GetUserOofSettings, { mailbox: { address: 'nobody@example.com' } })).toMatchObject({
      responseMessage: { responseCode: 'ErrorMailRecipientNotFound' },
    })
  })
})
