import * as ews from 'ews-booking'
import * as booking from 'ews-booking/booking'
import * as crypto from 'ews-booking/crypto'
import * as simulator from 'ews-booking/simulator'
import scenario from './scenario.cjs'

console.log(await scenario(ews, booking, crypto, simulator))
