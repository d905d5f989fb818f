import { describe, expect, it } from 'vitest'
import { CreateItem, DeleteItem, FindItem, type FindItemRequest, GetItem } from '../../../src/operations'
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

const inInbox = (mailbox: string): FindItemRequest => ({
  ...everything(),
  parentFolderIds: [{ distinguishedFolderId: { id: 'inbox', mailbox: { emailAddress: mailbox } } }],
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
    const { responseMessages } = await call(FindItem, everything(DOCTOR), {
      authorization: DOCTORS_ACCOUNT,
      as: 'self',
    })
    expect(responseMessages[0]?.responseCode).toBe('NoError')
  })

  it('an account that may impersonate has no rights, however it names what it wants', async () => {
    const { id } = exchange().add(ROOM, { subject: 'Theirs', start: at('09:00'), end: at('10:00') })
    const self = { as: 'self' } as const
    const found = await call(FindItem, everything(ROOM), self)
    expect(found.responseMessages).toMatchObject([{ responseCode: 'ErrorAccessDenied' }])
    const got = await call(GetItem, { itemShape: { baseShape: 'IdOnly' }, itemIds: [{ itemId: { id } }] }, self)
    expect(got.responseMessages).toMatchObject([{ responseCode: 'ErrorItemNotFound' }])
    const deleted = await call(
      DeleteItem,
      { deleteType: 'HardDelete', sendMeetingCancellations: 'SendToNone', itemIds: [{ itemId: { id } }] },
      self,
    )
    expect(deleted.responseMessages).toMatchObject([{ responseCode: 'ErrorItemNotFound' }])
    const created = await call(
      CreateItem,
      {
        sendMeetingInvitations: 'SendToNone',
        savedItemFolderId: { distinguishedFolderId: { id: 'calendar', mailbox: { emailAddress: ROOM } } },
        items: [{ calendarItem: { subject: 'Mine', start: at('11:00'), end: at('12:00') } }],
      },
      self,
    )
    expect(created.responseMessages).toMatchObject([{ responseCode: 'ErrorCreateItemAccessDenied' }])
    expect(exchange().calendar(ROOM)).toMatchObject([{ subject: 'Theirs' }])
  })

  it.each([
    ["another user's calendar", everything(ROOM), 'ErrorAccessDenied'],
    ["another user's inbox", inInbox(ROOM), 'ErrorFolderNotFound'],
    ['the calendar of an unknown mailbox', everything('nobody@example.com'), 'ErrorNonExistentMailbox'],
  ])('%s is an error of that folder', async (_case, request, responseCode) => {
    const { responseMessages } = await call(FindItem, request, { authorization: DOCTORS_ACCOUNT, as: 'self' })
    expect(responseMessages).toMatchObject([{ responseClass: 'Error', responseCode }])
  })
})
