import { beforeEach, describe, expect, it, vi } from 'vitest'
import { startSimulator } from '../../src/simulator'
import { certificateSignedWith } from '../certificate'
import { options } from './exchange'

const loads = vi.hoisted(() => ({ count: 0 }))
vi.mock('node-forge', (original) => {
  loads.count += 1
  return original()
})

const https = await certificateSignedWith('ECDSA-SHA256')

describe('node-forge', () => {
  beforeEach(() => {
    vi.resetModules()
    loads.count = 0
  })

  it.each([
    ['not without HTTPS', { https: false }, 0],
    ['not with extended protection off', { https, extendedProtection: 'off' as const }, 0],
    ['not without NTLM', { https, auth: ['Basic', 'Bearer'] as const }, 0],
    ['to read which hash a certificate is signed with', { https }, 1],
  ])('is loaded %s', async (_case, more, count) => {
    await using exchange = await startSimulator({ ...options, ...more })
    expect(exchange.url).toMatch(/^http/)
    expect(loads.count).toBe(count)
  })
})
