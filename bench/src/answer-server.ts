import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The module of a process of its own, beside this one. */
export const processModule = (name: string): string => fileURLToPath(new URL(`./processes/${name}.js`, import.meta.url))

/** Runs `work` with the address of a server in a process of its own, so that sending doesn't block reading. */
export async function withServer<Result>(name: string, work: (origin: string) => Promise<Result>): Promise<Result> {
  const server = fork(processModule(name))
  try {
    const [port] = await once(server, 'message')
    return await work(`http://127.0.0.1:${port}`)
  } finally {
    server.disconnect()
  }
}

/** Runs a module in a process of its own and returns the one message that it sends. */
export async function messageOf<Message>(
  name: string,
  parameters: readonly string[],
  execArgv: readonly string[] = [],
): Promise<Message> {
  const child = fork(processModule(name), parameters, { execArgv: [...execArgv] })
  const sent = new Promise<Message>((resolve, reject) => {
    child.once('message', (message: Message) => resolve(message))
    child.once('exit', (code) => reject(new Error(`${name} ended with exit code ${code} and said nothing`)))
  })
  const ended = once(child, 'exit')
  const message = await sent
  await ended
  return message
}
