import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type RolldownOptions, rolldown } from 'rolldown'
import { expect, it } from 'vitest'
import config from '../rolldown.config'
import { pageBundle } from '../scripts/page'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The packages whose code the published files contain. */
async function bundledPackages(options: RolldownOptions): Promise<string[]> {
  await using bundle = await rolldown({ ...options, cwd: root })
  const { output } = await bundle.generate([options.output].flat()[0])
  const modules = output.flatMap((each) => (each.type === 'chunk' ? each.moduleIds : []))
  const names = modules.flatMap((id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? [])
  return [...new Set(names)].sort()
}

it('THIRD-PARTY-NOTICES.md names each package that is bundled', async () => {
  const packages = await bundledPackages(config)
  expect(packages).toEqual([
    '@stricli/core',
    'des.js',
    'httpntlm',
    'ical.js',
    'inherits',
    'js-md4',
    'minimalistic-assert',
    'zod',
  ])
  expectNamed(packages)
})

it("and each one of the simulator's page", async () => {
  const packages = await bundledPackages(pageBundle)
  const temporal = ['temporal-polyfill', 'temporal-utils']
  expect(packages).toEqual(['@full-ui/headless-calendar', 'fullcalendar', 'preact', ...temporal])
  expectNamed(packages)
})

function expectNamed(packages: readonly string[]) {
  const notices = readFileSync(`${root}THIRD-PARTY-NOTICES.md`, 'utf8')
  expect(packages.filter((name) => !notices.includes(`[${name}](`))).toEqual([])
}
