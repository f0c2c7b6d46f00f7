# Completes PROGRAM in bash and zsh.
if [ -n "${ZSH_VERSION:-}" ]; then
  type compdef >/dev/null 2>&1 || { autoload -Uz compinit && compinit; }
  autoload -Uz bashcompinit && bashcompinit
fi

# What can stand at a place: a command, its options, or a value of one of them.
_tattle_NAME_at() {
  kind= choices=
  case $1 in
PLACES
  esac
}

_tattle_NAME() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local command= head= i=1 kind choices
  COMPREPLY=()
  while [ "$i" -lt "$COMP_CWORD" ]; do
    # What follows are arguments of another program.
    [ "${COMP_WORDS[i]}" != -- ] || return 0
    _tattle_NAME_at "$command"
    case "$kind  $choices " in
      "commands "*" ${COMP_WORDS[i]} "*) command="$command ${COMP_WORDS[i]}" ;;
    esac
    i=$((i + 1))
  done
  # Bash takes --option=value for three words, zsh for one.
  case $current in
    =) current= ;;
    --*=*) before=${current%%=*} head=${current%%=*}= current=${current#*=} ;;
    *) [ "$before" != = ] || before=${COMP_WORDS[COMP_CWORD - 2]} ;;
  esac
  kind=
  case $before in
    -*) _tattle_NAME_at "$command $before" ;;
  esac
  if [ -z "$kind" ]; then
    case $current in
      -*) _tattle_NAME_at "$command options" ;;
      *) _tattle_NAME_at "$command" ;;
    esac
  fi
  case $kind in
    files) return 0 ;;
    any) ! type compopt >/dev/null 2>&1 || compopt +o default 2>/dev/null ;;
    list)
      ! type compopt >/dev/null 2>&1 || compopt -o nospace 2>/dev/null
      case $current in
        *,*) head=$head${current%,*}, current=${current##*,} ;;
      esac
      ;;
  esac
  COMPREPLY=($(compgen -P "$head" -W "$choices" -- "$current"))
}

complete -o default -F _tattle_NAME NAME PROGRAM ./PROGRAM
