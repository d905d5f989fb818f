const ews = require('ews-booking')
const booking = require('ews-booking/booking')
const crypto = require('ews-booking/crypto')
const simulator = require('ews-booking/simulator')
const scenario = require('./scenario.cjs')

test('the package books under Jest', () => scenario(ews, booking, crypto, simulator), 120_000)
