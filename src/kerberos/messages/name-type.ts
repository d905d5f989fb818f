/** How to interpret a principal's name (RFC 4120, 6.2; RFC 6806, 5). */
export const NameType = { principal: 1, serviceInstance: 2, serviceHost: 3, enterprise: 10 } as const
