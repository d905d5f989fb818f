/** Prints what an editor shows: the documentation of members, and the source of definitions. The argument is tsserver's file. */
const { spawn } = require('node:child_process')
const { createInterface } = require('node:readline')

const file = `${__dirname}/edited.cts`
const text = `import { EwsClient } from 'ews-booking'
import { Vault } from 'ews-booking/crypto'
declare const client: EwsClient
declare const vault: Vault
client.getItem({ itemShape: { baseShape: 'IdOnly' }, itemIds: [] }).then(({ responseMessages }) => {
  responseMessages[0]?.items?.[0]?.isAllDayEvent
})
client.impersonating({ primarySmtpAddress: vault.kids[0] ?? '' })
`
const documented = ['getItem', 'baseShape', 'isAllDayEvent', 'kids']
const defined = { impersonating: /[\\/]src[\\/]client[\\/].*\.ts$/, kids: /[\\/]src[\\/]crypto[\\/]vault\.ts$/ }

const [tsserver = ''] = process.argv.slice(2)
const server = spawn(process.execPath, [tsserver, '--disableAutomaticTypingAcquisition'], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
const waiting = new Map()
createInterface({ input: server.stdout }).on('line', (line) => {
  if (!line.startsWith('{')) return
  const { type, request_seq: number, body } = JSON.parse(line)
  if (type === 'response') waiting.get(number)?.(body)
})

let sent = 0
function send(command, parameters) {
  sent += 1
  server.stdin.write(`${JSON.stringify({ seq: sent, type: 'request', command, arguments: parameters })}\n`)
  return sent
}
const ask = (command, name) =>
  new Promise((resolve) => {
    const before = text.slice(0, text.lastIndexOf(name)).split('\n')
    const position = { file, line: before.length, offset: before.at(-1).length + 1 }
    waiting.set(send(command, position), resolve)
  })

async function run() {
  send('open', { file, fileContent: text })
  for (const name of documented) {
    const { documentation = '' } = (await ask('quickinfo', name)) ?? {}
    if (documentation === '') throw new Error(`The declarations don't document ${name}`)
  }
  for (const [name, source] of Object.entries(defined)) {
    const [definition] = (await ask('definition', name)) ?? []
    if (!source.test(definition?.file)) throw new Error(`${name} is defined in ${definition?.file}`)
    console.log(`${name}: ${definition.file.replace(/^.*node_modules/, '')}:${definition.start.line}`)
  }
}

run()
  .catch((error) => {
    console.error(error)
    process.exitCode = 1
  })
  .finally(() => server.kill())
