import { nonEmptyText, type Scalar } from '../../xml'

/** The id of a subscription (MS-OXWSNTIF, SubscriptionIdType). */
export const SubscriptionId: Scalar<string> = { ...nonEmptyText }

/** A position in the events of a mailbox. Only the server can read it (MS-OXWSNTIF, WatermarkType). */
export const Watermark: Scalar<string> = { ...nonEmptyText }
