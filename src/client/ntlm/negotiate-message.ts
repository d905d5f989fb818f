/** Loaded when first needed: not everybody signs in with NTLM, and not every process makes a call. */
const loadHttpntlm = async () => (await import('httpntlm/ntlm.js')).default

/** What authentication starts with (MS-NLMP, 2.2.1.1). The same for everybody: it tells nothing about the account. */
export async function negotiateMessage(): Promise<Buffer> {
  const header = (await loadHttpntlm()).createType1Message({})
  return Buffer.from(header.replace(/^NTLM /, ''), 'base64')
}

/** NTOWFv1 (MS-NLMP, 3.3.1): MD4 of the password, which OpenSSL 3 has no more. */
export async function passwordHash(password: string): Promise<Buffer> {
  return (await loadHttpntlm()).create_NT_hashed_password(password)
}
