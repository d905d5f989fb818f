import type { MailboxStore } from '../mailbox/mailbox-store'
import type { WebService } from '../web-service'
import { AutodiscoverDirectory, type AutodiscoverOptions } from './autodiscover-directory'
import { AutodiscoverSvc } from './autodiscover-svc'
import { AutodiscoverXml } from './autodiscover-xml'

/** The operations that injected faults can concern: the request of Outlook in XML, and the one over SOAP. */
export const AUTODISCOVER_OPERATIONS = ['Autodiscover', 'GetUserSettings'] as const

/**
 * Autodiscover in both of its forms.
 *
 * @param ownUrl the address of the simulator's EWS
 */
export function autodiscoverServices(
  store: MailboxStore,
  options: AutodiscoverOptions,
  ownUrl: () => string,
  now: () => Date,
): readonly WebService[] {
  const directory = new AutodiscoverDirectory(store, options, ownUrl)
  const hasSoap = options.soap ?? true
  return [new AutodiscoverXml(directory, hasSoap, now), ...(hasSoap ? [new AutodiscoverSvc(directory)] : [])]
}
