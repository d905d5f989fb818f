export { checked, type Issue } from './checked'
export { callable, isAccessToken, LONGEST_TIMER_MS, smtpAddress, text, word } from './schemas'
