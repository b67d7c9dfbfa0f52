#!/usr/bin/env python3
"""Writes a man page for each command of godwit, from its --help, and completes those that are written by hand.

    make_man_pages.py GODWIT SOURCES OUT VERSION DATE

Each of SOURCES/*.in becomes a page of OUT with @VERSION@, @DATE@ and @COMMANDS@ (the list of commands) filled in.
"""

import pathlib
import re
import sys
import textwrap

from command_help import read_command


def roff(text):
    """Text as it is: no escape, no dash that becomes a hyphen, no control line."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("~", r"\(ti").replace("^", r"\(ha")
    return re.sub(r"^([.'])", r"\\&\1", text)


def fill(text):
    return [roff(line) for line in textwrap.wrap(text, 72, break_long_words=False, break_on_hyphens=False)]


def sentences(text, names=()):
    """A text that becomes a sentence; one that begins with a name keeps it as it is."""
    if not text.startswith(tuple(names)):
        text = text[:1].upper() + text[1:]
    return fill(text if text.endswith((".", ":")) else text + ".")


def conditions(argument):
    """What the type of an argument says, in words."""
    said = []
    if argument.choices:
        said.append("One of: " + ", ".join(argument.choices) + ".")
    if argument.low:
        said.append(f"From {argument.low} to {argument.high}.")
    if argument.default:
        said.append(f"Default: {argument.default}.")
    if argument.required and argument.names:
        said.append("Must be given.")
    if argument.needs:
        said.append(f"Goes with {' and '.join(argument.needs)}.")
    if argument.excludes:
        said.append(f"Goes without {' and '.join(argument.excludes)}.")
    return fill(" ".join(said))


def argument_lines(argument):
    names = ", ".join(rf"\fB{roff(name)}\fR" for name in argument.names)
    value = rf"\fI{roff(argument.value)}\fR" if argument.value else ""
    dots = " ..." if argument.many else ""
    return [".TP", f"{names} {value}{dots}".strip(), *sentences(argument.text, argument.choices),
            *conditions(argument)]


def synopsis(command):
    words = rf"\fBgodwit {roff(' '.join(command.words))}\fR"
    if command.commands:
        return [rf"{words} \fICOMMAND\fR [\fIOPTIONS\fR]"]
    must = [rf"\fB{roff(option.names[-1])}\fR \fI{roff(option.value)}\fR" for option in command.options
            if option.required]
    arguments = [(r"\fI{}\fR{}" if argument.required else r"[\fI{}\fR{}]").format(
        roff(argument.value), " ..." if argument.many else "") for argument in command.arguments]
    return [" ".join([words, r"[\fIOPTIONS\fR]", *must, *arguments])]


def body(command, heading):
    """Arguments, options and examples of a command that does something."""
    lines = []
    described = command.arguments + command.options
    if described:
        lines.append(heading("Options"))
        for argument in described:
            lines += argument_lines(argument)
    for note in command.notes:
        lines += [".PP", *sentences(note)]
    if command.examples:
        lines += [heading("Examples"), ".nf", *map(roff, command.examples), ".fi"]
    return lines


def page(command, version, date):
    name = "godwit-" + "-".join(command.words)
    lines = [f'.TH {name.upper()} 1 "{date}" "Godwit {version}" "User Commands"', ".SH NAME",
             f"{roff(name)} \\- {roff(command.summary[:1].lower() + command.summary[1:])}", ".SH SYNOPSIS"]
    for shown in command.commands or [command]:
        lines += [*synopsis(shown), ".br"]
    lines.pop()
    if command.commands:
        for sub in command.commands:
            lines += [f'.SH "GODWIT {" ".join(sub.words).upper()}"', *sentences(sub.summary),
                      *body(sub, lambda title: f'.SS "{title}"')]
    else:
        lines += body(command, lambda title: f".SH {title.upper()}")
    lines += [".SH SEE ALSO", r"\fBgodwit\fR(1) tells exit statuses, environment and files of all commands."]
    return "\n".join(lines) + "\n"


def main():
    program, sources, out, version, date = sys.argv[1:]
    godwit = read_command(program)
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for command in godwit.commands:
        (out / f"godwit-{command.words[0]}.1").write_text(page(command, version, date), encoding="utf-8")
    commands = "\n".join(line for command in godwit.commands for line in
                         (".TP", rf"\fBgodwit\-{roff(command.words[0])}\fR(1)", *sentences(command.summary)))
    for source in sorted(pathlib.Path(sources).glob("*.in")):
        text = source.read_text(encoding="utf-8")
        for name, value in (("VERSION", version), ("DATE", date), ("COMMANDS", commands)):
            text = text.replace(f"@{name}@", value)
        (out / source.stem).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
