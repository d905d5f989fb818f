/** Writes the simulator's page to `dist/page`. */
import { buildPage } from './page'

await buildPage()
