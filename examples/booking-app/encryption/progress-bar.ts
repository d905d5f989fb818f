const WIDTH = 30

/** A bar for a terminal, in place of the one before. */
export function progressBar(done: number, total: number): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1)
  const filled = Math.round(share * WIDTH)
  return `\r  Sealing [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${done} of ${total}${share === 1 ? '\n' : ''}`
}
