const scenario = require('./scenario.cjs')

scenario(require('ews-booking'), require('ews-booking/booking'), require('ews-booking/simulator')).catch((error) => {
  console.error(error)
  process.exitCode = 1
})
