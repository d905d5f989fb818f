/** Loaded on first use, since many processes never sign in with NTLM. */
const loadHttpntlm = async () => (await import('httpntlm/ntlm.js')).default

/** Returns the first message (MS-NLMP, 2.2.1.1). It is the same for all accounts and reveals nothing about them. */
export async function negotiateMessage(): Promise<Buffer> {
  const header = (await loadHttpntlm()).createType1Message({})
  return Buffer.from(header.replace(/^NTLM /, ''), 'base64')
}

/** Returns NTOWFv1 (MS-NLMP, 3.3.1): MD4 of the password. OpenSSL 3 no longer has MD4. */
export async function passwordHash(password: string): Promise<Buffer> {
  return (await loadHttpntlm()).create_NT_hashed_password(password)
}
