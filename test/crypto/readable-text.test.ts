import { createHash } from 'node:crypto'
import { Vault, VaultConfigError } from 'ews-booking/crypto'
import { describe, expect, it } from 'vitest'
import { probabilityOf, typedBits } from '../../src/crypto/readable-text'
import { bySuite } from '../suite'
import { thrownBy } from './vaults'

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The slow suite tries a million. */
const KEYS = bySuite({ quick: 20_000, slow: 1_000_000 })

/** Replaces the last character, which in a key has one of 16 values. */
const asKey = (text: string) => `${text.slice(0, 42)}A`

describe('the code for typed text', () => {
  it.each(['', ...BASE64URL])('has probabilities that add up to 1 after "%s"', (previous) => {
    const sum = [...BASE64URL].reduce((total, character) => total + probabilityOf(character, previous), 0)
    expect(sum).toBeCloseTo(1, 12)
  })

  it(`finds none of ${KEYS} random keys near the 222 bits of a passphrase`, () => {
    let least = Number.POSITIVE_INFINITY
    for (let index = 0; index < KEYS; index += 1) {
      const key = createHash('sha256').update(`${index}`).digest('base64url')
      least = Math.min(least, typedBits(key.slice(0, 42)))
    }
    expect(least).toBeGreaterThan(236)
  })
})

describe('a passphrase of 43 characters', () => {
  it.each([
    'CorrectHorseBatteryStapleTroubadorThirtyTwo',
    'correct-Horse-battery-staple-and-some-more-',
    'Sphinx-Of-The-Night-Guards-All-Our-Bookings',
    'Our_Booking_Product_Keeps_Secrets_In_A_Vault',
    'MyVerySecretPasswordForTheProductionServer1',
    'PleaseChangeThisKeyBeforeYouGoToProduction0',
    'Production-Vault-Key-2027-Do-Not-Share-This',
    'thisIsTheEncryptionKeyOfOurBookingDatabase1',
    'UnserGeheimerSchluesselFuerDieDatenbank2027',
    'notreCleSecretePourLaBaseDeDonneesDuProduit',
    'DoctorMeierConsultationCalendarSecret123456',
  ])('is refused: %s', (text) => {
    const key = asKey(text)
    const error = thrownBy(() => new Vault({ keys: [key] }))
    expect(error).toBeInstanceOf(VaultConfigError)
    expect(error.message).toBe('keys[0] is not random: it is a passphrase. Make one with generateKey()')
  })
})
