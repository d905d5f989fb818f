import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { apiReports } from '../scripts/api-report'

const folder = fileURLToPath(new URL('../api/', import.meta.url))
const reports = apiReports()

describe('the public surface', () => {
  it.each(reports)('is as $file reports it', ({ file, text }) => {
    const change = `The public surface differs from api/${file}. If you mean to change it, run \`npm run api\` and tell consumers in CHANGELOG.md.`
    expect(text, change).toBe(readFileSync(folder + file, 'utf8'))
  })

  it('has a report for each entry point, and no other', () => {
    expect(readdirSync(folder).sort()).toEqual(reports.map(({ file }) => file).sort())
  })

  it('has one meaning for each name, whichever entry point exports it', () => {
    const all = reports.flatMap(({ meanings }) => [...meanings])
    const first = new Map(all.toReversed())
    expect(all.filter(([name, meaning]) => first.get(name) !== meaning).map(([name]) => name)).toEqual([])
  })

  it('is listed in docs/names.md, name by name', () => {
    const page = readFileSync(new URL('../docs/names.md', import.meta.url), 'utf8')
    const listed = Array.from(page.split(/^## /m).slice(1), (section) => ({
      entryPoint: section.slice(0, section.indexOf('\n')).replace('/', '-'),
      names: [...new Set(section.match(/(?<=^\| `)\w+/gm))].sort(),
    }))
    const exported = reports.map(({ file, meanings }) => ({
      entryPoint: file.replace('.api.md', ''),
      names: [...meanings.keys()].sort(),
    }))
    expect(listed, 'Run `npm run reference`').toEqual(exported)
  })
})
