/** A simulator whose answers take 20 ms longer, over HTTPS and with NTLM. It tells its parent how to reach it. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { startSimulator } from 'ews-booking/simulator'
import type { DistantServer } from '../booking.js'

const [delay] = process.argv.slice(2)
const delayMs = Number(delay)

const mailbox = 'dr.meier@example.com'
const password = 'bench'
const exchange = await startSimulator({
  mailboxes: [mailbox],
  accounts: [{ username: 'bench', password, mailbox }],
  auth: ['NTLM'],
  https: true,
})
const { hostname, port } = new URL(exchange.url)

function relay(socket: Socket) {
  const server = connect(Number(port), hostname)
  const closeBoth = () => {
    socket.destroy()
    server.destroy()
  }
  for (const each of [socket, server]) each.setNoDelay(true).on('error', closeBoth)
  socket.pipe(server)
  server.on('data', (answer) => setTimeout(() => socket.write(answer), delayMs))
  server.on('end', () => setTimeout(() => socket.end(), delayMs))
}

const network = createServer(relay).listen(0, hostname, () => {
  const url = new URL(exchange.url)
  url.port = String((network.address() as AddressInfo).port)
  const reached: DistantServer = { url: url.href, ca: exchange.ca ?? '', mailbox, username: 'bench', password }
  process.send?.(reached)
})
process.once('disconnect', () => process.exit())
