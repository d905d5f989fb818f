import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { expect, it } from 'vitest'
import config from '../rolldown.config'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The packages whose code the published files contain. */
async function bundledPackages(): Promise<string[]> {
  await using bundle = await rolldown({ ...config, cwd: root })
  const { output } = await bundle.generate([config.output].flat()[0])
  const modules = output.flatMap((each) => (each.type === 'chunk' ? each.moduleIds : []))
  const names = modules.flatMap((id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? [])
  return [...new Set(names)].sort()
}

it('THIRD-PARTY-NOTICES.md names each package that is bundled', async () => {
  const packages = await bundledPackages()
  expect(packages).toEqual(['@stricli/core', 'des.js', 'httpntlm', 'inherits', 'js-md4', 'minimalistic-assert', 'zod'])
  const notices = readFileSync(`${root}THIRD-PARTY-NOTICES.md`, 'utf8')
  expect(packages.filter((name) => !notices.includes(`[${name}](`))).toEqual([])
})
