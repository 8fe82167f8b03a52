"""The mapping file: labels of a form that the tool does not know, and what of the register they mean."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.common.shell import to_type
from ncr_toolkit.forms.meaning.answers import CHOICES, ONES, ROWS, fields_of, names

LEAVE = "leave"
"""What stands for a label that is to stay blank."""
REPLY = "reply"
"""The table with what the auditor's own labels and boxes mean, for reading the form when it comes back."""


def read(path: Path) -> dict[str, str]:
    """The labels of a mapping file with the name each stands for. Raises CannotRun, naming the entry."""
    entries: dict[str, object] = {}
    for key, value in tables(path).items():
        if key != REPLY:
            entries |= value if key == "labels" and isinstance(value, dict) else {key: value}
    return {label: _name(path, label, value) for label, value in entries.items() if value != ""}


def replies(path: Path) -> dict[str, str]:
    """What a mapping file says of the auditor's own labels and boxes, as it stands there. Raises CannotRun."""
    found = tables(path).get(REPLY, {})
    return {label: value for label, value in found.items() if isinstance(value, str) and value} \
        if isinstance(found, dict) else {}


def tables(path: Path) -> dict[str, Any]:
    """What stands in a mapping file. Raises CannotRun where there is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise CannotRun(f"There is no file {path}; `{to_type('form', 'FORM', '--write-mapping', path)}` makes "
                        "one.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(f"{path} cannot be read ({error}); save it as plain text in UTF-8.") from None
    except RecursionError:
        raise CannotRun(f"{path} is no mapping file: its values stand in each other too deep.") from None
    except tomllib.TOMLDecodeError as error:
        raise CannotRun(f'{path} is no mapping file ({error}); write one label a line: "Ursache" = "causes".') from None


def _name(path: Path, label: str, value: object) -> str:
    """The name in an entry, if there is such a name. Raises CannotRun."""
    if not isinstance(value, str):
        raise CannotRun(f'{path}: the entry "{label}" is {value!r}; write a name in quotes: "Ursache" = "causes".')
    if value == LEAVE or value in choices():
        return value
    name, equals, choice = value.partition("=")
    if equals and choice.strip() and (found := _known(name) or (name.strip() if name.strip() in CHOICES else "")):
        return f"{found} = {choice.strip()}"
    parts = [each.strip() for each in value.split(",")]
    for part in parts:
        if not _known(part):
            meant = nearest(part, sorted(titles() if part[:1].isupper() else names()))
            raise CannotRun(f'{path}: the entry "{label}" = "{value}" names nothing of the register'
                            f'{f"; did you mean {meant}" if meant else ""}.')
    return ", ".join(map(_known, parts))


def _known(said: str) -> str:
    """The name that a text stands for: itself, or a sheet or column as the register calls it; '' for none."""
    return said.strip() if said.strip() in names() else _folded().get(fold(said), "")


@cache
def _folded() -> dict[str, str]:
    return {fold(title): name for title, name in titles().items()} | {fold(name): name for name in names()}


def title_of(name: str) -> str:
    """A name as a mapping file is told it: "Findings: Extent"; itself where the register has no word for it."""
    return next((title for title, each in titles().items() if each == name), name)


@cache
def titles() -> dict[str, str]:
    """The names by sheet and column as the register calls them: "Findings: Extent", and "Causes" for all rows."""
    rows = {name: each for name, each in ROWS.items() if not each.of and not each.done}
    kinds = {**ONES, **{name: each.kind for name, each in rows.items()}}
    found = {f"{kind.SHEET.name}: {kind.SHEET.by_name[field].header}": f"{name}.{field}"
             for name, kind in kinds.items() for field in fields_of(kind)}
    return found | {each.kind.SHEET.name: name for name, each in rows.items()}


@cache
def choices() -> frozenset[str]:
    """The values of the register that a box may stand for: "Major", "Yes"."""
    found = {value for kind in ONES.values() for column in kind.SHEET.typed_columns for value in column.choices}
    return frozenset(found | {"Yes", "No"})


def quoted(text: str) -> str:
    """`text` as a string of TOML, on one line."""
    line = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{line}"'
