import axe from 'axe-core'
import { EwsClient } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { type ConfiguredSimulator, startConfigured } from 'ews-booking/simulator'
import { type Browser, chromium as engine, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { buildPage } from '../../scripts/page'
import { at, rejection, search } from '../exchange'
import { chromium, needs } from '../requirements'

const DOCTOR = 'dr.meier@example.com'
const STATUSES = ['Busy', 'Tentative', 'OOF', 'WorkingElsewhere', 'Free'] as const
const NOW = '2026-12-01T08:00:00Z'

/** A client of the simulator's own account. It ends with the test. */
function clientOf({ exchange }: ConfiguredSimulator): EwsClient {
  const client = new EwsClient({
    url: exchange.url,
    auth: { type: 'ntlm', username: 'EXAMPLE\\svc-booking', password: 's3cret' },
    impersonate: { primarySmtpAddress: DOCTOR },
    retry: false,
  })
  onTestFinished(() => client.close())
  return client
}

describe("The simulator's page", needs('chromium'), () => {
  let browser: Browser

  beforeAll(async () => {
    await buildPage()
    browser = await engine.launch({ executablePath: chromium, args: ['--no-sandbox'] })
  })
  afterAll(() => browser?.close())

  /** Opens the page of a new simulator. What the browser complains about fails the test. */
  async function opened({
    colorScheme = 'light',
    width = 1400,
  }: {
    colorScheme?: 'light' | 'dark'
    width?: number
  } = {}) {
    const running = await startConfigured({ https: false, clock: { now: NOW, isFrozen: true } })
    onTestFinished(() => running.close())
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, timezoneId: 'Europe/Zurich' })
    const complaints: string[] = []
    page.on('pageerror', ({ message }) => complaints.push(message))
    page.on('console', (message) => {
      // A refusal by the control API is shown on the page.
      if (message.type() === 'error' && !/status of 400/.test(message.text())) complaints.push(message.text())
    })
    onTestFinished(async () => {
      await page.close()
      expect(complaints).toEqual([])
    })
    await page.goto(running.control?.url ?? '')
    await page.getByRole('heading', { name: 'Nov 30 – Dec 6, 2026' }).waitFor()
    return { running, page, client: clientOf(running) }
  }

  const requests = (page: Page) => page.getByRole('region', { name: 'Requests' })
  const doctorsWeek = (page: Page) => page.getByRole('region', { name: `Calendar of ${DOCTOR}` })

  it('shows another state when it is loaded, with its mailboxes', async () => {
    const { running, page } = await opened()
    const other = await startConfigured({
      https: false,
      mailboxes: ['nurse@example.com'],
      appointments: [
        { mailbox: 'nurse@example.com', subject: 'Rounds', start: '2026-12-01T09:00:00Z', end: '2026-12-01T10:00:00Z' },
      ],
      control: false,
    })
    onTestFinished(() => other.close())
    const others = page.getByRole('region', { name: 'Calendar of nurse@example.com' })
    expect(await others.count()).toBe(0)
    const init = {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(other.exchange.save()),
    }
    expect((await fetch(`${running.control?.url}api/state`, init)).status).toBe(204)
    await page.getByRole('checkbox', { name: 'nurse@example.com' }).check()
    await others.getByText('Rounds').waitFor()
  })

  it('shows a booking as it arrives, in the zone of the browser, and the XML of its requests laid out', async () => {
    const { page, client } = await opened()
    const calendar = new BookingCalendar(client, { mailbox: DOCTOR, timeZone: 'Europe/Zurich' })
    await calendar.book({ key: 'k', title: 'Consultation', start: at('09:00'), end: at('10:00') })
    const event = doctorsWeek(page).getByText('Consultation')
    await event.waitFor()
    await doctorsWeek(page).getByText('10:00').last().waitFor()
    await requests(page).getByRole('button', { name: 'CreateItem' }).first().click()
    const dialog = page.getByRole('dialog', { name: /^Request #\d+: CreateItem$/ })
    await dialog.getByRole('region', { name: 'Request' }).getByText('<t:Subject>Consultation</t:Subject>').waitFor()
    await dialog.getByRole('region', { name: 'Answer' }).getByText('<m:ResponseCode>NoError</m:ResponseCode>').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await event.click()
    await page.getByRole('dialog', { name: 'Consultation' }).getByText('Tue, Dec 1, 10:00:00').waitFor()
  })

  it('switches a fault on, with which a client fails, and off again', async () => {
    const { running, page, client } = await opened()
    const busy = page.getByRole('switch', { name: 'Server busy' })
    await busy.click()
    await page.getByRole('switch', { name: 'Server busy', checked: true }).waitFor()
    expect(await rejection(client.findItem(search))).toMatchObject({ code: 'ERR_EWS_THROTTLED', backOffMs: 5000 })
    await requests(page).getByText('serverBusy').waitFor()
    await busy.click()
    await page.getByRole('switch', { name: 'Server busy', checked: false }).waitFor()
    expect(running.exchange.injections).toEqual([])
  })

  it('injects any fault with its parameters, says what is wrong with them, and ends it', async () => {
    const { running, page } = await opened()
    await page.getByRole('button', { name: 'Another fault' }).click()
    const dialog = page.getByRole('dialog', { name: 'Let something go wrong' })
    await dialog.getByRole('combobox', { name: 'Fault', exact: true }).selectOption('httpStatus')
    await dialog.getByLabel('status', { exact: true }).fill('99')
    await dialog.getByRole('button', { name: 'Inject' }).click()
    await dialog.getByRole('alert').getByText('status').waitFor()
    await dialog.getByLabel('status', { exact: true }).fill('418')
    await dialog.getByRole('button', { name: 'Inject' }).click()
    const due = page.getByRole('listitem').filter({ hasText: 'httpStatus in any operation, 1 more' })
    await due.waitFor()
    expect(running.exchange.injections).toMatchObject([{ injection: { fault: 'httpStatus', status: 418 }, left: 1 }])
    await due.getByRole('button', { name: 'End' }).click()
    await due.waitFor({ state: 'detached' })
    expect(running.exchange.injections).toEqual([])
  })

  it('sets the time', async () => {
    const { running, page } = await opened()
    await page.getByRole('button', { name: 'Server time Tue, Dec 1, 09:00:00' }).click()
    const dialog = page.getByRole('dialog', { name: "The server's time" })
    await dialog.getByLabel('Time in Europe/Zurich').fill('2026-12-24T18:00')
    await dialog.getByRole('button', { name: 'Set the time' }).click()
    await dialog.getByText('Thu, Dec 24, 18:00:00').waitFor()
    expect(running.exchange.clock.now()).toEqual(new Date('2026-12-24T17:00:00Z'))
    await dialog.getByRole('button', { name: '+1 hour' }).click()
    await dialog.getByText('Thu, Dec 24, 19:00:00').waitFor()
    await dialog.getByRole('button', { name: 'Let it run' }).click()
    await dialog.getByRole('button', { name: 'Let it stand still' }).waitFor()
    expect(running.exchange.clock.isFrozen).toBe(false)
  })

  it('adds an appointment', async () => {
    const { running, page } = await opened()
    await page.getByRole('button', { name: 'New appointment' }).click()
    const dialog = page.getByRole('dialog', { name: 'A new appointment' })
    await dialog.getByLabel('Subject').fill('Rounds')
    await dialog.getByLabel('Start').fill('2026-12-02T10:00')
    await dialog.getByLabel('End').fill('2026-12-02T11:00')
    await dialog.getByLabel('Status').selectOption('OOF')
    await dialog.getByRole('button', { name: 'Add' }).click()
    await doctorsWeek(page).getByText('Rounds').waitFor()
    expect(running.exchange.calendar(DOCTOR)).toMatchObject([
      { subject: 'Rounds', start: new Date('2026-12-02T09:00:00Z'), legacyFreeBusyStatus: 'OOF' },
    ])
  })

  it('runs with a clock that runs', async () => {
    const { running, page } = await opened()
    running.exchange.clock.resume()
    await page.reload()
    await page.getByRole('heading', { name: 'Nov 30 – Dec 6, 2026' }).waitFor()
  })

  it.each([
    ['light', 1400],
    ['dark', 1400],
    ['light', 390],
  ] as const)('has nothing that axe finds: %s, %d pixels wide', async (colorScheme, width) => {
    const { running, page } = await opened({ colorScheme, width })
    for (const [day, status] of STATUSES.entries()) {
      const hour = (of: number) => new Date(Date.UTC(2026, 10, 30 + day, of))
      running.exchange.add(DOCTOR, { subject: status, start: hour(9), end: hour(11), status })
    }
    await doctorsWeek(page).getByText('WorkingElsewhere').first().waitFor()
    await fetch(running.exchange.url)
    await requests(page).getByLabel('sign-in steps').check()
    await requests(page).getByText('401').waitFor()
    expect(await findings(page)).toEqual([])
    for (const name of ['Another fault', 'New appointment', 'Server time', '#1']) {
      await page.getByRole('button', { name }).click()
      await page.getByRole('dialog').waitFor()
      expect(await findings(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
  })
})

/** The rules that axe finds broken, with the elements. It runs beside the page, where the page's own policy doesn't apply to it. */
async function findings(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Page.enable')
  const { frameTree } = await session.send('Page.getFrameTree')
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
  })
  await session.send('Runtime.evaluate', { contextId, expression: axe.source })
  const expression = `axe.run().then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`
  const { result } = await session.send('Runtime.evaluate', {
    contextId,
    expression,
    awaitPromise: true,
    returnByValue: true,
  })
  await session.detach()
  return result.value
}
