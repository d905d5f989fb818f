/** How a command can sign in. */
export const SCHEMES = ['auto', 'ntlm', 'basic', 'kerberos', 'bearer'] as const

export type Scheme = (typeof SCHEMES)[number]

export const isScheme = (text: string): text is Scheme => SCHEMES.some((scheme) => scheme === text)
