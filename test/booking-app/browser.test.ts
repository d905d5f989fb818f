import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { fillCalendars } from '../../examples/booking-app/demo/exchange'
import { needs } from '../requirements'
import { expectAccessible, expectToFit, newVisitor, startBrowser } from './browser'
import { deleteInOutlook, moveInOutlook } from './outlook'
import { ADMIN_PASSWORD, at, DETAILS, MEIER, nextWeek, openPractice, PASSWORD, type Practice, SLOTS } from './practice'

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 800 }, hasTouch: true }
const ROSSI = 'dr.rossi@example.com'

/** Where the pictures of the README are written, if somebody wants new ones. */
const PICTURES =
  process.env.SCREENSHOTS === undefined
    ? undefined
    : fileURLToPath(new URL('../../examples/booking-app/screenshots/', import.meta.url))

let practice: Practice
let browser: Browser
let base: string

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return
  await page.evaluate('scrollTo(0, 0)')
  await page.screenshot({ path: `${PICTURES}${name}.png` })
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${base}/staff/sign-in`)
  await page.fill('#mail', 'admin@example.com')
  await page.fill('#password', ADMIN_PASSWORD)
  await page.click('main button')
  await page.waitForURL(`${base}/staff`)
}

async function fillIn(page: Page, details: Readonly<Record<string, string>> = DETAILS): Promise<void> {
  for (const [name, value] of Object.entries(details)) await page.fill(`#${name}`, value)
}

/** Chooses a free time and books it. */
async function book(page: Page, start: Date): Promise<void> {
  await page.goto(`${base}${SLOTS}?day=${start.toISOString().slice(0, 10)}`)
  await page.click(`.slot:has(time[datetime="${start.toISOString()}"])`)
  await fillIn(page)
  await page.click('main form.details button')
  await page.waitForURL('**/b/**')
}

/** The events that the online calendar shows, once it has read them. */
async function shownEvents(page: Page, weekday = 0, view = 'week'): Promise<string | null> {
  await page.goto(`${base}/staff?person=meier&view=${view}&date=${nextWeek(weekday)}`)
  await page.waitForSelector('[data-shown]')
  return page.textContent('.calendar')
}

// They share a practice, whose times are booked one after another.
const inOrder = { ...needs('chromium'), shuffle: false }

describe('in a browser', inOrder, () => {
  beforeAll(async () => {
    practice = await openPractice()
    fillCalendars(practice.exchange)
    browser = await startBrowser()
    base = practice.service.url
    if (PICTURES !== undefined) await mkdir(PICTURES, { recursive: true })
  })
  afterAll(() => browser?.close())

  it('an administrator connects a calendar: first with a wrong password, then with the right one', async () => {
    const { page, complaints } = await newVisitor(browser)
    await signIn(page)
    await page.goto(`${base}/admin/connect`)
    const connection = { name: 'Dr. Rossi, afternoons', url: practice.exchange.url, username: 'EXAMPLE\\svc-booking' }
    await fillIn(page, { ...connection, password: 'wrong', impersonate: ROSSI })
    await page.click('form[data-connect] button')
    await page.waitForSelector('.steps .alert:not([hidden])')
    expect(await page.textContent('.steps li.failed')).toMatch(/^Sign-in/)
    await expectAccessible(page)
    await picture(page, 'connect')
    await page.fill('#password', PASSWORD)
    await page.click('form[data-connect] button')
    await page.waitForURL('**/admin/calendars/**')
    await expectAccessible(page)
    await page.fill('#monday', '13:00-15:00')
    await page.check('[name=open]')
    await page.click('form.details button')
    await page.waitForSelector('text=Saved.')
    await page.goto(`${base}/admin`)
    await expectAccessible(page)
    await picture(page, 'administration')
    await page.click('li:has-text("afternoons") >> text=Customers')
    await page.waitForSelector('.slot')
    expect(complaints).toEqual([])
  })

  it('a customer books, the staff sees it, and sees it move and vanish in Outlook', async () => {
    const { page: customer, complaints } = await newVisitor(browser)
    const { page: staff, complaints: others } = await newVisitor(browser)
    await signIn(staff)
    const start = at(0, '13:00')
    await book(customer, start)
    await expectAccessible(customer)
    await staff.goto(`${base}/staff?person=meier&date=${nextWeek(0)}`)
    const shown = (time: string) => staff.locator(`.calendar a:has-text("Kniebeschwerden"):has-text("${time}")`)
    await shown('14:00').waitFor()
    await expectAccessible(staff)
    await picture(staff, 'calendar')

    // Nobody reloads the staff's page from here on.
    await moveInOutlook(practice, start, at(0, '14:30'), at(0, '15:00'))
    await shown('15:30').waitFor()
    await customer.reload()
    await customer.waitForSelector(`.ticket.booked time[datetime="${at(0, '14:30').toISOString()}"]`)
    expect(await customer.textContent('main')).toContain('The practice has moved this appointment.')
    await expectAccessible(customer)
    await deleteInOutlook(practice, at(0, '14:30'))
    await shown('15:30').waitFor({ state: 'detached' })
    await customer.reload()
    await customer.waitForSelector('.ticket.gone')
    await expectAccessible(customer)
    expect([...complaints, ...others]).toEqual([])
  })

  it('a customer moves a booking, and cancels it', async () => {
    const { page, complaints } = await newVisitor(browser)
    await book(page, at(1, '13:00'))
    await picture(page, 'booked')
    await page.getByRole('link', { name: 'Move' }).click()
    await page.waitForSelector('.slot')
    await page.goto(`${page.url()}?day=${nextWeek(1)}&start=${at(1, '14:00').toISOString()}`)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Move the appointment' }).click()
    await page.waitForSelector(`time[datetime="${at(1, '14:00').toISOString()}"]`)
    await page.getByRole('link', { name: 'Cancel the appointment' }).click()
    await page.waitForSelector('button.danger')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Yes, cancel it' }).click()
    await page.waitForSelector('.ticket.cancelled')
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('two customers want one time: one gets it, and the other keeps what was typed and is offered others', async () => {
    const visitors = await Promise.all([newVisitor(browser), newVisitor(browser, PHONE)])
    const start = at(2, '15:00')
    for (const { page } of visitors) {
      await page.goto(`${base}${SLOTS}?start=${start.toISOString()}`)
      await fillIn(page)
    }
    await Promise.all(visitors.map(({ page }) => page.click('main form.details button')))
    await Promise.all(visitors.map(({ page }) => page.waitForSelector('.ticket.booked, .choices')))
    const shown = await Promise.all(visitors.map(({ page }) => page.isVisible('.ticket.booked')))
    expect(shown.filter(Boolean)).toHaveLength(1)
    const { page: loser } = visitors[shown.indexOf(false)] ?? {}
    expect(await loser?.inputValue('#description')).toBe(DETAILS.description)
    if (loser !== undefined) await expectAccessible(loser)
    await loser?.check('.choices label:first-of-type input')
    await loser?.click('main form.details button')
    await loser?.waitForSelector('.ticket.booked')
  })

  it('a double click books once', async () => {
    const { page } = await newVisitor(browser)
    const start = at(3, '15:00')
    await page.goto(`${base}${SLOTS}?start=${start.toISOString()}`)
    await fillIn(page)
    await page.dblclick('main form.details button')
    await page.waitForSelector('.ticket.booked')
    const made = practice.exchange.calendar(MEIER).filter((item) => item.start?.getTime() === start.getTime())
    expect(made).toHaveLength(1)
  })

  it('Exchange is switched off: each page says so, and works again once it answers', async () => {
    const { page } = await newVisitor(browser)
    await signIn(page)
    practice.network.cut()
    onTestFinished(() => practice.network.restore())
    await page.goto(`${base}/staff?person=meier&date=${nextWeek(0)}`)
    await page.waitForSelector('.away:not([hidden])')
    await expectAccessible(page)
    const { page: customer } = await newVisitor(browser)
    await customer.goto(base + SLOTS)
    expect(await customer.textContent('main')).toContain('Appointments that are booked stay booked.')
    await expectAccessible(customer)
    await practice.network.restore()
    await customer.getByRole('link', { name: 'Try again' }).click()
    await customer.waitForSelector('.slot')
    await page.getByRole('link', { name: 'Try again' }).click()
    await page.waitForSelector('[data-shown]:not([data-shown=""])')
  })

  it('Exchange is slow: the staff read that the calendar is being read, and then see it', async () => {
    const { page } = await newVisitor(browser)
    await signIn(page)
    practice.network.hold()
    onTestFinished(() => practice.network.restore())
    await page.goto(`${base}/staff?person=meier&date=${nextWeek(0)}`)
    await page.waitForSelector('[data-loading]')
    await expectAccessible(page)
    await practice.network.restore()
    await page.waitForSelector('[data-shown]:not([data-shown=""])')
    expect(await page.isVisible('[data-loading]')).toBe(false)
  })

  it('an empty week says that it is empty, and an event shows its details to the keyboard', async () => {
    const { page } = await newVisitor(browser)
    await signIn(page)
    await page.goto(`${base}/staff?person=favre&date=${nextWeek(300)}`)
    await page.waitForSelector('[data-empty]:not([hidden])')
    await expectAccessible(page)
    await shownEvents(page, 0)
    await page.locator('.calendar a:has-text("Team meeting")').first().press('Enter')
    await page.waitForSelector('dialog[open]')
    expect(await page.textContent('dialog')).toContain('new ultrasound')
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    expect(await page.isVisible('dialog')).toBe(false)
  })

  it('the browser’s time zone is preselected', async () => {
    const { page } = await newVisitor(browser, { timezoneId: 'Asia/Tokyo' })
    await page.goto(`${base}${SLOTS}?day=${nextWeek(2)}`)
    await page.waitForSelector('[data-zone="Asia/Tokyo"]')
    expect(await page.textContent(`time[datetime="${at(2, '08:00').toISOString()}"]`)).toBe('17:00')
  })

  it.each([
    [
      'on a phone, in German, dark: axe finds nothing',
      { ...PHONE, locale: 'de', colorScheme: 'dark' },
      expectAccessible,
    ],
    ['on a phone, in French', { ...PHONE, locale: 'fr' }, expectToFit],
    ['on a screen, in English, dark: axe finds nothing', { colorScheme: 'dark' }, expectAccessible],
  ] satisfies [string, BrowserContextOptions, (page: Page) => Promise<void>][])(
    'every page fits %s',
    async (_, options, check) => {
      const { page, complaints } = await newVisitor(browser, options)
      const start = at(3, '13:00').toISOString()
      for (const path of ['/p/seeblick', SLOTS, `${SLOTS}?start=${start}`, '/nothing', '/staff/sign-in']) {
        await page.goto(base + path)
        await check(page)
      }
      await signIn(page)
      for (const view of ['week', 'day']) {
        await shownEvents(page, 0, view)
        await check(page)
      }
      const list = `/staff?view=list&date=${nextWeek(0)}`
      for (const path of [list, '/admin', '/admin/connect', '/admin/calendars/meier']) {
        await page.goto(base + path)
        await check(page)
      }
      expect(complaints).toEqual([])
    },
  )

  it('the pages of the README', async () => {
    const { page } = await newVisitor(browser)
    await page.goto(`${base}${SLOTS}?day=${nextWeek(2)}`)
    await page.waitForSelector('.slot')
    await picture(page, 'slots')
    const { page: phone } = await newVisitor(browser, { ...PHONE, colorScheme: 'dark', locale: 'de' })
    await phone.goto(`${base}${SLOTS}?day=${nextWeek(2)}`)
    await phone.waitForSelector('.slot')
    await picture(phone, 'slots-phone')
    expect(await page.locator('.slot').count()).toBe(await phone.locator('.slot').count())
  })
})
