import { EwsClient } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'

const { EWS_URL: url = '', EWS_USERNAME: username = '', EWS_PASSWORD: password = '' } = process.env
const mailbox = 'dr.meier@example.com'
const impersonate = { primarySmtpAddress: mailbox }
const client = new EwsClient({ url, auth: { type: 'auto', username, password }, impersonate })
const calendar = new BookingCalendar(client, { mailbox, timeZone: 'Europe/Zurich' })

const hour = { start: new Date('2027-03-02T09:00:00Z'), end: new Date('2027-03-02T10:00:00Z') }
console.log(await calendar.freeBusy(hour)) // [{ start, end, status }], without titles
const booking = await calendar.book({ key: 'order-4711', ...hour, title: 'First consultation' })
await calendar.cancel(booking) // needs only the stored booking
await client.close()
