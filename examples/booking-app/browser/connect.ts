// Shows the steps of the check of a connection as they come. Without this script the server shows them at the end.
import { eventsOf } from './event-stream'

interface Step {
  readonly name: string
  readonly verdict: string
  readonly found: string
  readonly remedy: string
}

const form = document.querySelector<HTMLFormElement>('form[data-connect]')
const panel = document.querySelector<HTMLElement>('.steps')
if (form !== null && panel !== null) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void check(form, panel)
  })
}

async function check(form: HTMLFormElement, panel: HTMLElement): Promise<void> {
  const button = form.querySelector('button')
  const list = panel.querySelector('ol')
  if (button === null || list === null || button.hasAttribute('aria-busy')) return
  const names: Record<string, string> = JSON.parse(panel.dataset.names ?? '{}')
  const label = button.textContent
  button.setAttribute('aria-busy', 'true')
  button.textContent = form.dataset.connect ?? ''
  list.replaceChildren()
  tell(panel, '')
  panel.scrollIntoView({ block: 'nearest' })
  const entries = [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
  const alert = panel.querySelector<HTMLElement>('.alert')?.dataset.notConnected ?? ''
  let problem: string | undefined = alert
  try {
    const answer = await fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams(entries),
      headers: { Accept: 'text/event-stream' },
    })
    for await (const { event, data } of eventsOf(answer)) {
      if (event === 'step') list.append(shown(JSON.parse(data), names, panel.dataset.remedy ?? ''))
      if (event !== 'outcome') continue
      const outcome: { location?: string; problem?: string } = JSON.parse(data)
      if (outcome.location !== undefined) return location.assign(outcome.location)
      problem = outcome.problem
    }
  } finally {
    button.removeAttribute('aria-busy')
    button.textContent = label
  }
  tell(panel, problem ?? alert)
}

function tell(panel: HTMLElement, problem: string): void {
  const alert = panel.querySelector<HTMLElement>('.alert')
  if (alert === null) return
  alert.textContent = problem
  alert.hidden = problem === ''
}

function shown(
  { name, verdict, found, remedy }: Step,
  names: Record<string, string>,
  remedyLabel: string,
): HTMLElement {
  const item = document.createElement('li')
  item.className = verdict
  const title = document.createElement('strong')
  title.textContent = names[name] ?? name
  const text = document.createElement('p')
  text.textContent = found
  item.append(title, text)
  if (remedy !== '') {
    const advice = document.createElement('p')
    const label = document.createElement('em')
    label.textContent = `${remedyLabel}:`
    advice.append(label, ` ${remedy}`)
    item.append(advice)
  }
  return item
}
