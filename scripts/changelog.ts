const UNRELEASED = '## Unreleased\n'

/**
 * Gives the unreleased changes a version, and begins an empty list of unreleased ones above it.
 *
 * @param date as `2027-03-02`
 * @returns the new changelog, and the version's own part of it, without its heading
 * @throws Error if nothing is unreleased, or the version has a heading already
 */
export function withRelease(changelog: string, version: string, date: string): { changelog: string; changes: string } {
  const { before, after, changes } = unreleased(changelog)
  if (after.includes(`\n## ${version}`)) throw new Error(`CHANGELOG.md has changes of ${version} already`)
  if (changes === '') throw new Error('CHANGELOG.md has no unreleased changes')
  return { changelog: `${before}${UNRELEASED}\n## ${version} - ${date}\n${after}`, changes }
}

/** Whether there is anything to release. */
export const hasUnreleasedChanges = (changelog: string): boolean => unreleased(changelog).changes !== ''

function unreleased(changelog: string) {
  const [before, after] = changelog.split(UNRELEASED)
  if (before === undefined || after === undefined) throw new Error(`CHANGELOG.md has no "${UNRELEASED.trim()}"`)
  const end = after.search(/^## /m)
  return { before, after, changes: (end < 0 ? after : after.slice(0, end)).trim() }
}
