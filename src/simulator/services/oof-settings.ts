import type { OofSettings } from '../../operations/out-of-office/oof-settings'
import type { Mailbox } from '../mailbox/mailbox'
import { ServiceError } from '../soap/service-error'
import type { ServiceContext } from './service'

const DAY_MS = 24 * 60 * 60 * 1000

/** The settings of a mailbox whose owner has never set any. */
export const disabledOofSettings = (now: Date): OofSettings => ({
  oofState: 'Disabled',
  externalAudience: 'All',
  duration: { startTime: now, endTime: new Date(now.getTime() + DAY_MS) },
  internalReply: { message: '' },
  externalReply: { message: '' },
})

/**
 * Finds a mailbox whose automatic replies the caller may read and set.
 *
 * @throws ServiceError
 */
export function ownMailbox(address: string, { store, caller }: ServiceContext): Mailbox {
  const mailbox = store.find(address)
  if (mailbox === undefined) throw new ServiceError('ErrorMailRecipientNotFound', 'The mailbox was not found.')
  if (caller.mayActFor(mailbox)) return mailbox
  throw new ServiceError('ErrorAccessDenied', 'Microsoft.Exchange.InfoWorker.Common.OOF.AccessDeniedException')
}

/** @throws ServiceError if the settings aren't valid */
export function refuseOofSettings({ oofState, duration, internalReply, externalReply }: OofSettings) {
  if (oofState === 'Disabled') return
  if (oofState === 'Scheduled' && (duration === undefined || duration.endTime <= duration.startTime)) {
    throw new ServiceError('ErrorInvalidScheduledOofDuration', 'The duration of the scheduled OOF is invalid.')
  }
  if (internalReply === undefined || externalReply === undefined) {
    throw new ServiceError('ErrorInvalidUserOofSettings', 'The OOF replies are missing.')
  }
}
