"""Drop-downs, prompts and what Excel refuses: one data validation a column."""

from __future__ import annotations

from datetime import date
from typing import Any

from ncr_toolkit.common.translation import gettext, gettext_noop
from ncr_toolkit.core.model import Person
from ncr_toolkit.core.schema import Column, Kind, Record
from ncr_toolkit.core.several import COLUMNS
from ncr_toolkit.excel.write.content import FIRST, Content, letter
from ncr_toolkit.excel.write.dependent_lists import narrowed, offered
from ncr_toolkit.excel.write.lists_sheet import list_name

TITLE_LENGTH, MESSAGE_LENGTH = 32, 255
"""What Excel bears of the title and of the message of a prompt."""
KEPT = gettext_noop("Not yours to change: whoever keeps the register does. If it is wrong, say so when you send this "
                    "back; what is typed here is shown to them and not taken over by itself.")


def rule(kind: type[Record], column: Column, content: Content, *, kept: bool = False) -> dict[str, Any]:
    """The data validation of a column of the sheet `kind`, as XlsxWriter takes it: for its first row of data.

    Header, prompt and choices are those of the pack. Fixed choices, dates and numbers are refused when they do not fit;
    lists that people may add to only ask. `kept`: somebody else keeps the column, which is all there is to say.
    """
    title = shortened(content.header(column), TITLE_LENGTH)
    if kept:
        return {"validate": "any", "input_title": title, "input_message": shortened(gettext(KEPT), MESSAGE_LENGTH)}
    prompt = {"input_title": title, "input_message": shortened(content.help(column), MESSAGE_LENGTH)}
    return {**_allowed(kind, column, content), **prompt, "ignore_blank": True}


def _allowed(kind: type[Record], column: Column, content: Content) -> dict[str, Any]:
    header = content.header(column)
    if column.kind is Kind.DATE:
        return {"validate": "date", "criteria": "between", "minimum": date(2015, 1, 1), "maximum": date(2100, 12, 31),
                **_error("stop", gettext("A date, please"),
                         gettext("{header} takes a real date, such as 2026-03-20.", header=header))}
    if column.kind is Kind.NUMBER:
        return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 1_000_000,
                **_error("stop", gettext("A whole number, please"),
                         gettext("{header} takes a whole number, 0 or more.", header=header))}
    if name := list_name(column):
        part = narrowed(kind, column)
        source = part.formula(f"${letter(kind, part.within)}{FIRST + 1}") if part else name
        return {"validate": "list", "source": f"={source}", **_not_listed(column, content)}
    return {"validate": "any"}


def _not_listed(column: Column, content: Content) -> dict[str, Any]:
    header = content.header(column)
    if column.choices:
        return _error("stop", gettext("Choose from the list"), gettext("{header} takes one of: {choices}.",
                                                                       header=header,
                                                                       choices=", ".join(content.choices(column))))
    if column.source and column.name in COLUMNS:
        return _error("warning", gettext("Not one of the list"), gettext(
            "If you typed several for {header}, with a semicolon between them, keep them. A single value that the list "
            "does not show: keep it if you are sure that it is right.", header=header))
    if column.source:
        return _error("warning", gettext("Not in the list"), gettext(
            "The standard pack does not list this for {header}. Keep it if you are sure that it is right.",
            header=header))
    if len(column.to) > 1 or column.words or column.numbered:
        return {"show_error": False}  # it may hold more than the list offers
    sheet = (offered(column) or Person).SHEET.name
    return _error("warning", gettext("Not on the sheet {sheet}", sheet=sheet), gettext(
        "The sheet {sheet} does not hold this yet. Keep it if you will add it there.", sheet=sheet))


def _error(kind: str, title: str, message: str) -> dict[str, Any]:
    return {"error_type": kind, "error_title": shortened(title, TITLE_LENGTH),
            "error_message": shortened(message, MESSAGE_LENGTH)}


def shortened(text: str, longest: int) -> str:
    """`text`, cut at a word with an ellipsis where Excel would not bear its length."""
    if len(text) <= longest:
        return text
    part = text[:longest - 1]
    end = part.rfind(" ")  # Japanese has few: what stands before the last one may be next to nothing
    return (part[:end] if 2 * end > longest else part).rstrip(" ,;:") + "\u2026"
