/** How deep elements may be nested. It keeps hostile documents from exhausting the stack. No EWS document comes near it. */
export const MAX_DEPTH = 100
