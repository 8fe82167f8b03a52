"""What becomes of a typed line in a shell: the words that the program gets. For shells that are not on this machine, by
the rules that their makers publish; a sign that the shell would obey is an error."""

from __future__ import annotations

import re
import shlex

from ncr_toolkit.common.shell import Shell

VARIABLES = {"PATH": "C:\\Windows", "HOME": "C:\\Users\\ana"}


def words(line: str, shell: Shell) -> list[str]:
    """The words of a line, the program first."""
    return {Shell.SH: shlex.split, Shell.CMD: by_cmd, Shell.POWERSHELL: by_powershell}[shell](line)


def argv(line: str) -> list[str]:
    """How a C program on Windows takes its command line apart (Microsoft, Parsing C command-line arguments)."""
    found, word, begun, quoted, place = [], "", False, False, 0
    while place < len(line):
        slashes = len(re.match(r"\\*", line[place:])[0])
        place += slashes
        if line[place:place + 1] == '"':
            word, begun = word + "\\" * (slashes // 2), True
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            place += 1
            continue
        word, begun = word + "\\" * slashes, begun or bool(slashes)
        sign = line[place:place + 1]
        if sign and (quoted or not sign.isspace()):
            word, begun = word + sign, True
        elif begun:
            found.append(word)
            word, begun = "", False
        place += 1
    return [*found, word] if begun else found


def by_cmd(line: str) -> list[str]:
    """cmd at its prompt: first the variables, also between quotes (what is none stays, and its second % may begin
    another); then ^ and the signs of its own outside of them."""
    line = re.sub(rf"%({'|'.join(VARIABLES)})%", lambda found: VARIABLES[found[1]], line)
    said, quoted, place = "", False, 0
    while place < len(line):
        sign = line[place]
        if sign == "^" and not quoted:
            place += 1
            sign = line[place]
        elif sign == '"':
            quoted = not quoted
        elif not quoted and sign in "&|<>()":
            raise AssertionError(f"cmd would obey {sign} in {line}")
        said, place = said + sign, place + 1
    return argv(said)


def by_powershell(line: str) -> list[str]:
    """PowerShell 5.1: its own words first; then it joins them for the program, with quotes only round spaces."""
    own, verbatim = [], ""
    quote = "['\u2018-\u201b]"
    scanner = re.compile(rf"\s+|--%\s(?P<rest>.*)|{quote}(?P<single>(?:[^'\u2018-\u201b]|{quote}{{2}})*){quote}|"
                         r'"(?P<double>[^"$`\u201c-\u201e]*)"|(?P<plain>[\w./\\:+=-]+)')
    place = 0
    while place < len(line):
        found = scanner.match(line, place)
        assert found, f"PowerShell would obey {line[place]} in {line}"
        place = found.end()
        if found["rest"] is not None:
            verbatim = found["rest"]
        elif found["single"] is not None:
            own.append(re.sub("(['\u2018-\u201b])['\u2018-\u201b]", r"\1", found["single"]))
        elif found["double"] is not None or found["plain"] is not None:
            own.append(found["double"] if found["double"] is not None else found["plain"])
    return argv(" ".join(f'"{word}"' if " " in word else word for word in own) + f" {verbatim}")
