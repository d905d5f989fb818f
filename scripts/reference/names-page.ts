import {
  Comment,
  type DeclarationReflection,
  type ProjectReflection,
  ReferenceReflection,
  ReflectionKind,
  type SignatureReflection,
} from 'typedoc'

const INTRODUCTION = `# Every name

What each exported name is, by entry point. \`npm run reference\` writes this page, and to \`reference/\` a page for each name with all of its
members, parameters and defaults. Editors show the same.
`

/** Returns a page with a line for each exported name: the name, and the first sentence about it. */
export function namesPage(project: ProjectReflection): string {
  const modules = project.getChildrenByKind(ReflectionKind.Module)
  return [INTRODUCTION, ...modules.map(sectionOf)].join('\n')
}

function sectionOf({ name, children = [] }: DeclarationReflection): string {
  const sentences = new Map<string, string>()
  for (const child of children) {
    const isNamespace = child.kindOf(ReflectionKind.Namespace)
    for (const each of isNamespace ? (child.children ?? []) : [child]) {
      const title = isNamespace ? `${child.name}.${each.name}` : each.name
      sentences.set(title, sentences.get(title) || firstSentence(each))
    }
  }
  const rows = [...sentences].sort(([one], [other]) => (one < other ? -1 : 1))
  const lines = rows.map(([title, sentence]) => `| \`${title}\` | ${sentence} |\n`)
  return `## ${name}\n\n| name | what it is |\n| --- | --- |\n${lines.join('')}`
}

function firstSentence(reflection: DeclarationReflection): string {
  const { comment, signatures } = reflection instanceof ReferenceReflection ? originOf(reflection) : reflection
  const { summary } = signatures?.[0]?.comment ?? comment ?? { summary: [] }
  const [sentence = ''] = Comment.combineDisplayParts(summary)
    .replaceAll(/\s+/g, ' ')
    .split(/(?<=[.?])(?<!\b[A-Z]\.) (?=[A-Z`])/)
  return sentence.replaceAll('|', '\\|')
}

/** What a name of another entry point stands for. */
function originOf(reflection: ReferenceReflection): { comment?: Comment; signatures?: SignatureReflection[] } {
  const target = reflection.getTargetReflectionDeep()
  return target.isDeclaration() ? target : {}
}
