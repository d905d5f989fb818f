import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainHeaders } from '../../../src/cli/record/recording'
import { Redaction } from '../../../src/cli/record/redaction'

const fixtures = fileURLToPath(new URL('../../../fixtures', import.meta.url))

/** The markup of a document, without texts and values. */
const structure = (xml: string) => (xml.match(/<[^>]+>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'))

/** Words that no schema has, so that finding one means a leak. */
const word = fc.stringMatching(/^[bdfgjkqvzBDFGJKQVZ]{6,12}$/)
const secret = fc.oneof(
  word,
  fc.tuple(word, word).map(([name, host]) => `${name}@${host}.example.org`),
  fc.tuple(word, word).map(([first, last]) => `${first} ${last}`),
  fc.stringMatching(/^[äöüßéñжщюя漢字]{4,10}$/),
  fc.stringMatching(/^(AAMk|DwAA)[A-Za-z0-9+/]{40,120}={0,2}$/),
  fc.stringMatching(/^[1-9]{9,12}$/),
)

/** The parts of a secret that would give it away. */
const telling = (value: string) => value.split(/[ @.]/).filter((part) => part.length > 3 && part !== 'example')

const inReferences = (text: string) =>
  Array.from(text, (letter) => `&#x${(letter.codePointAt(0) ?? 0).toString(16)};`).join('')

/** Where a server can put something: in the right place, in a wrong one, and where nobody looks. */
const PLACES: readonly (readonly [name: string, document: (secret: string) => string])[] = [
  ['a subject', (text) => `<t:Subject>${text}</t:Subject>`],
  ['a body', (text) => `<t:Body BodyType="HTML">&lt;p title="x"&gt;${text}&lt;/p&gt;</t:Body>`],
  ['an address', (text) => `<t:Mailbox><t:EmailAddress>${text}</t:EmailAddress></t:Mailbox>`],
  ['a name', (text) => `<t:DisplayName> ${text}\n</t:DisplayName>`],
  ['an id', (text) => `<t:ItemId Id="${text}" ChangeKey='${text}'/>`],
  ['the id of a folder that has names', (text) => `<t:DistinguishedFolderId Id="${text}"/>`],
  ['a time zone', (text) => `<t:StartTimeZone Id="${text}" Name="${text}"/>`],
  ['a message of the server', (text) => `<m:MessageText>Cannot open ${text}.</m:MessageText>`],
  ['a fault', (text) => `<s:Fault><faultcode>${text}</faultcode><faultstring>${text}</faultstring></s:Fault>`],
  ['an unknown element', (text) => `<x:Something xmlns:x="http://${encodeURI(text)}/ns">${text}</x:Something>`],
  ['a value that should be a time', (text) => `<t:Start>${text}</t:Start>`],
  ['a value that should be a word', (text) => `<t:LegacyFreeBusyStatus>${text}</t:LegacyFreeBusyStatus>`],
  ['a value that should be a code', (text) => `<m:ResponseCode>${text}</m:ResponseCode>`],
  [
    'an extended property',
    (text) => `<t:ExtendedFieldURI PropertyName="${text}" PropertySetId="${text}"/><t:Value>${text}</t:Value>`,
  ],
  ['a comment', (text) => `<t:Item><!-- ${text} --></t:Item>`],
  ['a CDATA section', (text) => `<t:Body><![CDATA[<b>${text}</b> & ${text}]]></t:Body>`],
  ['an instruction', (text) => `<?target ${text}?><a/>`],
  ['references', (text) => `<t:Subject>${inReferences(text)}</t:Subject>`],
  [
    'a web page',
    (text) =>
      `<html><head><title>${text}</title><script>var user = "${text}"</script><a href=https://${text}/>${text}</a><p`,
  ],
  ['angle brackets in a broken document', (text) => `<t:Subject>from <${text}> to <${text} a="b"></t:Subject><`],
  ['plain text', (text) => `401 Unauthorized ${text}`],
  ['an answer that was cut off', (text) => `<t:Subject>${text}</t:Subject><t:DisplayName>${text}`],
]

describe('a recording gives nothing away', () => {
  it.each(PLACES)('in %s', (_place, document) => {
    fc.assert(
      fc.property(secret, (value) => {
        const output = new Redaction().body(document(value)).toLowerCase()
        expect(telling(value).filter((part) => output.includes(part.toLowerCase()))).toEqual([])
        expect(output).not.toContain(inReferences(value))
      }),
    )
  })

  it('in headers', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('server', 'content-type', 'x-feserver', 'set-cookie', 'x-owa-version'),
        secret,
        (name, value) => {
          const output = JSON.stringify(plainHeaders({ [name]: value, [`x-${value}`]: value })).toLowerCase()
          expect(telling(value).filter((part) => !/^\d+$/.test(part) && output.includes(part.toLowerCase()))).toEqual(
            [],
          )
        },
      ),
    )
  })
})

describe('a recording keeps what is odd about a server', () => {
  it.each([
    ['\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<a/>'],
    ['<t:Subject>&#x0B;&#xFFFE;\u0085 &amp;&lt;\t</t:Subject>'],
    ['<m:Groups/><m:Items></m:Items >'],
    ["<SOAP:Body xmlns:SOAP='http://schemas.xmlsoap.org/soap/envelope/'/>"],
    ['<t:Start>2026-12-01T09:30:00.037458900Z</t:Start><t:StartDate>2025-07-02Z</t:StartDate>'],
    ['<m:ResponseCode>ErrorItemNotFound</m:ResponseCode><faultcode>s:Server</faultcode>'],
    ['<t:FieldURI FieldURI="calendar:Start"/><t:DistinguishedFolderId Id="calendar"/>'],
    ['<t:StartTimeZone Id="W. Europe Standard Time"/><t:StartTimeZone Id="UTC"/>'],
    ['<t:MergedFreeBusy>0022</t:MergedFreeBusy><t:Size>123</t:Size><t:IsMeeting>true</t:IsMeeting>'],
    ['<t:ServerVersionInfo MajorVersion="15" MinorBuildNumber="10" Version="V2017_07_11"/>'],
  ])('%j stays', (document) => {
    expect(new Redaction().body(document)).toBe(document)
  })

  it('masks letters with as many bytes and units, and leaves the rest', () => {
    const masked = new Redaction().body('<t:Subject>Größe 42 – 漢字 𠮷 &#228;!</t:Subject>')
    expect(masked).toBe('<t:Subject>Xxüüx 00 – 語語 𠀀 ü!</t:Subject>')
  })

  it('gives the same address and id the same replacement, and different ones different ones', () => {
    const redaction = new Redaction()
    const id = (last: string) => `<t:ItemId Id="${'AAMkAGQ1'.repeat(8)}${last}="/>`
    expect(redaction.body(id('a'))).toBe(redaction.body(id('a')))
    expect(redaction.body(id('a'))).not.toBe(redaction.body(id('A')))
    expect(redaction.body(id('a'))).toHaveLength(id('a').length)
    const mailbox = (address: string) => redaction.body(`<t:EmailAddress>${address}</t:EmailAddress>`)
    expect(mailbox('Anna@example.org')).toBe(mailbox('anna@example.org'))
    expect(mailbox('anna@example.org')).not.toBe(mailbox('bert@example.org'))
  })

  const recorded = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.xml'))
  it('keeps the structure of every fixture', () => {
    expect(recorded.length).toBeGreaterThan(40)
    for (const name of recorded) {
      const xml = readFileSync(`${fixtures}/${name}`, 'utf8')
      expect(structure(new Redaction().body(xml)), name).toEqual(structure(xml))
    }
  })
})
