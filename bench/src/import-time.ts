import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { median } from './contestant.js'
import { atMostTimes, type Row } from './table.js'

const ROUNDS = 15

/** A new process, from start to end. */
function processTime(script: string): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`)
  return performance.now() - start
}

/** The time of an import in a new process, less that of a process that imports nothing. */
export function importTime(): Row[] {
  const nothing: number[] = []
  const ours: number[] = []
  const peer: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    nothing.push(processTime(''))
    ours.push(processTime("await import('ews-booking')"))
    peer.push(processTime("await import('ews-javascript-api')"))
  }
  const start = median(nothing)
  const times = { ours: median(ours) - start, peer: median(peer) - start }
  return [atMostTimes({ what: 'import, cold', peerName: 'ews-javascript-api', ...times }, 0.2)]
}
