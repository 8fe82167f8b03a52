"""API.md: what a program may import, generated from the docstrings and signatures themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import EnumMeta
from typing import Any

import ncr_toolkit
from ncr_toolkit.common.progress import Progress
from ncr_toolkit.core.schema import Record

_COMMENTED = re.compile(r"^    (\w+): [^#\n]*#[ ](.+)$", re.MULTILINE)
"""A field with what is said of it behind it."""
_HEAD = '''# For programs

What the commands do, a program can do: read a register, check it, answer and pack its findings. Nothing here prints,
asks or reads the clock: the day is an argument. Only `ncr.CannotRun` is raised for what is wrong with the input.

Overdue majors, with the cell to look at:

```python
from datetime import date

import ncr_toolkit as ncr

assessment = ncr.load("findings.xlsx", today=date.today())
for finding in assessment.findings:
    late = ncr.overdue_days(finding, assessment.review.today)  # 0 where it is in time, closed or withdrawn
    if finding.grade == "Major" and late:
        print(finding.id, late, finding.cell("close_due"), finding.owner)
```
'''


def api_reference() -> str:
    """The whole page as Markdown."""
    known = {name: getattr(ncr_toolkit, name) for name in ncr_toolkit.__all__}
    functions = {name: each for name, each in known.items() if inspect.isfunction(each)}
    types = {name: each for name, each in known.items() if name not in functions}
    lines = [_HEAD, "## Functions", ""]
    for name, each in functions.items():
        lines += [f"### `ncr.{name}`", "", "```python", _signature(name, each), "```", "", _prose(each), ""]
    lines += ["## Types", ""]
    for name, each in types.items():
        lines += [f"### `ncr.{name}`", "", _prose(each), "", *_members(each), ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _prose(each: Any) -> str:
    """The docstring; not the one that a dataclass without one is given."""
    told = inspect.cleandoc(each.__doc__ or "")
    return "" if told.startswith(f"{each.__name__}(") else told


def _signature(name: str, function: Any, *, method: bool = False) -> str:
    """The call as it is written, an argument a line where it is long. Annotations are texts as they stand."""
    found = inspect.signature(function)
    shown = [_parameter(each) for each in list(found.parameters.values())[method:]]
    named = [number for number, each in enumerate(found.parameters.values()) if each.kind is each.KEYWORD_ONLY]
    if named:
        shown.insert(named[0] - method, "*")
    line = f"{name}({', '.join(shown)}) -> {found.return_annotation}"
    if len(line) <= 110:
        return line
    return f"{name}(\n    " + ",\n    ".join(shown) + f",\n) -> {found.return_annotation}"


def _parameter(each: inspect.Parameter) -> str:
    default = "SILENT" if isinstance(each.default, Progress) else repr(each.default).replace("'", '"')
    star = "*" if each.kind is each.VAR_POSITIONAL else ""
    return f"{star}{each.name}: {each.annotation}" + ("" if each.default is each.empty else f" = {default}")


def _members(each: Any) -> Iterator[str]:
    """The values of an enumeration; of any other type its fields, properties and methods, with what is told of them."""
    if hasattr(each, "SHEET"):
        yield f"A row of the sheet {each.SHEET.name}. Its fields are the columns that GUIDE.md describes:"
        yield ", ".join(f"`{column.name}`" for column in each.SHEET.typed_columns) + "."
        each = Record
        yield "\nEvery row of every sheet has:\n"
    if isinstance(each, EnumMeta):
        values: dict[str, Any] = dict(each.__members__)
        yield from (f'- `{name}` = `"{value.value}"`' for name, value in values.items())
        return
    told = dict(_COMMENTED.findall(inspect.getsource(each)))
    for field in fields(each) if is_dataclass(each) else ():
        if not field.name.startswith("_") and field.type not in ("Location",):
            yield f"- `{field.name}: {field.type}`" + (f": {told[field.name]}" if field.name in told else "")
    for name, member in vars(each).items():
        yield from _member(name, member)


def _member(name: str, member: Any) -> Iterator[str]:
    """One line for a property or a method that says what it is."""
    behind: Any = getattr(member, "fget", None) or getattr(member, "func", None)
    told = inspect.getdoc(behind or member)
    if not name.startswith("_") and told and (behind or inspect.isfunction(member)):
        call = _signature(name, member, method=True) if inspect.isfunction(member) \
            else f"{name}: {inspect.signature(behind).return_annotation}"
        yield f"- `{' '.join(call.split())}`: {' '.join(told.split())}"
