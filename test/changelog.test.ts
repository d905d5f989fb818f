import { describe, expect, it } from 'vitest'
import { hasUnreleasedChanges, withRelease } from '../scripts/changelog'

const CHANGELOG = `# Changelog

## Unreleased

### Added

- A door.

## 0.1.0 - 2026-11-01

- The house.
`

describe('a release', () => {
  it('gives the unreleased changes its version and day', () => {
    expect(withRelease(CHANGELOG, '0.2.0', '2027-03-02')).toEqual({
      changelog: CHANGELOG.replace('## Unreleased\n', '## Unreleased\n\n## 0.2.0 - 2027-03-02\n'),
      changes: '### Added\n\n- A door.',
    })
  })

  it.each([
    ['nothing has changed since the last one', CHANGELOG.replace('### Added\n\n- A door.\n\n', ''), '0.2.0'],
    ['nothing was ever released or changed', '# Changelog\n\n## Unreleased\n', '0.2.0'],
    ['the version was released before', CHANGELOG, '0.1.0'],
    ['the changelog has no place for unreleased changes', '# Changelog\n', '0.2.0'],
  ])('is refused if %s', (_, changelog, version) => {
    expect(() => withRelease(changelog, version, '2027-03-02')).toThrow('CHANGELOG.md has')
  })

  it('has something to release until it is made, and nothing right after it', () => {
    expect(hasUnreleasedChanges(CHANGELOG)).toBe(true)
    expect(hasUnreleasedChanges(withRelease(CHANGELOG, '0.2.0', '2027-03-02').changelog)).toBe(false)
  })
})
