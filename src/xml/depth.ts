/** How deep elements may be nested. No EWS document comes near this; a hostile one must not make the stack grow without bound. */
export const MAX_DEPTH = 100
