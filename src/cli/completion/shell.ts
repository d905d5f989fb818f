/** The shells that can complete. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof SHELLS)[number]

export const isShell = (text: string): text is Shell => SHELLS.some((shell) => shell === text)
