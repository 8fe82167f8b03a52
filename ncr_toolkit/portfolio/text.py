"""The portfolio as text for a terminal: how it stands, what comes first, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from ncr_toolkit.common.text import listing, plural
from ncr_toolkit.portfolio.rollup import HEAVY, Group, Portfolio

FIRST, MOST, WIDTH = 15, 10, 110
"""So many findings, so many lines of every other list, so many letters in a line."""


def report(portfolio: Portfolio) -> str:
    """The whole as lines, the sum last, where a terminal shows it."""
    parts = (_first(portfolio), _registers(portfolio), _repeats(portfolio), _desks(portfolio), _failed(portfolio),
             _sum(portfolio))
    return "\n".join(line for part in parts for line in part)


def _heading(title: str, shown: int, total: int) -> str:
    return f"{title}{f' ({shown} of {total})' if shown < total else ''}"


def _first(portfolio: Portfolio) -> Iterator[str]:
    if not portfolio.first:
        return
    yield _heading("What comes first", min(FIRST, len(portfolio.first)), len(portfolio.first))
    for each in portfolio.first[:FIRST]:
        finding, late = each.finding, each.finding.overdue_days
        due = f"{finding.due_what} due {finding.due}" if finding.due else "no deadline"
        due = f"{plural(late, 'day')} late" if late else due
        yield (f"  {finding.grade or '-':<12} {finding.id or '-':<14} {due:<22} {finding.owner or 'nobody'}, "
               f"{each.register.name}")
        if finding.next:
            yield from wrap(finding.next, WIDTH, initial_indent="    ", subsequent_indent="    ")
    yield ""


def _registers(portfolio: Portfolio) -> Iterator[str]:
    groups = portfolio.groups["Register"]
    if len(portfolio.registers) < 2 or not groups:
        return
    yield _heading("Registers, most overdue first", min(MOST, len(groups)), len(groups))
    for group in groups[:MOST]:
        yield f"  {group.name}: {_counts(group)}"
    yield ""


def _counts(group: Group) -> str:
    told = {"open": group.open, "major": group.major, "overdue": group.overdue, "due soon": group.soon}
    return ", ".join(f"{number} {word}" for word, number in told.items() if number or word == "open")


def _repeats(portfolio: Portfolio) -> Iterator[str]:
    found = portfolio.repeats
    if not found:
        return
    yield _heading("One finding in several registers", min(MOST, len(found)), len(found))
    for each in found[:MOST]:
        places = [f"{id} of {name}" for name, id in each.places]
        shown = places if len(places) <= 4 else [*places[:4], f"{len(places) - 4} more"]
        yield f"  {each.reference or 'no reference'} {each.title}: {listing(shown)}"
    yield ""


def _desks(portfolio: Portfolio) -> Iterator[str]:
    full = [desk for desk in portfolio.desks if desk.findings + desk.actions >= HEAVY]
    if not full:
        return
    yield _heading("People with much on the desk, known by their names only", min(MOST, len(full)), len(full))
    for desk in full[:MOST]:
        where = desk.registers[0] if len(desk.registers) == 1 else plural(len(desk.registers), "register")
        yield (f"  {desk.name}: {plural(desk.findings, 'finding')} and {plural(desk.actions, 'action')} in {where}"
               f"{f', {desk.late} late' if desk.late else ''}")
    yield ""


def _failed(portfolio: Portfolio) -> Iterator[str]:
    """Every register that is not in the sums, and every workbook that was taken for none."""
    if portfolio.failed:
        yield "Could not be read, and is in no sum"
        yield from (f"  {each.error}" for each in portfolio.failed)
        yield ""
    for copies in portfolio.copies:
        yield f"One register in several files, each counted: {listing(copies)}."
        yield ""
    if portfolio.left_out:
        names = [each.path for each in portfolio.left_out]
        shown = names if len(names) <= MOST else [*names[:MOST], f"{len(names) - MOST} more"]
        yield f"No registers, left out: {listing(shown)}."
        yield ""


def _sum(portfolio: Portfolio) -> Iterator[str]:
    totals = portfolio.totals
    other = f"; {plural(len(portfolio.left_out), 'other workbook')} left out" if portfolio.left_out else ""
    read = plural(len(portfolio.registers), "register")
    yield f"On {portfolio.today}: {read} read, {len(portfolio.failed)} not{other}."
    if portfolio.registers:
        yield (f"Findings: {totals['open']} open ({totals['open_major']} major, {totals['open_minor']} minor), "
               f"{totals['overdue']} overdue, {totals['due_soon']} due soon; "
               f"{plural(totals['actions_overdue'], 'action')} overdue.")
        yield (f"Problems: {plural(totals['error'], 'error')}, {plural(totals['warning'], 'warning')}, "
               f"{totals['info']} info; `ncr check` with the name of a register lists its own.")
    yield ""
