import { useEffect, useState } from 'preact/hooks'
import { control, type ReceivedRequest } from './control-api'
import { Dialog } from './dialog'
import { layOut } from './xml-layout'
import { timeOfDay } from './zone'

/** The parameters of the dialog with a request. */
export interface RequestDialogProperties {
  readonly number: number
  readonly zone: string
  readonly onClose: () => void
}

/** A request and its answer, with their XML laid out. */
export function RequestDialog({ number, zone, onClose }: RequestDialogProperties) {
  const [request, setRequest] = useState<ReceivedRequest>()
  const [problem, setProblem] = useState('')
  useEffect(() => {
    control.request(number).then(setRequest, ({ message }: Error) => setProblem(message))
  }, [number])
  return (
    <Dialog
      title={`Request #${number}${request?.operation === undefined ? '' : `: ${request.operation}`}`}
      onClose={onClose}
      wide
    >
      {problem !== '' && <p class="problem">{problem}</p>}
      {request !== undefined && <Exchange request={request} zone={zone} />}
    </Dialog>
  )
}

function Exchange({ request, zone }: { readonly request: ReceivedRequest; readonly zone: string }) {
  const { method, path, receivedAt, account, authentication, connection, headers, xml, status, fault, responseXml } =
    request
  return (
    <>
      <dl class="facts">
        <dt>Arrived</dt>
        <dd>{timeOfDay(Date.parse(receivedAt), zone)}</dd>
        <dt>Signed in</dt>
        <dd>
          {account ?? 'nobody'} ({authentication})
        </dd>
        <dt>Connection</dt>
        <dd>{connection}</dd>
        <dt>Answer</dt>
        <dd>
          {status === 0 ? 'none' : `HTTP ${status}`}
          {fault !== undefined && <span class="badge fault">{fault}</span>}
        </dd>
      </dl>
      <details>
        <summary>
          {method} {path}, with {Object.keys(headers).length} headers
        </summary>
        <dl class="facts headers">
          {Object.entries(headers).map(([name, value]) => [
            <dt key={name}>{name}</dt>,
            <dd key={`${name} value`}>{[value].flat().join(', ')}</dd>,
          ])}
        </dl>
      </details>
      <div class="exchange">
        <Xml title="Request" text={xml} />
        <Xml title="Answer" text={responseXml ?? ''} />
      </div>
    </>
  )
}

function Xml({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section aria-label={title}>
      <header>
        <h3>{title}</h3>
        <button type="button" class="quiet" onClick={() => navigator.clipboard.writeText(text)}>
          Copy
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: The keyboard has to scroll it. */}
      <pre tabIndex={0}>
        {text === ''
          ? 'nothing'
          : layOut(text).map((line, index) => (
              <code key={index}>
                {line.map(({ kind, text: piece }) => (kind === 'mark' ? piece : <span class={kind}>{piece}</span>))}
                {'\n'}
              </code>
            ))}
      </pre>
    </section>
  )
}
