import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { below, kilobytes, type Row } from './table.js'

const LIMIT_BYTES = 150e3

/** The tarball that `npm run install-package` packed and installed. */
export function packedSize(): Row[] {
  const folder = fileURLToPath(new URL('../packed/', import.meta.url))
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('There is no tarball; run npm run install-package')
  return [below('packed size', statSync(`${folder}${tarball}`).size, LIMIT_BYTES, kilobytes)]
}
