// The progress of sealing, as the server tells it.
const section = document.querySelector<HTMLElement>('[data-sealing]')
if (section?.dataset.sealing !== undefined) {
  const source = new EventSource(section.dataset.sealing)
  source.addEventListener('message', ({ data }) => {
    const { done, total, running, text } = JSON.parse(data)
    const bar = section.querySelector('progress')
    const label = section.querySelector('[data-progress]')
    if (bar !== null) {
      bar.max = Math.max(total, 1)
      bar.value = done
    }
    if (label !== null) label.textContent = text
    if (running) return
    source.close()
    location.reload()
  })
}
