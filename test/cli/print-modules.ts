// Preloaded into a command: the address of each module that is loaded is written to stderr, a line each.
import { register } from 'node:module'

const hooks = `
import { writeSync } from 'node:fs'
export async function load(url, context, next) {
  writeSync(2, url + '\\n')
  return next(url, context)
}`

register(`data:text/javascript,${encodeURIComponent(hooks)}`)
