import type { FindItemResponse, GetUserAvailabilityResponse } from 'ews-booking'

const freeBusyDates = (key: string, value: unknown): unknown =>
  (key === 'startTime' || key === 'endTime') && typeof value === 'string' ? new Date(value) : value

const itemDates = (key: string, value: unknown): unknown =>
  (key === 'start' || key === 'end') && typeof value === 'string' ? new Date(value) : value

/** The same facts from JSON, dates made by a reviver: what JSON has for it. */
export const revivedFreeBusy = (bytes: Buffer): GetUserAvailabilityResponse =>
  JSON.parse(bytes.toString('utf8'), freeBusyDates)

/** As `revivedFreeBusy`, for items. */
export const revivedItems = (bytes: Buffer): FindItemResponse => JSON.parse(bytes.toString('utf8'), itemDates)

/** The same facts from JSON, dates made by a loop that knows where they are: the fastest there is in JavaScript. */
export function loopedFreeBusy(bytes: Buffer): GetUserAvailabilityResponse {
  const answer: GetUserAvailabilityResponse = JSON.parse(bytes.toString('utf8'))
  for (const { freeBusyView } of answer.freeBusyResponseArray ?? []) {
    for (const event of freeBusyView?.calendarEventArray ?? []) {
      event.startTime = new Date(event.startTime)
      event.endTime = new Date(event.endTime)
    }
  }
  return answer
}

/** As `loopedFreeBusy`, for items. */
export function loopedItems(bytes: Buffer): FindItemResponse {
  const answer: FindItemResponse = JSON.parse(bytes.toString('utf8'))
  for (const { rootFolder } of answer.responseMessages) {
    for (const item of rootFolder?.items ?? []) {
      if (item.start !== undefined) item.start = new Date(item.start)
      if (item.end !== undefined) item.end = new Date(item.end)
    }
  }
  return answer
}
