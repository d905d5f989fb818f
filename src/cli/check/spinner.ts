import type { Terminal } from '../terminal'

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const
const FRAME_MS = 80

/** Shows on a terminal that something is under way. Without a terminal it does nothing. */
export class Spinner {
  readonly #terminal: Terminal | undefined
  #stop: (() => void) | undefined

  constructor(terminal: Terminal | undefined) {
    this.#terminal = terminal
  }

  start(label: string): void {
    const terminal = this.#terminal
    if (terminal === undefined) return
    this.stop()
    let frame = 0
    const draw = () => {
      terminal.write(`\r${FRAMES[frame % FRAMES.length]} ${label}`)
      frame += 1
    }
    draw()
    const end = terminal.every(FRAME_MS, draw)
    this.#stop = () => {
      end()
      // Erases the line (ECMA-48, 8.3.41).
      terminal.write('\r\u001b[K')
    }
  }

  stop(): void {
    this.#stop?.()
    this.#stop = undefined
  }
}
