import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { chromium as chromiumPath } from '../requirements'

/** Starts Debian's Chromium. As root it has no sandbox. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })

/** A page of a new visitor, and what its console says. */
export interface Visitor {
  readonly page: Page
  /** Errors of scripts, and what the content security policy has refused. */
  readonly complaints: string[]
}

/** Opens a page of somebody with no cookies. Nothing in it has a time limit but the test itself. */
export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Zurich',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 860 },
    ...options,
  })
  context.setDefaultTimeout(0)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => {
    // Chromium reports each answer of ours that isn't a success.
    const isAnswer = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text())
  })
  return { page, complaints }
}

/** Whether a page is no wider than the window. */
export async function expectToFit(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
}

/** Whether axe finds nothing on a page that fits. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const { violations }: axe.AxeResults = await page.evaluate('axe.run()')
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
  expect(found.join('\n'), `axe on ${new URL(page.url()).pathname}`).toBe('')
  await expectToFit(page)
}
