/** A time as servers write those of MAPI properties: in whole seconds, which some clients count on. */
export const systemTime = (time: Date | undefined): string | undefined => time?.toISOString().replace(/\.\d{3}Z$/, 'Z')
