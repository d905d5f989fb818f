/**
 * Takes the screenshot of the simulator's page for the documents, with Debian's Chromium. `npm run build` first.
 *
 * A folder as an argument gets more of them: dark, narrow, and a request with its XML.
 */
import { EwsClient } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { startConfigured } from 'ews-booking/simulator'
import { chromium } from 'playwright-core'

const [DOCTOR, ROOM] = ['dr.meier@example.com', 'room-1@example.com'] as const
const ZONE = 'Europe/Zurich'

const appointment = (mailbox: string, subject: string, status: string, day: number, from: string, to: string) => ({
  mailbox,
  subject,
  status,
  start: `2026-12-0${day}T${from}:00+01:00`,
  end: `2026-12-0${day}T${to}:00+01:00`,
})

const running = await startConfigured({
  mailboxes: [{ address: DOCTOR, name: 'Dr. Meier' }, ROOM],
  appointments: [
    appointment(DOCTOR, 'Team meeting', 'Busy', 1, '09:00', '10:30'),
    appointment(DOCTOR, 'Surgery', 'Busy', 2, '08:00', '12:00'),
    appointment(DOCTOR, 'Supplier?', 'Tentative', 2, '14:00', '15:00'),
    appointment(DOCTOR, 'Paperwork at home', 'WorkingElsewhere', 3, '13:00', '17:00'),
    appointment(DOCTOR, 'Holiday', 'OOF', 4, '08:00', '18:00'),
    appointment(ROOM, 'Interviews', 'Busy', 1, '13:00', '16:00'),
    appointment(ROOM, 'Maintenance', 'OOF', 3, '08:00', '10:00'),
    appointment(ROOM, 'Board', 'Busy', 4, '10:00', '12:00'),
  ],
  clock: { now: '2026-12-01T10:42:00+01:00', isFrozen: true },
})
const { exchange, control } = running

const client = new EwsClient({
  url: exchange.url,
  tls: { ca: exchange.ca },
  auth: { type: 'ntlm', username: 'EXAMPLE\\svc-booking', password: 's3cret' },
  impersonate: { primarySmtpAddress: DOCTOR },
})
const calendar = new BookingCalendar(client, { mailbox: DOCTOR, timeZone: ZONE })
const slot = { start: new Date('2026-12-01T14:00:00+01:00'), end: new Date('2026-12-01T15:00:00+01:00') }
exchange.inject({ fault: 'serverBusy', operation: 'FindItem', backOffMs: 10 })
await calendar.book({ key: 'screenshot', ...slot, title: 'First consultation', location: 'Room 1' })
await client.close()
exchange.inject({ fault: 'dropAfterCommit', operation: 'CreateItem', times: Number.POSITIVE_INFINITY })

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const open = async (colorScheme: 'light' | 'dark', width: number, height: number) => {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme, timezoneId: ZONE, locale: 'en-US' })
  page.on('console', (message) => message.type() === 'error' && console.log(message.text()))
  page.on('pageerror', (error) => console.log(error))
  await page.goto(control?.url ?? '')
  await page.getByText('First consultation').waitFor()
  return page
}

const folder = process.argv[2]
try {
  const page = folder === undefined ? await open('light', 1400, 800) : await open('light', 1440, 900)
  if (folder === undefined) {
    const file = new URL('../docs/images/simulator.png', import.meta.url).pathname
    await page.screenshot({ path: file })
  } else {
    await page.screenshot({ path: `${folder}/light.png` })
    await page.getByRole('list', { name: 'Requests' }).getByRole('button', { name: 'CreateItem' }).first().click()
    await page.getByRole('region', { name: 'Answer' }).getByText('NoError').first().waitFor()
    await page.screenshot({ path: `${folder}/request.png` })
    await (await open('dark', 1440, 900)).screenshot({ path: `${folder}/dark.png` })
    await (await open('light', 390, 844)).screenshot({ path: `${folder}/narrow.png`, fullPage: true })
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Another' }).click()
    await page.screenshot({ path: `${folder}/fault.png` })
  }
} finally {
  await browser.close()
  await running.close()
}
