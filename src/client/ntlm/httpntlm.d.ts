/** The part of httpntlm that we use. The package has no types. */
declare module 'httpntlm/ntlm.js' {
  interface NtlmMessages {
    /** `NTLM <base64>`: the NEGOTIATE_MESSAGE (MS-NLMP 2.2.1.1). */
    createType1Message(options: { domain?: string; workstation?: string }): string
    /** MD4 of the password in UTF-16LE (MS-NLMP 3.3.1, NTOWFv1). */
    create_NT_hashed_password(password: string): Buffer
  }
  const messages: NtlmMessages
  export default messages
}
