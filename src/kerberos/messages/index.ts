export { ApOption, ApRep, ApReq, Authenticator, EncApRepPart } from './ap-exchange'
export { EncryptedData, keyOf, openMessage, sealMessage, UnsupportedKeyError } from './encryption'
export { ErrorCode } from './error-code'
export { KdcProxyMessage } from './kdc-proxy'
export { AsRep, EncAsRepPart, type EncKdcRepPart, EncTgsRepPart, type KdcRep, TgsRep } from './kdc-reply'
export { AsReq, KdcOption, KdcReqBody, MessageType, TgsReq } from './kdc-request'
export { KerbErrorData, KrbError } from './krb-error'
export { NameType } from './name-type'
export {
  EncryptedTimestamp,
  EtypeInfo2,
  type EtypeInfo2Entry,
  MethodData,
  type PaData,
  PaType,
} from './pre-authentication'
export { isSameName, nameText, PrincipalName, ticketGrantingService } from './principal'
export {
  Mechanism,
  NegState,
  NegTokenResp,
  readInitialToken,
  readKerberosToken,
  readNegotiation,
  TokenId,
  writeKerberosToken,
  writeNegotiation,
} from './spnego'
export { AuthorizationData, EncTicketPart, Ticket } from './ticket'
