/**
 * Writes the reference, a page for each exported name, to `reference/`, and a list of all names to `docs/names.md`: `npm run reference`.
 * It fails on any warning of TypeDoc: a link that leads nowhere, or a type that isn't shown.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Application, Converter, ReflectionKind } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { exports } from '../package.json'
import { expandHiddenTypes } from './reference/expansion'
import { namesPage } from './reference/names-page'
import { tidy } from './reference/tidying'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The sources of the entry points by their names, `ews-booking/booking`. */
const entryPoints = new Map(
  Object.entries(exports).flatMap(([path, file]) =>
    file.endsWith('.js')
      ? [[file.replace('./dist/', `${root}src/`).replace(/js$/, 'ts'), `ews-booking${path.slice(1)}`] as const]
      : [],
  ),
)

/** The types of XML descriptions. Whoever describes an operation of their own uses the words of `xml`, which infer them. */
const TYPES_OF_DESCRIPTIONS = [
  'CalendarItems',
  'ChoiceOfSlots',
  'ExclusiveValue',
  'Facets',
  'Infer',
  'Json',
  'Member',
  'Members',
  'MemberValue',
  'NothingValue',
  'Others',
  'Part',
  'Presence',
  'PresenceOf',
  'Simplify',
  'Slot',
  'ToField',
  'ValueOfParts',
  'XmlNamespace',
]

const format: Partial<PluginOptions> = {
  hidePageHeader: true,
  interfacePropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
}

async function writeReference() {
  const application = await Application.bootstrapWithPlugins({
    ...format,
    plugin: ['typedoc-plugin-markdown'],
    name: 'Reference',
    entryPoints: [...entryPoints.keys()],
    tsconfig: `${root}tsconfig.build.json`,
    out: `${root}reference`,
    readme: 'none',
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    intentionallyNotExported: TYPES_OF_DESCRIPTIONS,
  })
  application.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    const file = context.getSymbolFromReflection(reflection)?.declarations?.[0]?.getSourceFile().fileName
    if (reflection.kindOf(ReflectionKind.Module)) reflection.name = entryPoints.get(file ?? '') ?? reflection.name
  })
  expandHiddenTypes(application, `${root}src/`, [...entryPoints.keys()])
  tidy(application)
  const project = await application.convert()
  if (project === undefined) throw new Error('TypeDoc found nothing')
  application.validate(project)
  await application.generateOutputs(project)
  writeFileSync(`${root}docs/names.md`, namesPage(project))
  if (application.logger.hasWarnings() || application.logger.hasErrors()) process.exitCode = 1
}

await writeReference()
