"""What management is asked to decide: a line for each thing that the register shows and only management settles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ncr_toolkit.common.text import cut, plural
from ncr_toolkit.core.model import CheckSetting
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_open
from ncr_toolkit.management_review.blocks import PaperSection, TableCell, TableColumn, table
from ncr_toolkit.management_review.trends.figures import Late, Trends
from ncr_toolkit.management_review.wording import NAME, TEXT, counted, days, id_of, ids, owner_of

TITLE = "Decisions asked of management"
SINGLE = 5
"""So many majors past their date have a line each; more stand in one line."""


def asked_decisions(trends: Trends, review: Review) -> list[tuple[str, str]]:
    """Each decision as what the register shows, and what is to be decided."""
    return [*_late(trends.cases.late_majors), *_answers(trends), *_patterns(trends, review), *_record(trends)]


def section(decisions: Sequence[tuple[str, str]]) -> PaperSection:
    """The decisions as a table with room to write; they must not be none."""
    rows = [(str(number), shown, to_decide, TableCell(blank=True))
            for number, (shown, to_decide) in enumerate(decisions, start=1)]
    columns = (TableColumn("No.", 10), TableColumn("What the register shows", 67), TableColumn("To be decided", 50),
               TableColumn("Decision, by whom, by when", 47))
    return PaperSection(TITLE, (table(TITLE, columns, rows),))


def missed(late: Late) -> str:
    """What was due, and when: "its answer was due on 2026-06-06, 24 days ago"."""
    what = "its answer was due" if late.what == "answer" else "it was to be closed"
    return f"{what} on {late.due}, {days(late.days)} ago"


def _late(majors: Sequence[Late]) -> Iterator[tuple[str, str]]:
    alone = majors if len(majors) <= SINGLE else majors[:SINGLE - 1]
    for late in alone:
        yield (f"{id_of(late.finding)}, a Major owned by {owner_of(late.finding)}: {missed(late)}.",
               "Who does what by when; whether to ask for more time.")
    rest = majors[len(alone):]
    if rest:
        yield (f"{len(rest)} more Majors are past their date: {ids([late.finding for late in rest])}.",
               "For each: who does what by when.")


def _answers(trends: Trends) -> Iterator[tuple[str, str]]:
    cases = trends.cases
    if cases.returned:
        yield (f"The body returned the answer to {ids(cases.returned)}.",
               "Who writes the new answer by when, and who reads it first.")
    if trends.effects.not_working:
        yield (f"The last review says that it did not work, or only partly: {ids(trends.effects.not_working)}.",
               "Which other action removes the cause, and whether the finding is opened again.")
    if cases.unsigned:
        yield (f"No sign-off by management is approved for {ids(cases.unsigned)}.",
               "Approve the answer, or say what it lacks.")
    if cases.unprepared:
        yield (f"There is no readiness plan for the re-audit of {ids(cases.unprepared)}.",
               "Who prepares the re-audit by when.")


def _patterns(trends: Trends, review: Review) -> Iterator[tuple[str, str]]:
    for clause, findings in trends.cases.piles.items():
        title = review.title_of_clause(clause)
        yield (f"{len(findings)} Minors are open on {clause}{f' ({title})' if title else ''}: {ids(findings)}. An "
               "auditor may see one Major in them: the system, not a case, would be weak.",
               "Whether they are answered together, by one analysis with one owner.")
    again = [each for each in trends.extensions.again if each.finding is None or is_open(each.finding)]
    if again:
        names = ", ".join(f"{cut(each.record, NAME)} ({each.times} times, {days(each.days)})" for each in again[:8])
        more = f" and {len(again) - 8} more" if len(again) > 8 else ""
        yield f"Put off more than once: {names}{more}.", "Whether the present date holds, and what it needs."


def _record(trends: Trends) -> Iterator[tuple[str, str]]:
    cases = trends.cases
    if cases.ownerless:
        count = len(cases.ownerless)
        yield (f"{counted(count, 'open finding')} {'has' if count == 1 else 'have'} no owner: {ids(cases.ownerless)}.",
               "Who owns each.")
    for row in cases.switched_off:
        yield _off(row)
    if cases.gone:
        count = len(cases.gone)
        yield (f"{plural(count, 'finding')} of earlier runs {'stands' if count == 1 else 'stand'} no longer in the "
               f"register: {ids(cases.gone)}.", "Why, and by whose decision; a finding is withdrawn, not deleted.")


def _off(row: CheckSetting) -> tuple[str, str]:
    return (f"The check {cut(row.code, NAME)} is switched off for the whole register, by {cut(row.decided_by, NAME)}: "
            f"{cut(row.reason, TEXT).rstrip('.')}.", "Whether that stays so.")
