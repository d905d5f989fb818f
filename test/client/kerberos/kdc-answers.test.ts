import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { KerberosError } from '../../../src/client/kerberos/kerberos-error'
import { decode, encode } from '../../../src/kerberos/asn1'
import { aes128Sha1, aes256Sha1, Key } from '../../../src/kerberos/crypto'
import {
  AsRep,
  AsReq,
  ErrorCode,
  EtypeInfo2,
  type EtypeInfo2Entry,
  KerbErrorData,
  MethodData,
  PaType,
  TgsRep,
  TgsReq,
} from '../../../src/kerberos/messages'
import { everythingShownOf } from '../../exchange'
import { refusalOf } from './kerberos-account'
import { type Answering, clientOf, KDC, krbError, PASSWORD, REALM, SECOND_KDC, simulatedRealm } from './simulated-realm'

const isLogin = (message: Buffer) => message[0] === AsReq.tag
const isProof = (message: Buffer) => isLogin(message) && decode(AsReq, message).paData !== undefined

/** Returns a KDC that asks for a proof of this kind. */
const wanting = (...methods: readonly { type: number; value: Buffer }[]) =>
  krbError(ErrorCode.preauthenticationRequired, { data: encode(MethodData, methods) })

const timestamp = { type: PaType.encryptedTimestamp, value: Buffer.alloc(0) }
const etypeInfo = (...entries: readonly EtypeInfo2Entry[]) => ({
  type: PaType.etypeInfo2,
  value: encode(EtypeInfo2, entries),
})

function parameters(iterations: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(iterations)
  return bytes
}

const ntStatus = (status: number) => {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32LE(status)
  return bytes
}

/** Counts requests, and answers each with the next function. */
function counted(answering: Answering): [Answering, { requests: number; proofs: number }] {
  const counts = { requests: 0, proofs: 0 }
  return [
    (message, address, realm) => {
      counts.requests += 1
      if (isProof(message)) counts.proofs += 1
      return answering(message, address, realm)
    },
    counts,
  ]
}

describe('the reason why Windows refuses an account', () => {
  const shapes: readonly (readonly [string, (status: number) => Buffer])[] = [
    ['as Windows does', (status) => encode(KerbErrorData, { type: 3, value: ntStatus(status) })],
    ['as Samba does', (status) => encode(MethodData, [{ type: 3, value: ntStatus(status) }])],
  ]
  it.each(
    shapes.flatMap(([shape, data]) =>
      (
        [
          [18, 0xc0000234, 'is locked out', 'Unlock-ADAccount'],
          [18, 0xc0000072, 'is disabled', 'Enable-ADAccount'],
          [18, 0xc0000193, 'has expired', 'Set-ADAccountExpiration'],
          [18, 0xc000006f, 'at this hour', 'logonHours'],
          [18, 0xc0000070, 'from this machine', 'LogonWorkstations'],
          [23, 0xc0000224, 'must be changed', 'ChangePasswordAtLogon'],
          [23, 0xc0000071, 'has expired', 'PasswordNeverExpires'],
        ] as const
      ).map(([code, status, message, hint]) => [code, message, shape, hint, data(status)] as const),
    ),
  )('error %i: %s, %s', async (code, message, _shape, hint, data) => {
    const error = await refusalOf(clientOf({ answering: async () => krbError(code, { data }) }))
    expect(error).toMatchObject({ kind: 'refused', code, othersMayTry: false })
    expect(error.message).toContain(message)
    expect(error.hint).toContain(hint)
  })

  it.each([
    ['is malformed', Buffer.from('nonsense')],
    ['is short', encode(KerbErrorData, { type: 3, value: Buffer.alloc(2) })],
    ['is of another kind', encode(KerbErrorData, { type: 2, value: ntStatus(0xc0000234) })],
    ['is unknown', encode(KerbErrorData, { type: 3, value: ntStatus(0xc0000001) })],
  ])('is ignored if it %s', async (_case, data) => {
    const error = await refusalOf(clientOf({ answering: async () => krbError(18, { data }) }))
    expect(error.message).toContain('is locked, disabled, or outside its logon hours')
  })
})

describe("a KDC's reason in words", () => {
  it('is cut and cleaned', async () => {
    const text = `line\r\nbreak\u001b[31m\u202e ${'x'.repeat(1000)}`
    const { message } = await refusalOf(clientOf({ answering: async () => krbError(60, { text }) }))
    expect(message).toContain('line break [31m')
    expect(message).toMatch(/^[\x20-\x7e]{1,300}$/)
  })

  it('is cut and cleaned where it stands for a realm or a name', async () => {
    const realm = `EVIL\u001b[2J\u202e${'x'.repeat(2000)}`
    for (const code of [6, 7, 24, 4711]) {
      const { message } = await refusalOf(clientOf({ answering: async () => krbError(code, { realm }) }))
      expect(message).toContain('EVIL\\u{1b}[2J')
      expect(message).toMatch(/^[\x20-\x7e…]{1,500}$/)
    }
  })

  it('is shown with an unknown code', async () => {
    const error = await refusalOf(clientOf({ answering: async () => krbError(4711, { text: 'no' }) }))
    expect(error).toMatchObject({ code: 4711, kind: 'refused' })
    expect(error.message).toContain('"no"')
  })
})

describe('a wrong realm', () => {
  it('is corrected by the KDC', async () => {
    const realm = simulatedRealm()
    const asked: string[] = []
    const client = clientOf({
      principals: [{ name: { nameType: 10, components: ['svc-booking@example.com'] }, realm: 'OTHER.COM' }],
      answering: async (message, _address, askedRealm) => {
        asked.push(askedRealm)
        return askedRealm === 'OTHER.COM' ? krbError(68, { clientRealm: REALM }) : realm.answer(message)
      },
    })
    await client.ticket()
    expect(asked).toEqual(['OTHER.COM', REALM, REALM, REALM])
  })

  it('is not corrected endlessly', async () => {
    const [answering, counts] = counted(async (_message, _address, realm) =>
      krbError(68, { clientRealm: `${realm}.COM` }),
    )
    const error = await refusalOf(clientOf({ answering }))
    expect(error).toMatchObject({ code: 68, hint: expect.stringContaining('auth.realm') })
    expect(counts.requests).toBe(6)
  })

  it('for which the KDC knows no other is reported', async () => {
    expect(await refusalOf(clientOf({ answering: async () => krbError(68) }))).toMatchObject({ code: 68 })
  })
})

describe('a KDC that asks for an unsafe proof', () => {
  const info = { etype: aes256Sha1.id, salt: Buffer.from('salt') }

  it.each([0, 1, 4095, 1_000_001, 2 ** 32 - 1])('with %i iterations gets none', async (iterations) => {
    const [answering, counts] = counted(async () =>
      wanting(etypeInfo({ ...info, parameters: parameters(iterations) }), timestamp),
    )
    expect(await refusalOf(clientOf({ answering }))).toMatchObject({ kind: 'untrusted' })
    expect(counts).toEqual({ requests: 1, proofs: 0 })
  })

  it('with parameters of another length gets none', async () => {
    const answering = async () => wanting(etypeInfo({ ...info, parameters: Buffer.alloc(3) }), timestamp)
    expect(await refusalOf(clientOf({ answering }))).toMatchObject({ kind: 'untrusted' })
  })

  it.each([
    ['RC4', 23],
    ['DES', 3],
    ['3DES', 16],
    ['type 99', 99],
  ])('with %s gets none, and the error says what to configure', async (name, etype) => {
    const [answering, counts] = counted(async () => wanting(etypeInfo({ etype }), timestamp))
    const error = await refusalOf(clientOf({ answering }))
    expect(error).toMatchObject({ code: 14, othersMayTry: true })
    expect(error.message).toContain(name)
    expect(error.hint).toContain('KerberosEncryptionType AES128,AES256')
    expect(counts.proofs).toBe(0)
  })

  it('with RC4 first and AES second gets AES', async () => {
    const realm = simulatedRealm()
    const client = clientOf({
      answering: async (message) =>
        isLogin(message) && !isProof(message)
          ? wanting(etypeInfo({ etype: 23 }, { ...info, salt: Buffer.from('EXAMPLE.COMsvc-booking') }), timestamp)
          : realm.answer(message),
    })
    expect((await client.ticket()).sessionKey.encryption).toBe(aes256Sha1)
  })

  it('that accepts only armored requests is reported as such', async () => {
    const answering = async () => wanting(etypeInfo(info), { type: PaType.fast, value: Buffer.alloc(0) })
    const error = await refusalOf(clientOf({ answering }))
    expect(error).toMatchObject({ code: 25, othersMayTry: false })
    expect(error.message).toContain('FAST')
  })

  it('with malformed data is reported as such', async () => {
    const answering = async () => krbError(25, { data: Buffer.from('nonsense') })
    expect(await refusalOf(clientOf({ answering }))).toMatchObject({ kind: 'untrusted' })
  })
})

describe('an answer that is not from the KDC', () => {
  /** Changes the answer to one kind of request. */
  const altering = (which: (message: Buffer) => boolean, alter: (answer: Buffer) => Buffer): Answering => {
    const realm = simulatedRealm()
    return async (message) => {
      const answer = await realm.answer(message)
      return answer !== undefined && which(message) ? alter(answer) : answer
    }
  }
  const isTicketRequest = (message: Buffer) => message[0] === TgsReq.tag

  it.each<[string, Answering]>([
    [
      'made with another key',
      altering(isProof, (answer) => {
        const reply = decode(AsRep, answer)
        const key = new Key(aes256Sha1, randomBytes(32))
        return encode(AsRep, {
          ...reply,
          encrypted: { etype: 18, cipher: key.encrypt(3, Buffer.alloc(40), randomBytes) },
        })
      }),
    ],
    [
      'of an encryption type that is not ours',
      altering(isProof, (answer) => {
        const reply = decode(AsRep, answer)
        return encode(AsRep, { ...reply, encrypted: { ...reply.encrypted, etype: 23 } })
      }),
    ],
    [
      'changed in its encrypted part',
      altering(isTicketRequest, (answer) => {
        const reply = decode(TgsRep, answer)
        const cipher = Buffer.from(reply.encrypted.cipher)
        cipher[20] = (cipher[20] ?? 0) ^ 1
        return encode(TgsRep, { ...reply, encrypted: { ...reply.encrypted, cipher } })
      }),
    ],
    [
      'of another encryption type than its key',
      altering(isTicketRequest, (answer) => {
        const reply = decode(TgsRep, answer)
        return encode(TgsRep, { ...reply, encrypted: { ...reply.encrypted, etype: aes128Sha1.id } })
      }),
    ],
  ])('%s is not trusted', async (_case, answering) => {
    expect(await refusalOf(clientOf({ answering }))).toMatchObject({ kind: 'untrusted', othersMayTry: false })
  })

  it('to an earlier request is not trusted', async () => {
    const realm = simulatedRealm()
    let earlier: Buffer | undefined
    const answering: Answering = async (message) => {
      if (!isProof(message)) return realm.answer(message)
      earlier ??= await realm.answer(message)
      return earlier
    }
    await clientOf({ answering }).ticket()
    const error = await refusalOf(clientOf({ answering }))
    expect(error).toMatchObject({ kind: 'untrusted' })
    expect(error.message).toContain('answers another request')
  })

  it('that is malformed is reported with its address', async () => {
    const error = await refusalOf(clientOf({ answering: async () => Buffer.from('HTTP/1.1 400 Bad Request') }))
    expect(error).toMatchObject({ kind: 'untrusted' })
    expect(error.message).toContain('dc1.example.com:88')
  })
})

describe('tickets', () => {
  it('are requested once for all calls', async () => {
    const realm = simulatedRealm()
    const client = clientOf({ answering: realm.answer })
    const tickets = await Promise.all(Array.from({ length: 50 }, () => client.ticket()))
    expect(new Set(tickets).size).toBe(1)
    expect(realm.kdc.requests.map(({ type, error }) => [type, error])).toEqual([
      ['AS-REQ', 25],
      ['AS-REQ', undefined],
      ['TGS-REQ', undefined],
    ])
  })

  it('that a service refused are replaced without the password', async () => {
    const realm = simulatedRealm()
    const client = clientOf({ answering: realm.answer })
    const first = await client.ticket()
    client.drop(first)
    client.drop(first)
    const second = await client.ticket()
    expect(second).not.toBe(first)
    client.drop(first)
    expect(await client.ticket()).toBe(second)
    expect(realm.kdc.requests.map(({ type }) => type)).toEqual(['AS-REQ', 'AS-REQ', 'TGS-REQ', 'TGS-REQ'])
  })

  it('for tickets that the KDC no longer accepts are replaced once with the password', async () => {
    const realm = simulatedRealm()
    let refusals = 1
    const [answering, counts] = counted(async (message) => {
      if (!isLogin(message) && refusals > 0) {
        refusals -= 1
        return krbError(ErrorCode.ticketExpired)
      }
      return realm.answer(message)
    })
    await clientOf({ answering }).ticket()
    expect(counts).toEqual({ requests: 6, proofs: 2 })
    const refusing = clientOf({
      answering: async (message) => (isLogin(message) ? realm.answer(message) : krbError(ErrorCode.ticketExpired)),
    })
    expect(await refusalOf(refusing)).toMatchObject({ code: ErrorCode.ticketExpired })
  })

  it('are requested once more if the clock was wrong', async () => {
    const realm = simulatedRealm()
    const client = clientOf({ answering: realm.answer })
    client.drop(await client.ticket())
    client.synchronize(realm.now().getTime() + 60 * 60 * 1000)
    await client.ticket()
    expect(realm.kdc.requests.map(({ type, error }) => [type, error]).slice(3)).toEqual([
      ['TGS-REQ', ErrorCode.clockSkew],
      ['TGS-REQ', undefined],
    ])
  })
})

describe('a ticket that cannot be renewed', () => {
  it('is used until it ends, and a refused password is tried once', async () => {
    const realm = simulatedRealm()
    let isChanged = false
    const [answering, counts] = counted((message) =>
      isChanged && isProof(message)
        ? Promise.resolve(krbError(ErrorCode.preauthenticationFailed))
        : realm.answer(message),
    )
    const client = clientOf({ answering, runtime: { now: () => realm.now().getTime() } })
    const ticket = await client.ticket()
    isChanged = true
    realm.forward(ticket.endTime - realm.now().getTime() - 60_000)
    for (let call = 0; call < 30; call += 1) {
      expect((await client.ticket()).endTime).toBe(ticket.endTime)
      realm.forward(1000)
    }
    // All calls together ask for the service's ticket once more.
    expect(counts).toEqual({ requests: 6, proofs: 2 })
    realm.forward(30_000)
    expect(await refusalOf(client)).toMatchObject({ code: ErrorCode.preauthenticationFailed })
  })
})

describe('a password that was refused', () => {
  it('is not tried again, even for callers that come later', async () => {
    const realm = simulatedRealm()
    const [answering, counts] = counted(realm.answer)
    const client = clientOf({
      credentials: { password: 'wrong' },
      answering,
      runtime: { now: () => realm.now().getTime() },
    })
    const proofsAfter = async (milliseconds: number) => {
      realm.forward(milliseconds)
      expect(await refusalOf(client)).toMatchObject({ code: ErrorCode.preauthenticationFailed })
      return counts.proofs
    }
    expect(await proofsAfter(0)).toBe(1)
    expect(await proofsAfter(59_999)).toBe(1)
    expect(await proofsAfter(1)).toBe(2)
    expect(await proofsAfter(60_000)).toBe(2)
    expect(await proofsAfter(60_000)).toBe(3)
  })
})

describe('several KDCs', () => {
  const kdcs = () => [KDC, SECOND_KDC]

  it.each<[string, () => Promise<Buffer | undefined>]>([
    ['does not answer', async () => undefined],
    ['is not available', async () => krbError(ErrorCode.serviceUnavailable)],
    ['speaks something else', async () => Buffer.from('SSH-2.0-OpenSSH_9.2')],
  ])('replace one that %s', async (_case, failing) => {
    const realm = simulatedRealm()
    const asked: string[] = []
    const client = clientOf({
      kdcs,
      answering: (message, address) => {
        asked.push(address === KDC ? 'first' : 'second')
        return address === KDC ? failing() : realm.answer(message)
      },
    })
    await client.ticket()
    expect(asked).toEqual(['first', 'second', 'second', 'second'])
  })

  it('are asked in turn, each for a limited time', async () => {
    const realm = simulatedRealm()
    const waited: number[] = []
    const client = clientOf({
      kdcs,
      answering: (message) => realm.answer(message),
      runtime: {
        timeout(milliseconds) {
          waited.push(milliseconds)
          return new AbortController().signal
        },
      },
    })
    await client.ticket()
    expect(waited).toEqual([15_000, 5_000, 15_000, 5_000, 15_000, 5_000])
  })

  it('never receive the password a second time', async () => {
    const [answering, counts] = counted((message) => simulatedRealm().answer(message))
    const client = clientOf({ kdcs, credentials: { password: 'wrong' }, answering })
    expect(await refusalOf(client)).toMatchObject({ code: ErrorCode.preauthenticationFailed })
    expect(counts).toEqual({ requests: 2, proofs: 1 })
  })

  it('that are all silent fail in time', async () => {
    const client = clientOf({
      kdcs,
      answering: async () => undefined,
      runtime: {
        timeout: () => AbortSignal.abort(new Error('timeout')),
        exchange: (_address, _realm, _message, signal) => Promise.reject(signal.reason),
      },
    })
    const error = await refusalOf(client)
    expect(error).toMatchObject({ kind: 'unreachable', othersMayTry: true })
    expect(error.hint).toContain('TCP port 88')
  })
})

describe('DNS', () => {
  const inDns = (
    records: Record<string, readonly { name: string; port: number; priority: number; weight: number }[]>,
  ) => ({
    resolveSrv: async (name: string) => {
      const found = records[name]
      if (found === undefined) throw Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' })
      return [...found]
    },
  })

  it('lists the KDCs of a realm by priority', async () => {
    const realm = simulatedRealm()
    const asked: string[] = []
    const client = clientOf({
      kdcs: () => undefined,
      answering: async (message, address) => {
        const host = address.type === 'tcp' ? `${address.host}:${address.port}` : ''
        asked.push(host)
        return host === 'dc2.example.com:88' ? realm.answer(message) : undefined
      },
      runtime: inDns({
        '_kerberos._tcp.example.com': [
          { name: 'dc3.example.com', port: 88, priority: 20, weight: 100 },
          { name: 'dc2.example.com', port: 88, priority: 10, weight: 0 },
          { name: 'dc1.example.com', port: 1088, priority: 5, weight: 100 },
        ],
      }),
    })
    await client.ticket()
    expect(asked.slice(0, 2)).toEqual(['dc1.example.com:1088', 'dc2.example.com:88'])
    expect(new Set(asked)).not.toContain('dc3.example.com:88')
  })

  it.each<[string, Record<string, { name: string; port: number; priority: number; weight: number }[]>]>([
    ['knows none', {}],
    ['says that there is none', { '_kerberos._tcp.example.com': [{ name: '', port: 0, priority: 0, weight: 0 }] }],
  ])('that %s is reported with what to do', async (_case, records) => {
    const client = clientOf({ kdcs: () => undefined, answering: async () => undefined, runtime: inDns(records) })
    const error = await refusalOf(client)
    expect(error).toMatchObject({ kind: 'unreachable', othersMayTry: true })
    expect(error.message).toContain('_kerberos._tcp.example.com')
    expect(error.hint).toContain('auth.kdc')
  })

  it('that fails is told from DNS that knows none', async () => {
    const failing = Object.assign(new Error('querySrv ESERVFAIL'), { code: 'ESERVFAIL' })
    const runtime = { resolveSrv: () => Promise.reject(failing) }
    const error = await refusalOf(clientOf({ kdcs: () => undefined, answering: async () => undefined, runtime }))
    expect(error).toMatchObject({ kind: 'unreachable', othersMayTry: true, cause: failing })
    expect(error.message).toContain("can't be asked")
    const none = clientOf({ kdcs: () => undefined, answering: async () => undefined, runtime: inDns({}) })
    expect((await refusalOf(none)).message).toContain('names no KDC')
  })

  it('that never answers does not block the call', async () => {
    const client = clientOf({
      kdcs: () => undefined,
      answering: async () => undefined,
      runtime: { resolveSrv: () => new Promise(() => undefined), timeout: () => AbortSignal.abort() },
    })
    expect(await refusalOf(client)).toMatchObject({ kind: 'unreachable' })
  })
})

it('no error shows the password', async () => {
  for (const code of [6, 14, 18, 23, 24, 25, 60]) {
    const error = await refusalOf(clientOf({ answering: async () => krbError(code, { text: 'reason' }) }))
    expect(error).toBeInstanceOf(KerberosError)
    expect(everythingShownOf(error)).not.toContain(PASSWORD)
  }
})
