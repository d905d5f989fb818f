import { quotable } from '../../xml'

/** A subject or issuer as Node has it, with a line for each part, in one line: `CN=mail.example.com, O=Example`. */
export const distinguishedName = (lines: string): string =>
  quotable(lines.split('\n').reverse().join(', ') || 'no name')
