"""The changes as one HTML page: no network, printable, to be kept and shown."""

from __future__ import annotations

from collections.abc import Sequence

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import short
from ncr_toolkit.compare.change import Change
from ncr_toolkit.compare.comparison import Comparison
from ncr_toolkit.core.model import BY_PREFIX
from ncr_toolkit.core.schema import Column
from ncr_toolkit.report.changes.groups import counted, groups, place, read, rest_in_words
from ncr_toolkit.report.html_page import page, safe, table

SHOWN = 300
"""How much of an old and a new text a table shows."""


def report(comparison: Comparison) -> str:
    """The whole comparison as one page."""
    register = comparison.new.register
    name = safe(register.settings.organisation or register.path)
    lines = "<br>\n".join(safe(line) for line in read(comparison))
    body = f"""<h1>What changed in {name}</h1>
<p class="read">On {comparison.new.today}.<br>
{lines}</p>
{_tiles(comparison)}
{_section("look", f"Needs a look: {len(comparison.grave)}", comparison.grave, comparison)}
{_section("news", f"News: {len(comparison.news)}", comparison.news, comparison)}
{_small(comparison)}
<p>{safe(counted(comparison))}</p>"""
    return page(f"What changed in {name}, {comparison.new.today}", body, script=False)


def _tiles(comparison: Comparison) -> str:
    figures = (("Needs a look", len(comparison.grave)), ("News", len(comparison.news)), ("Small", len(comparison.rest)),
               ("Findings before", len(comparison.old.register.findings)),
               ("Findings now", len(comparison.new.register.findings)))
    tiles = (f"<div{' class=late' if number and not place else ''}><dt>{title}</dt><dd>{number}</dd></div>"
             for place, (title, number) in enumerate(figures))
    return f'<dl class="figures">{"".join(tiles)}</dl>'


def _section(name: str, title: str, changes: Sequence[Change], comparison: Comparison) -> str:
    if not changes:
        return ""
    rows = (_row(change) for group in groups(changes, comparison) for change in group.changes)
    return f"<h2>{title}</h2>\n{table(('Finding', 'What', 'Cell', 'What changed'), rows, name)}"


def _row(change: Change) -> str:
    return (f'<tr><td class="id">{_finding(change)}</td><td class="word">{_kind(change)}</td>'
            f"{_cell(change)}<td>{safe(change.message)}</td></tr>")


def _kind(change: Change) -> str:
    return f'<b class="{"error" if change.grave else "info"}">{safe(change.kind.value)}</b>'


def _finding(change: Change) -> str:
    grade = f"<small>{safe(change.grade)}</small>" if change.grade and change.finding else ""
    return f"{safe(change.finding)}{grade}"


def _cell(change: Change) -> str:
    own = f"<small>{safe(change.record)}</small>" if fold(change.record) not in ("", fold(change.finding)) else ""
    was = f"<small>old {safe(str(change.old_cell))}</small>" if _moved(change) else ""
    return f'<td class="cell">{safe(place(change)).replace("!", "!<wbr>")}{was}{own}</td>'


def _moved(change: Change) -> bool:
    """Whether the cell stood elsewhere in the old register."""
    return change.cell.ref is not None and change.old_cell not in (None, change.cell)


def _small(comparison: Comparison) -> str:
    if not comparison.rest:
        return ""
    rows = (f'<tr><td class="id">{_finding(change)}</td>{_cell(change)}<td class="name">{safe(_header(change))}</td>'
            f"<td>{_value(change.old)}</td><td>{_value(change.new)}</td></tr>" for change in comparison.rest)
    listed = table(("Finding", "Cell", "Column", "Was", "Is"), rows, "small")
    return f"<h2>Small changes: {len(comparison.rest)}</h2>\n<p>{safe(rest_in_words(comparison))}</p>\n{listed}"


def _header(change: Change) -> str:
    prefix, _, name = change.key.partition(".")
    column: Column | None = BY_PREFIX[prefix].SHEET.by_name.get(name) if prefix in BY_PREFIX else None
    return column.header if column is not None and change.old and change.new else change.kind.value


def _value(text: str) -> str:
    return safe(text if len(text) <= SHOWN else short(text, SHOWN))
