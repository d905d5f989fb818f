import type { Reader } from './layout'

const ZONES = Intl.supportedValuesOf('timeZone')

/** The choice of the customer's time zone. The page's script sends the form; without it the button does. */
export function ZoneChoice({ reader, timeZone }: { reader: Reader; timeZone: string }) {
  const { words, url } = reader
  const zones = ZONES.includes(timeZone) ? ZONES : [timeZone, ...ZONES]
  return (
    <form class="zone" method="get" action={url.pathname} data-send-on-change>
      {[...url.searchParams]
        .filter(([name]) => name === 'day' || name === 'start')
        .map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
      <label>
        <span>{words.timeZone}</span>
        <select name="zone">
          {zones.map((zone) => (
            <option value={zone} selected={zone === timeZone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      </label>
      <noscript>
        <button type="submit">{words.changeZone}</button>
      </noscript>
    </form>
  )
}
