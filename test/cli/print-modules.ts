// Preloaded into a command. Writes the URL of each module that it loads to stderr, one a line.
import { register } from 'node:module'

const hooks = `
import { writeSync } from 'node:fs'
export async function load(url, context, next) {
  writeSync(2, url + '\\n')
  return next(url, context)
}`

register(`data:text/javascript,${encodeURIComponent(hooks)}`)
