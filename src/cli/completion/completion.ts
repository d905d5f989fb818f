import type { Surroundings } from '../surroundings'
import type { Shell } from './shell'

/** Prints the script of a shell. */
export function completion(this: Surroundings, _flags: object, shell: Shell): void {
  this.print(SCRIPTS[shell])
}

/**
 * Each script passes the words up to the cursor to the command line itself, which answers with one completion a line: the word, a tab, and
 * what it means. If there is none, files are completed.
 */
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_ews_booking() {
  local IFS=$'\\n'
  COMPREPLY=($(ews-booking __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f 1))
}
complete -o default -F _ews_booking ews-booking`,

  zsh: `_ews_booking() {
  local -a proposals
  local word brief
  while IFS=$'\\t' read -r word brief; do
    proposals+=("\${word//:/\\\\:}:$brief")
  done < <(ews-booking __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( $#proposals )); then _describe 'ews-booking' proposals; else _files; fi
}
compdef _ews_booking ews-booking`,

  fish: `function __ews_booking_proposals
  set -l word (commandline -ct)
  set -l proposals (ews-booking __complete (commandline -opc)[2..-1] $word 2>/dev/null)
  if set -q proposals[1]
    printf '%s\\n' $proposals
  else
    __fish_complete_path $word
  end
end
complete -c ews-booking -f -a '(__ews_booking_proposals)'`,
}
