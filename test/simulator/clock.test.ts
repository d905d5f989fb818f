import { describe, expect, it } from 'vitest'
import { Clock } from '../../src/simulator/clock'
import { basic, searchXml } from './ews-connection'
import { at, DOCTOR, NOW, withExchange } from './exchange'

/** A source of time that the test moves. */
function source() {
  let time = at('08:00')
  const goTo = (hour: string) => {
    time = at(hour)
  }
  return { clock: new Clock(() => time), goTo }
}

describe('The clock', () => {
  it('runs with its source, and goes on from the time that it is set to', () => {
    const { clock, goTo } = source()
    goTo('09:00')
    expect(clock.now()).toEqual(at('09:00'))
    clock.set(at('20:00'))
    goTo('09:30')
    expect(clock.now()).toEqual(at('20:30'))
    clock.advance(-60_000)
    expect(clock.now()).toEqual(at('20:29'))
  })

  it('stands still while it is frozen, and goes on from there', () => {
    const { clock, goTo } = source()
    clock.freeze()
    goTo('09:00')
    expect(clock).toMatchObject({ isFrozen: true })
    expect(clock.now()).toEqual(at('08:00'))
    clock.advance(3_600_000)
    goTo('10:00')
    expect(clock.now()).toEqual(at('09:00'))
    clock.resume()
    goTo('10:15')
    expect(clock).toMatchObject({ isFrozen: false })
    expect(clock.now()).toEqual(at('09:15'))
  })

  it('returns to its source', () => {
    const { clock } = source()
    clock.set(at('20:00'))
    clock.freeze()
    clock.reset()
    expect(clock.now()).toEqual(at('08:00'))
  })

  it("can't be moved by whoever reads it", () => {
    const { clock } = source()
    clock.freeze()
    clock.now().setUTCFullYear(1999)
    expect(clock.now()).toEqual(at('08:00'))
  })

  it('refuses a time that is none, and stays', () => {
    const { clock } = source()
    expect(() => clock.set(new Date(Number.NaN))).toThrow(TypeError)
    expect(() => clock.advance(Number.POSITIVE_INFINITY)).toThrow(TypeError)
    expect(clock.now()).toEqual(at('08:00'))
  })
})

describe('The clock of a simulator', () => {
  const { exchange, connection } = withExchange()

  it('is that of its answers and its records', async () => {
    expect(exchange().clock.now()).toEqual(NOW)
    exchange().clock.set(at('17:30'))
    const body = searchXml({ smtpAddress: DOCTOR })
    const { headers } = await connection().send({ authorization: basic('EXAMPLE\\svc-booking', 's3cret'), body })
    expect(headers.date).toBe(at('17:30').toUTCString())
    expect(exchange().requests[0]?.receivedAt).toEqual(at('17:30'))
  })
})
