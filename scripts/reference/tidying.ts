import {
  type Application,
  ArrayType,
  Converter,
  type DeclarationReflection,
  IntersectionType,
  type ParameterReflection,
  type ProjectReflection,
  ReferenceType,
  type Reflection,
  ReflectionFlag,
  ReflectionKind,
  ReflectionType,
  type SomeType,
  TypeOperatorType,
  UnionType,
} from 'typedoc'

/** Takes out of the reference what comes from how types are computed, and means nothing to readers. */
export function tidy(application: Application): void {
  application.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const reflection of declarationsOf(project)) {
      forgetHiddenParents(reflection)
      if (!reflection.parent?.kindOf(ReflectionKind.Class)) delete reflection.defaultValue
      if (isExcluded(reflection)) project.removeReflection(reflection)
      else makeMethod(reflection, project)
    }
    for (const reflection of declarationsOf(project)) mergeAlternatives(reflection)
  })
  application.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const reflection of declarationsOf(project)) {
      if (reflection.inheritedFrom !== undefined && isHidden(reflection.inheritedFrom)) delete reflection.inheritedFrom
    }
  })
}

const declarationsOf = (project: ProjectReflection): readonly DeclarationReflection[] =>
  Object.values<Reflection>(project.reflections).filter((each) => each.isDeclaration())

/** Interfaces extend types that have no name outside. Their members are listed anyway. */
function forgetHiddenParents(reflection: DeclarationReflection) {
  const extended = reflection.extendedTypes?.filter((type) => !isHidden(type)) ?? []
  if (extended.length > 0) reflection.extendedTypes = extended
  else delete reflection.extendedTypes
}

const isHidden = (type: SomeType) =>
  type instanceof ReferenceType && type.reflection === undefined && type.package === 'ews-booking'

/** Functions that a class has by its computed parent are methods of it. */
function makeMethod(reflection: DeclarationReflection, project: ProjectReflection) {
  const { parent, type } = reflection
  if (!parent?.kindOf(ReflectionKind.Class) || !(type instanceof ReflectionType)) return
  const { declaration } = type
  if (declaration.signatures === undefined || declaration.children !== undefined) return
  for (const signature of declaration.signatures) {
    signature.name = reflection.name
    signature.comment ??= reflection.comment?.clone()
    for (const parameter of signature.parameters ?? []) nameRequest(parameter, reflection)
  }
  reflection.kind = ReflectionKind.Method
  project.mergeReflections(declaration, reflection)
  delete reflection.type
  delete reflection.comment
}

/** A request that is computed as alternatives has lost its name, which is that of the method. */
function nameRequest(parameter: ParameterReflection, { name, project, parent }: DeclarationReflection) {
  if (parameter.name !== 'request' || parameter.type instanceof ReferenceType) return
  const request = `${name.charAt(0).toUpperCase()}${name.slice(1)}Request`
  const alias = parent?.parent?.getChildByName(request)
  if (alias !== undefined) parameter.type = ReferenceType.createResolvedReference(request, alias, project)
}

/** `itemId?: undefined` says that an alternative excludes another one. The alternatives show that without it. */
const isExcluded = ({ flags, type, parent }: DeclarationReflection) =>
  flags.isOptional &&
  type?.type === 'intrinsic' &&
  type.name === 'undefined' &&
  parent?.kindOf(ReflectionKind.TypeLiteral) === true

/** Shows a type that has the same members in all of its alternatives, save one in each, as one list of members. */
function mergeAlternatives(reflection: DeclarationReflection) {
  if (!reflection.kindOf(ReflectionKind.TypeAlias) || reflection.type?.type !== 'union') return
  const alternatives = reflection.type.types.flatMap((type) => literalOf(type) ?? [])
  if (alternatives.length < reflection.type.types.length) return
  const [first, ...others] = alternatives.map(({ declaration }) => declaration.children ?? [])
  if (first === undefined) return
  const common = first.filter(({ name }) => others.every((list) => list.some((each) => each.name === name)))
  const isTheSame = ({ name, type }: DeclarationReflection) =>
    others.flat().every((each) => each.name !== name || String(each.type) === String(type))
  if (!common.every(isTheSame)) return
  const own = [first, ...others].map((list) => list.filter((each) => !common.some(({ name }) => name === each.name)))
  if (own.some((list) => list.length > 1)) return
  const names = own.flat().map(({ name }) => `\`${name}\``)
  const { length } = alternatives
  for (const each of [...common, ...own.flat()]) each.type = withoutItself(each.type, length, reflection)
  for (const each of own.flat()) each.setFlag(ReflectionFlag.Optional)
  const [merged] = alternatives
  if (merged === undefined) return
  merged.declaration.children = [...common, ...own.flat()]
  reflection.type = merged
  const count = own.some((list) => list.length === 0) ? 'At most' : 'Exactly'
  reflection.comment?.summary.push({ kind: 'text', text: ` ${count} one of ${names.join(', ')}.` })
}

/** Names a type where it contains itself, as its alternatives show. */
function withoutItself(type: SomeType | undefined, length: number, alias: DeclarationReflection): SomeType | undefined {
  if (type instanceof UnionType && type.types.length === length) {
    return ReferenceType.createResolvedReference(alias.name, alias, alias.project)
  }
  if (type instanceof TypeOperatorType) type.target = withoutItself(type.target, length, alias) ?? type.target
  if (type instanceof ArrayType) type.elementType = withoutItself(type.elementType, length, alias) ?? type.elementType
  return type
}

/** A type that consists of members alone. */
function literalOf(type: SomeType): ReflectionType | undefined {
  if (type instanceof ReflectionType && type.declaration.signatures === undefined) return type
  if (!(type instanceof IntersectionType)) return undefined
  const [first, ...others] = type.types.map(literalOf)
  if (first === undefined || others.includes(undefined)) return undefined
  first.declaration.children = [first, ...others].flatMap((each) => each?.declaration.children ?? [])
  return first
}
