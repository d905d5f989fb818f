/** Which files each entry point loads. Each is loaded in a process of its own. */
const { execFileSync } = require('node:child_process')

/** Files of `dist/chunks`, and modules of Node.js that take long. */
const ENTRY_POINTS = {
  'ews-booking': ['client', 'deadline', 'kerberos-names', 'operations', 'rolldown-runtime', 'src', 'validation', 'zod'],
  'ews-booking/booking': [
    'booking',
    'client',
    'deadline',
    'kerberos-names',
    'operations',
    'rolldown-runtime',
    'time',
    'validation',
    'zod',
  ],
  'ews-booking/crypto': ['crypto', 'validation', 'zod'],
  'ews-booking/simulator': [
    'deadline',
    'http',
    'https',
    'ical',
    'kerberos',
    'kerberos-names',
    'operations',
    'rolldown-runtime',
    'simulator',
    'time',
    'tls',
    'validation',
    'zod',
  ],
}

/** `fetch` and its undici are part of Node.js, and nothing of ours needs them. */
const SLOW = /^NativeModule (https?|tls|internal\/deps\/undici\/undici)$/

function load(entryPoint) {
  require(entryPoint)
  const files = Object.keys(require.cache).filter((file) => file !== __filename)
  const names = files.flatMap((file) => {
    const [, path] = /[\\/]ews-booking[\\/]dist[\\/](.*)\.js$/.exec(file) ?? [undefined, file]
    return path.endsWith('index') ? [] : path.replace(/^chunks[\\/]/, '')
  })
  const builtIn = process.moduleLoadList.flatMap((name) => SLOW.exec(name)?.[1] ?? [])
  return [...names, ...builtIn].sort()
}

function compare(entryPoint) {
  const allowed = ENTRY_POINTS[entryPoint]
  const loaded = JSON.parse(execFileSync(process.execPath, [__filename, entryPoint], { encoding: 'utf8' }))
  const further = loaded.filter((name) => !allowed.includes(name))
  if (further.length > 0) throw new Error(`${entryPoint} loads what it doesn't need: ${further.join(', ')}`)
  console.log(`${entryPoint}: ${loaded.join(', ')}`)
}

const [entryPoint] = process.argv.slice(2)
if (entryPoint !== undefined) console.log(JSON.stringify(load(entryPoint)))
else for (const each of Object.keys(ENTRY_POINTS)) compare(each)
