import { describe, expect, it } from 'vitest'
import { messages, types } from '../../../src/operations'
import { schemaDirectory, schemaErrors } from '../../schema'
import { DOCTOR, DOCTORS_ACCOUNT, withExchange } from '../exchange'

const server = withExchange()

/** Sends a request in the form of DavMail 6: the requests of its login and of its CalDAV folders, written after what it sends. */
async function send(content: string) {
  const body = `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="${types.uri}" xmlns:m="${messages.uri}"><soap:Header><t:RequestServerVersion Version="Exchange2013_SP1"/></soap:Header><soap:Body>${content}</soap:Body></soap:Envelope>`
  const { text } = await server.connection().send({ authorization: DOCTORS_ACCOUNT, body })
  if (schemaDirectory !== undefined) {
    expect(schemaErrors(body), body).toEqual([])
    expect(schemaErrors(text), text).toEqual([])
  }
  return text
}

const folderOf = (name: string) =>
  send(
    `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="${name}"/></m:FolderIds></m:GetFolder>`,
  )

const attribute = (name: string, text: string) => new RegExp(`${name}="([^"]*)"`).exec(text)?.[1] ?? ''

describe("DavMail's login", () => {
  it('finds the root folder', async () => {
    expect(await folderOf('root')).toContain('NoError')
  })

  it('learns its address by ConvertId, with a mailbox that there is not', async () => {
    const id = /<t:FolderId Id="([^"]*)"/.exec(await folderOf('root'))?.[1] ?? ''
    const text = await send(
      `<m:ConvertId DestinationFormat="EwsId"><m:SourceIds><t:AlternateId Format="EwsId" Id="${id}" Mailbox="nobody@example.com"/></m:SourceIds></m:ConvertId>`,
    )
    expect(attribute('Mailbox', text)).toBe(DOCTOR)
    expect(attribute(' Id', text)).toBe(id)
  })

  it('is told that there is no configuration of OWA', async () => {
    const text = await send(
      '<m:GetUserConfiguration><m:UserConfigurationName Name="OWA.UserOptions"><t:DistinguishedFolderId Id="root"/></m:UserConfigurationName><m:UserConfigurationProperties>All</m:UserConfigurationProperties></m:GetUserConfiguration>',
    )
    expect(text).toContain('ErrorItemNotFound')
  })
})

describe("DavMail's folders", () => {
  it('are found, made and deleted', async () => {
    const found = () =>
      send(
        '<m:FindFolder Traversal="Shallow"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="folder:DisplayName"/><t:FieldURI FieldURI="folder:FolderClass"/><t:ExtendedFieldURI PropertyTag="0x670a" PropertyType="SystemTime"/></t:AdditionalProperties></m:FolderShape><m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="folder:FolderClass"/><t:FieldURIOrConstant><t:Constant Value="IPF.Appointment"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindFolder>',
      )
    const made = await send(
      '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderId><m:Folders><t:Folder><t:FolderClass>IPF.Appointment</t:FolderClass><t:DisplayName>Ward</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>',
    )
    expect(await found()).toContain('<t:DisplayName>Ward</t:DisplayName>')
    const deleted = await send(
      `<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds><t:FolderId Id="${attribute('FolderId Id', made)}"/></m:FolderIds></m:DeleteFolder>`,
    )
    expect(deleted).toContain('NoError')
    expect(await found()).not.toContain('Ward')
  })

  it('have a class, counts and a time of their last change in MAPI, which each change makes later', async () => {
    const changed = async () => {
      const text = await send(
        '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:ExtendedFieldURI PropertyTag="0x3602" PropertyType="Integer"/><t:ExtendedFieldURI PropertyTag="0x3613" PropertyType="String"/><t:ExtendedFieldURI PropertyTag="0x360a" PropertyType="Boolean"/><t:ExtendedFieldURI PropertyTag="0x670a" PropertyType="SystemTime"/></t:AdditionalProperties></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>',
      )
      return [...text.matchAll(/<t:Value>([^<]*)/g)].map(([, value]) => value)
    }
    expect(await changed()).toEqual(['0', 'IPF.Appointment', 'false', '2026-12-01T08:00:00Z'])
    const times = { start: new Date('2027-01-04T09:00:00Z'), end: new Date('2027-01-04T10:00:00Z') }
    server.exchange().add(DOCTOR, { subject: 'Visit', ...times })
    expect(await changed()).toEqual(['1', 'IPF.Appointment', 'false', '2026-12-01T08:00:01Z'])
  })

  it('have items with names, numbers and kinds in MAPI, by which they are found', async () => {
    const times = { start: new Date('2027-01-04T09:00:00Z'), end: new Date('2027-01-04T10:00:00Z') }
    server.exchange().add(DOCTOR, { subject: 'Visit', ...times })
    const kind =
      '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="urn:schemas:calendar:instancetype" PropertyType="Integer"/>'
    const find = (value: string) =>
      send(
        `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>${kind}<t:ExtendedFieldURI PropertyTag="0x37" PropertyType="String"/><t:ExtendedFieldURI PropertyTag="0xe23" PropertyType="Integer"/><t:ExtendedFieldURI PropertyTag="0x10f3" PropertyType="String"/></t:AdditionalProperties></m:ItemShape><m:Restriction><t:IsEqualTo>${kind}<t:FieldURIOrConstant><t:Constant Value="${value}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>`,
      )
    const text = await find('0')
    expect([...text.matchAll(/<t:Value>([^<]*)/g)].map(([, value]) => value)).toEqual(['0', '1', '1.EML', 'Visit'])
    expect(attribute('TotalItemsInView', await find('1'))).toBe('0')
  })

  it('are searched with properties of messages', async () => {
    const text = await send(
      '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:LastModifiedTime"/><t:FieldURI FieldURI="message:InternetMessageId"/></t:AdditionalProperties></m:ItemShape><m:IndexedPageItemView MaxEntriesReturned="100" Offset="0" BasePoint="Beginning"/><m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="message:InternetMessageId"/><t:FieldURIOrConstant><t:Constant Value="&lt;1@example.com&gt;"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>',
    )
    expect(text).toContain('NoError')
    expect(attribute('TotalItemsInView', text)).toBe('0')
  })
})
