import { render } from 'preact'
import { App } from './app'

/** The calendar component goes by this attribute. */
const dark = matchMedia('(prefers-color-scheme: dark)')
const followColorScheme = () => {
  document.documentElement.dataset.colorScheme = dark.matches ? 'dark' : 'light'
}
dark.addEventListener('change', followColorScheme)
followColorScheme()

const page = document.getElementById('page')
if (page !== null) render(<App />, page)
