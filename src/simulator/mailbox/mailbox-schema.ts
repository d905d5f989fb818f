import type { WorkingHours } from 'ews-booking'
import * as z from 'zod/mini'
import { smtpAddress, text } from '../../validation'
import { isWorkingHours } from '../calendar/working-hours'
import { type DescribedCalendar, describedCalendar } from './described-mailbox'
import { permissionLevels } from './permission'

const permissions = z.record(text, z.enum(permissionLevels))

const calendar = z.strictObject({ name: text, permissions: z.optional(permissions) })

const areDistinctCalendars = (list: readonly (string | DescribedCalendar)[]) =>
  new Set(['calendar', ...list.map((each) => describedCalendar(each).name.toLowerCase())]).size === list.length + 1

const room = z.strictObject({
  automateProcessing: z.optional(z.enum(['AutoAccept', 'AutoUpdate'])),
  allowConflicts: z.optional(z.boolean()),
  bookingWindowInDays: z.optional(z.int().check(z.minimum(0))),
  maximumDurationInMinutes: z.optional(z.int().check(z.minimum(0))),
  deleteSubject: z.optional(z.boolean()),
  addOrganizerToSubject: z.optional(z.boolean()),
  deleteComments: z.optional(z.boolean()),
  removePrivateProperty: z.optional(z.boolean()),
})

/** What a mailbox may be described by, beside its address alone. */
export const mailboxSchema = z.strictObject({
  address: smtpAddress,
  name: z.optional(text),
  permissions: z.optional(permissions),
  calendars: z.optional(
    z
      .array(z.union([text, calendar], 'must be the name of a calendar, or one with its permissions'))
      .check(z.refine(areDistinctCalendars, 'must not contain a calendar twice, nor the default one, Calendar')),
  ),
  delegates: z.optional(
    z.array(
      z.strictObject({
        user: text,
        level: z.optional(z.enum(permissionLevels)),
        viewPrivateItems: z.optional(z.boolean()),
      }),
    ),
  ),
  fullAccess: z.optional(z.array(text)),
  room: z.optional(z.union([z.boolean(), room], 'must be true, or how the room answers meeting requests')),
  workingHours: z.optional(z.custom<WorkingHours>(isWorkingHours, 'must be working hours as EWS has them')),
})
