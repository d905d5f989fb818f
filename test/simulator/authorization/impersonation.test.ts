import { describe, expect, it } from 'vitest'
import { FindItem, type FindItemRequest } from '../../../src/operations'
import { at, CLERK, DOCTOR, DOCTORS_ACCOUNT, ROOM, type Who, withExchange } from '../exchange'

const everything = (mailbox?: string): FindItemRequest => ({
  traversal: 'Shallow',
  itemShape: { baseShape: 'IdOnly', additionalProperties: [{ fieldURI: { fieldURI: 'item:Subject' } }] },
  parentFolderIds: [
    {
      distinguishedFolderId: { id: 'calendar', mailbox: mailbox === undefined ? undefined : { emailAddress: mailbox } },
    },
  ],
})

describe('Impersonation', () => {
  const { exchange, call, fault } = withExchange()
  const subjects = async (who: Who) => {
    const { responseMessages } = await call(FindItem, everything(), who)
    return responseMessages[0]?.rootFolder?.items?.map(({ subject }) => subject)
  }

  it.each([
    ['principalName', { principalName: 'DR.MEIER@example.com' }],
    ['primarySmtpAddress', { primarySmtpAddress: DOCTOR }],
    ['smtpAddress', { smtpAddress: 'Dr.Meier@Example.com' }],
  ])('names the mailbox by its %s', async (_form, as) => {
    exchange().add(DOCTOR, { subject: 'Consultation', start: at('09:00'), end: at('10:00') })
    expect(await subjects({ as })).toEqual(['Consultation'])
  })

  it('knows no SID', async () => {
    expect(await fault(FindItem, everything(), { as: { sid: 'S-1-5-21-1' } })).toMatchObject({
      status: 500,
      faultcode: 'e:ErrorInvalidUserSid',
    })
  })

  it('is denied to an account without the right over the mailbox', async () => {
    expect(await fault(FindItem, everything(), { authorization: CLERK, as: { smtpAddress: DOCTOR } })).toEqual({
      status: 500,
      faultcode: 'e:ErrorImpersonateUserDenied',
      faultstring: 'The account does not have permission to impersonate the requested user.',
      detail: {
        responseCode: 'ErrorImpersonateUserDenied',
        message: 'The account does not have permission to impersonate the requested user.',
      },
    })
    expect(await subjects({ authorization: CLERK, as: { smtpAddress: ROOM } })).toEqual([])
  })

  it('is refused for a mailbox that does not exist', async () => {
    expect(await fault(FindItem, everything(), { as: { smtpAddress: 'nobody@example.com' } })).toMatchObject({
      faultcode: 'e:ErrorNonExistentMailbox',
      faultstring: 'The SMTP address has no mailbox associated with it.',
    })
  })
})

describe('Without impersonation', () => {
  const { exchange, call, fault } = withExchange()

  it('an account reads its own calendar', async () => {
    exchange().add(DOCTOR, { subject: 'Mine', start: at('09:00'), end: at('10:00') })
    const { responseMessages } = await call(FindItem, everything(), { authorization: DOCTORS_ACCOUNT, as: 'self' })
    expect(responseMessages[0]?.rootFolder?.items).toMatchObject([{ subject: 'Mine' }])
  })

  it('an account without a mailbox must name one', async () => {
    expect(await fault(FindItem, everything(), { as: 'self' })).toMatchObject({
      faultcode: 'e:ErrorMissingEmailAddress',
    })
    const { responseMessages } = await call(FindItem, everything(ROOM), { as: 'self' })
    expect(responseMessages[0]?.responseCode).toBe('NoError')
  })

  it.each([
    ["another user's calendar", everything(ROOM), 'ErrorAccessDenied'],
    ['the calendar of an unknown mailbox', everything('nobody@example.com'), 'ErrorNonExistentMailbox'],
  ])('%s is an error of that folder', async (_case, request, responseCode) => {
    const { responseMessages } = await call(FindItem, request, { authorization: DOCTORS_ACCOUNT, as: 'self' })
    expect(responseMessages).toMatchObject([{ responseClass: 'Error', responseCode }])
  })
})
