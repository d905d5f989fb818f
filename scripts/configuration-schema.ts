import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import * as z from 'zod/mini'
import { configurationSchema } from '../src/simulator/configuration/configuration'

const OPTIONS = fileURLToPath(new URL('../src/simulator/options.ts', import.meta.url))

/** The JSON schema of the simulator's configuration. The options of `startSimulator` are described by their docstrings. */
export function configurationJsonSchema() {
  const docstrings = docstringsOf('SimulatorOptions')
  const schema = z.toJSONSchema(configurationSchema, { io: 'input', unrepresentable: 'any' })
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const docstring = docstrings.get(name)
    if (typeof property === 'object' && docstring !== undefined) property.description ??= docstring
  }
  const title = 'The configuration of ews-booking simulator'
  return { title, ...schema }
}

/** The docstrings of an interface's members, each on one line. */
function docstringsOf(name: string): Map<string, string> {
  const source = ts.createSourceFile(OPTIONS, ts.sys.readFile(OPTIONS) ?? '', ts.ScriptTarget.Latest, true)
  const [found] = source.statements.filter(ts.isInterfaceDeclaration).filter((each) => each.name.text === name)
  const members = found?.members ?? []
  return new Map(
    members.flatMap((member) => {
      const [doc] = ts.getJSDocCommentsAndTags(member)
      const text = ts.getTextOfJSDocComment(doc?.comment)?.replaceAll(/\s+/g, ' ').replaceAll('`', '')
      return member.name === undefined || text === undefined ? [] : [[member.name.getText(), text]]
    }),
  )
}
