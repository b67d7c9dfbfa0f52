#!/usr/bin/env python3
"""Prints what completes commands, options and their values for godwit in bash:  make_completion.py GODWIT"""

import sys

from command_help import read_command

# A key is a command ("godwit models info"), or one and an option ("godwit detect --model").
FUNCTION = r"""
_godwit() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=godwit words='' i
  for ((i = 1; i < COMP_CWORD; ++i)); do
    [[ -n ${_godwit_options["$command ${COMP_WORDS[i]}"]-} ]] || break
    command+=" ${COMP_WORDS[i]}"
  done
  local option="$command $before"
  if [[ -n ${_godwit_values["$option"]-} ]]; then
    words=${_godwit_values["$option"]}
  elif [[ -n ${_godwit_takes_ids["$option"]-} || ($word != -* && -n ${_godwit_takes_ids["$command"]-}) ]]; then
    words=$("$1" models list 2>/dev/null | awk '/^  / { print $1 }' | sort -u)
  elif [[ $word == -* ]]; then
    words=${_godwit_options["$command"]}
  else
    words=${_godwit_commands["$command"]-}
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")  # none: files, by -o default
}
complete -o default -F _godwit godwit
"""


def walk(command):
    yield command
    for below in command.commands:
        yield from walk(below)


def table(name, entries):
    rows = "\n".join(f'  ["{" ".join(key)}"]="{" ".join(words)}"' for key, words in entries if words)
    return f"declare -gA _godwit_{name}=(\n{rows}\n)"


def main():
    commands = [(["godwit", *command.words], command) for command in walk(read_command(sys.argv[1]))]
    options = [([*key, name], option) for key, command in commands for option in command.options
               for name in option.names]
    print("# bash completion for godwit, made of its --help")
    print(table("commands", [(key, [below.words[-1] for below in command.commands]) for key, command in commands]))
    print(table("options", [(key, [name for option in command.options for name in option.names])
                            for key, command in commands]))
    print(table("values", [(key, option.choices) for key, option in options]))
    print(table("takes_ids", [(key, ["yes"]) for key, option in options if option.value == "ID"] +
                [(key, ["yes"]) for key, command in commands
                 if any(argument.value == "ID" for argument in command.arguments)]))
    print(FUNCTION, end="")


if __name__ == "__main__":
    main()
