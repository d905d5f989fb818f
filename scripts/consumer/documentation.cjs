/** Whether editors show what is documented of the members of requests and answers. */
const ts = require('typescript')

const file = `${__dirname}/documented.ts`
const text = `import type { EwsClient } from 'ews-booking'
declare const client: EwsClient
client.getItem({ itemShape: { baseShape: 'IdOnly' }, itemIds: [] }).then(({ responseMessages }) => {
  responseMessages[0]?.items?.[0]?.isAllDayEvent
})
`
const service = ts.createLanguageService({
  ...ts.sys,
  useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  fileExists: (name) => name === file || ts.sys.fileExists(name),
  getCompilationSettings: () => ({ strict: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 }),
  getCurrentDirectory: () => __dirname,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  getScriptFileNames: () => [file],
  getScriptVersion: () => '1',
  getScriptSnapshot: (name) => ts.ScriptSnapshot.fromString(name === file ? text : (ts.sys.readFile(name) ?? '')),
})
for (const member of ['baseShape', 'isAllDayEvent']) {
  const { documentation = [] } = service.getQuickInfoAtPosition(file, text.indexOf(member)) ?? {}
  if (documentation.length === 0) throw new Error(`The declarations don't document ${member}`)
}
