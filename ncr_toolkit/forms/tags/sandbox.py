"""A Jinja that can do nothing but print what the register holds: no calls, no arithmetic, no way to run away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.forms.meaning.day_formats import shown_day

MOST = 30_000_000
"""Letters of XML that a filled form may have."""

_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')


class TooMuch(Exception):  # noqa: N818 - it says what it means
    """A form that would grow without end."""


class RecordView(dict[str, Any]):
    """The fields of one record, for a form: `action.owner`."""


def _listed(rows: Any, between: str = ", ", attribute: str = "") -> str:
    """`actions|join(", ", "owner")`: one field of all rows in one text."""
    if isinstance(rows, str):
        return rows
    return between.join(str(row[attribute]) if attribute and isinstance(row, RecordView) else str(row) for row in rows)


def _day(value: Any, shape: str = "yyyy-MM-dd") -> str:
    """`action.due|date("dd/MM/yyyy")`; what is no day stays as it is."""
    return shown_day(str(value), shape) or str(value)


FILTERS: dict[str, Any] = {
    "upper": lambda value: str(value).upper(), "lower": lambda value: str(value).lower(),
    "trim": lambda value: str(value).strip(), "length": len, "count": len, "join": _listed, "date": _day,
    "default": lambda value, other="", always=True: value or other, "first": lambda rows: rows[0] if rows else "",
    "last": lambda rows: rows[-1] if rows else "",
}
"""The filters that a form may use."""

TESTS = ("defined", "none", "even", "odd", "equalto", "eq", "ne")


class Sandbox(ImmutableSandboxedEnvironment):
    """Names of records are looked up in them, and nowhere else."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, RecordView):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, RecordView):
            return self.getattr(obj, str(argument))
        return super().getitem(obj, argument)


def _shown(value: Any) -> Any:
    """A value as it enters the document: letters, with real line breaks."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, (str, int, bool)):
        told = "Yes" if value is True else "No" if value is False else str(value)
        return Markup(str(escape(told)).replace("\n", _BREAK).replace("\t", _TAB))
    if isinstance(value, (list, tuple)):
        return Markup(_BREAK.join(str(_shown(row["line"] if isinstance(row, RecordView) else row)) for row in value))
    return value


def environment() -> Sandbox:
    """The one that forms are read with."""
    made = Sandbox(autoescape=True, undefined=StrictUndefined, finalize=_shown, cache_size=0,
                   keep_trailing_newline=True)
    made.globals.clear()
    made.filters = dict(FILTERS)
    made.tests = {name: made.tests[name] for name in TESTS}
    return made


def template(source: str, path: str) -> Template:
    """A template, compiled once. Raises CannotRun."""
    try:
        return environment().from_string(source)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise CannotRun(f"{path}: its tags stand in each other too deep ({error}).") from None


def rendered(made: Template, values: Mapping[str, object]) -> str:
    """What a template gives. Raises TooMuch."""
    parts, size = [], 0
    for part in made.generate(values):
        size += len(part)
        if size > MOST:
            raise TooMuch("its tags make more text than a form can hold; look at its loops.")
        parts.append(part)
    return "".join(parts)
