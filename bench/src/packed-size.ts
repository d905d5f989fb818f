import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { megabytes, type Row } from './table.js'

/** The tarball that `npm run install-package` packed and installed: code, sources, declarations and documents. */
export function packedSize(): Row[] {
  const folder = fileURLToPath(new URL('../packed/', import.meta.url))
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('There is no tarball; run npm run install-package')
  const ours = megabytes(statSync(`${folder}${tarball}`).size)
  return [{ what: 'packed size', ours, peer: '', ratio: '', goal: '' }]
}
