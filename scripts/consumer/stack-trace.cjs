/** Prints the stack of an error, which must name classes and functions as the sources do, and lead to the sources. */
const { BookingCalendar } = require('ews-booking/booking')
const { EwsClient } = require('ews-booking')

Error.stackTraceLimit = 50

const client = new EwsClient({
  url: 'http://127.0.0.1:9/EWS/Exchange.asmx',
  auth: { type: 'basic', username: 'a', password: 'b' },
  allowInsecureHttp: true,
})
const calendar = new BookingCalendar(client, { mailbox: 'dr.meier@example.com' })
const window = { start: new Date('2027-03-02T09:00:00Z'), end: new Date('2027-03-02T10:00:00Z') }
calendar.freeBusy(window).then(
  () => {
    throw new Error('Nobody listens on port 9')
  },
  ({ stack }) => {
    if (!/at async BookingCalendar\.\S+ \(.*[\\/]src[\\/]booking[\\/]booking-calendar\.ts:\d+:\d+\)/.test(stack))
      throw new Error(`The stack doesn't lead to the sources: ${stack}`)
    console.log(stack)
  },
)
