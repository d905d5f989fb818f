const formats = new Map<string, Intl.DateTimeFormat>()

/** Intl's text for an instant: `Sun 03/28/2027, 02:30:00`. */
function shown(instant: number, timeZone: string): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  formats.set(timeZone, format)
  return format.format(instant)
}

/** The wall clock, read from Intl's text without any calculation. */
export function readWall(instant: number, timeZone: string) {
  const [, weekday = '', month, day, year, time = ''] =
    /^(\w+), (\d+)\/(\d+)\/(\d+), ([\d:]+)$/.exec(shown(instant, timeZone)) ?? []
  return { weekday, date: `${year}-${month}-${day}`, time }
}

/** Days with a change of the clocks, each with a zone that has it. */
export const CHANGES = [
  ['Europe/Zurich', '2027-03-28', 'forward at 02:00'],
  ['Europe/Zurich', '2027-10-31', 'back at 03:00'],
  ['Europe/Dublin', '2027-03-28', 'forward at 01:00, to its standard time'],
  ['Europe/Dublin', '2027-10-31', 'back at 02:00'],
  ['America/St_Johns', '2027-03-14', 'forward at 02:00, half an hour off'],
  ['America/St_Johns', '2027-11-07', 'back at 02:00, half an hour off'],
  ['America/St_Johns', '2006-10-29', 'back at 00:01, into the day before'],
  ['America/St_Johns', '2006-04-02', 'forward at 00:01'],
  ['America/Sao_Paulo', '2018-11-04', 'forward over midnight'],
  ['America/Sao_Paulo', '2018-02-18', 'back at midnight, into the day before'],
  ['America/Havana', '2027-11-07', 'back at 01:00, to midnight again'],
  ['America/Toronto', '1919-03-31', 'forward from 23:30 to 00:30'],
  ['Asia/Beirut', '2027-03-28', 'forward over midnight'],
  ['Australia/Lord_Howe', '2027-04-04', 'back by half an hour'],
  ['Australia/Lord_Howe', '2027-10-03', 'forward by half an hour'],
  ['Africa/Casablanca', '2027-02-07', 'back for Ramadan'],
  ['Africa/Casablanca', '2027-03-14', 'forward after Ramadan'],
  ['Pacific/Chatham', '2027-04-04', 'back at 03:45'],
  ['Pacific/Apia', '2011-12-30', 'a day left out'],
  ['Asia/Kathmandu', '2027-03-28', 'never'],
  ['Asia/Katmandu', '1986-01-01', 'forward by a quarter of an hour'],
  ['UTC', '2027-03-28', 'never'],
] as const
