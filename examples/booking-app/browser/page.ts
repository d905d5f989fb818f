// What the customer's pages do beyond links and forms. All of them work without it.

/** The browser's time zone is preselected, once. A choice in the address or in a cookie comes first. */
const shown = document.querySelector<HTMLElement>('[data-zone]')?.dataset.zone
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const isChosen = new URLSearchParams(location.search).has('zone') || /(^|; )zone=/.test(document.cookie)
if (shown !== undefined && !isChosen && zone) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API isn't in every browser.
  document.cookie = `zone=${encodeURIComponent(zone)}; path=/; samesite=lax; max-age=31536000`
  if (zone !== shown) location.reload()
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-send-on-change]')) {
  form.addEventListener('change', () => form.requestSubmit())
}

/** A form is sent once. The server would make one booking of two as well; this says that something is going on. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-once]')) {
  let sent = false
  form.addEventListener('submit', (event) => {
    if (sent) event.preventDefault()
    sent = true
    const button = form.querySelector<HTMLButtonElement>('button[type="submit"]')
    if (button === null) return
    button.setAttribute('aria-busy', 'true')
    button.textContent = form.dataset.once ?? ''
  })
}

/** Days and months keep their place while the next ones are being read. */
for (const link of document.querySelectorAll<HTMLAnchorElement>('.month a')) {
  link.addEventListener('click', (event) => {
    if (!event.ctrlKey && !event.metaKey) document.querySelector('.slots')?.classList.add('loading')
  })
}

/** A page that the browser shows again from its memory may have old slots, and a form that was sent. */
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

if (document.querySelector('[data-pending]') !== null) setTimeout(() => location.reload(), 2000)
