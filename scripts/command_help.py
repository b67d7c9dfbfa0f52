"""What `godwit --help` and `godwit COMMAND --help` say, as data. For make_man_pages.py and make_completion.py."""

import dataclasses
import re
import subprocess

# After its names, an option says what it takes: TYPE:{a,b} or TYPE:INT in [0 - 9], =default, " ..." where it may be
# given several times, REQUIRED, and what it goes with.
SPEC = re.compile(r" ?(?P<value>[A-Z][A-Z/|]*(?![a-z]))?"
                  r"(?::\{(?P<choices>[^}]*)\}|:(?:INT|FLOAT|UINT)(?: in \[(?P<low>\S+) - (?P<high>\S+)\])?)?"
                  r"(?:=(?P<default>\S+))?(?P<many> \.\.\.)?(?P<required> REQUIRED)?"
                  r"(?: Needs:(?P<needs>(?: --[\w-]+)+))?(?: Excludes:(?P<excludes>(?: --[\w-]+)+))?")


@dataclasses.dataclass
class Argument:
    """An option ("-o", "--output"), or an argument without a name."""

    names: list
    value: str
    text: str
    choices: list
    low: str
    high: str
    default: str
    many: bool
    required: bool
    needs: list
    excludes: list


@dataclasses.dataclass
class Command:
    """A command and those below it; `words` is how it is called, without the program."""

    words: list
    summary: str
    arguments: list
    options: list
    notes: list
    examples: list
    commands: list


def parse_argument(spec, text):
    names = spec.split(" ")[0] if spec.startswith("-") else ""
    match = SPEC.fullmatch(spec[len(names):])
    if not match:
        raise ValueError(f"cannot tell what this option takes: {spec}")
    words = match.groupdict()
    return Argument(names=names.split(",") if names else [], value=words["value"] or "", text=text,
                    choices=(words["choices"] or "").split(",") if words["choices"] else [],
                    low=words["low"] or "", high=words["high"] or "", default=(words["default"] or "").strip("[]"),
                    many=bool(words["many"]), required=bool(words["required"]),
                    needs=(words["needs"] or "").split(), excludes=(words["excludes"] or "").split())


def entries(lines):
    """Pairs of what is described and its description, which begins in a certain column: of the next line where the
    first has no room left."""
    column = 30
    found = []
    for line in lines:
        if line[:column].strip():
            found.append([line, ""])
        else:
            found[-1][1] += line.strip()
    return [(name.strip(), text) if text else (name[:column].strip(), name[column:]) for name, text in found]


def split_sections(text):
    """The lines of each section by title; what stands before the first has the title ""."""
    sections = {"": []}
    title = ""
    for line in text.splitlines():
        if re.fullmatch(r"[A-Z][^:]*:", line):
            title = line[:-1]
            sections[title] = []
        elif re.match(r"\S", line):  # ends a section
            title = ""
            sections[""].append(line)
        elif line.strip():
            sections[title].append(line)
    return sections


def read_command(program, words=()):
    shown = subprocess.run([program, *words, "--help"], capture_output=True, text=True, check=True).stdout
    sections = split_sections(shown)
    summary, _, *notes = sections.pop("")  # between them: Usage
    options = sections.pop("Options", [])
    for title in [title for title, lines in sections.items() if lines and lines[0].lstrip().startswith("-")]:
        options += sections.pop(title)  # options that belong together have a title of their own
    commands = [read_command(program, [*words, name]) for name, _ in entries(sections.pop("Subcommands", []))]
    command = Command(words=list(words), summary=summary, notes=notes, commands=commands,
                      arguments=[parse_argument(*entry) for entry in entries(sections.pop("Positionals", []))],
                      options=[parse_argument(*entry) for entry in entries(options)],
                      examples=[line.strip() for line in sections.pop("Example", [])])
    sections.pop("Exit status of every command", None)  # godwit(1) has it
    if sections:
        raise ValueError(f"{' '.join(words) or program} --help has an unknown section: {', '.join(sections)}")
    return command
