/** The account that the load scripts sign in with. */
export const account = { username: 'EXAMPLE\\svc-load', password: 'load' }

/** Mailboxes that it may impersonate. */
export const mailboxes = Array.from({ length: 10 }, (_, index) => `room-${index}@example.com`)
