/** Returns a span as people say it: `3 s`, `12 min`, `1.5 h`. */
export function duration(ms: number): string {
  const seconds = Math.abs(ms) / 1000
  if (seconds < 1) return `${Math.round(Math.abs(ms))} ms`
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 360) / 10} h` : `${Math.round(seconds / 86_400)} days`
}
