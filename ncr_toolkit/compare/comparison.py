"""What changed between two registers: the one way in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ncr_toolkit.compare.answer_parts import NOT_THE_ANSWER, PARTS, RANKS, adds_to, is_excused
from ncr_toolkit.compare.change import COUNTED, Both, Change, ChangeKind, News, Where, looks
from ncr_toolkit.compare.pairs import Pair, is_missing
from ncr_toolkit.compare.wording import differing, what
from ncr_toolkit.core.model import RECORDS, SHEETS, Finding, Settings
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Record, column_names

OF_THE_ANSWER = (ChangeKind.OTHER, ChangeKind.RESULT, ChangeKind.EVIDENCE_FILE, ChangeKind.RENUMBERED)
"""What an answer that was sent may hold: where it changed, somebody has to look."""
REMOVED = (ChangeKind.ACTION_DROPPED, ChangeKind.CAUSE_REMOVED, ChangeKind.ROW_REMOVED)


@dataclass(frozen=True)
class Comparison:
    """Two registers with all that is otherwise in the new one."""

    old: Review
    new: Review
    changes: list[Change]
    found_again: int  # findings of the old register that are in the new one

    @property
    def grave(self) -> list[Change]:
        """What somebody has to look at."""
        return [change for change in self.changes if change.grave]

    @property
    def news(self) -> list[Change]:
        """What is worth a line."""
        return [change for change in self.changes if not change.grave and change.kind not in COUNTED]

    @property
    def rest(self) -> list[Change]:
        """What is only counted."""
        return [change for change in self.changes if not change.grave and change.kind in COUNTED]

    @property
    def is_one_file(self) -> bool:
        """Whether both registers are the same file, byte for byte."""
        return bool(self.old.register.sha256) and self.old.register.sha256 == self.new.register.sha256


def changes(old: Review, new: Review) -> list[Change]:
    """Everything that is otherwise in `new`: the grave first, majors first, then as it stands in the workbook.

    What is a change, and which ones are grave, is written in the files of `kinds`.
    """
    return compare(old, new).changes


def compare(old: Review, new: Review) -> Comparison:
    """The same, with what a report of it tells besides."""
    both = Both(old, new)
    found = [change for kind in RECORDS if both.pairs.compared(kind) for change in _of_sheet(kind, both)]
    found += _whole(both)
    found.sort(key=lambda change: (not change.grave, change.order))
    return Comparison(old, new, found, len(both.pairs.couples[Finding]))


def _whole(both: Both) -> Iterator[Change]:
    for function in looks().get((Where.ONCE, None), []):
        for news in function(both):
            yield _change(news, None, None, both)
    if not any(is_missing(review, Settings) for review in (both.old, both.new)):
        yield from _facts(both)


def _facts(both: Both) -> Iterator[Change]:
    """The facts of the register; that it is another one is told elsewhere."""
    was, now = both.old.register.settings, both.new.register.settings
    lost = {column.name for column in Settings.SHEET.typed_columns for each in (was, now)
            if each.at.cells and column.name not in each.at.cells}
    pair: Pair[Record] | None = both.pairs.pair(was, now, lost)
    if pair is not None:
        for news in _rest(pair, {"id"} if was.typed("id") and now.typed("id") else set()):
            yield _change(news, was, now, both)


def _of_sheet(kind: type[Record], both: Both) -> Iterator[Change]:
    lost = both.pairs.lost_columns(kind)
    for old, new in both.pairs.couples[kind]:
        pair = both.pairs.pair(old, new, lost)
        if pair is not None:
            for news in _of_pair(pair, both):
                yield _change(news, old, new, both)
    for where, rows in ((Where.NEW, both.pairs.added[kind]), (Where.GONE, both.pairs.gone[kind])):
        for row in rows:
            old_row, new_row = (row, None) if where is Where.GONE else (None, row)
            if _goes_with_its_finding(old_row, new_row, both):
                continue
            for function in looks().get((where, kind), []):
                for news in function(row, both):
                    yield _change(news, old_row, new_row, both)


def _goes_with_its_finding(old: Record | None, new: Record | None, both: Both) -> bool:
    """Whether a row came or went together with its finding: that is told once, of the finding."""
    if isinstance(old or new, Finding) or not both.pairs.compared(Finding):
        return False
    mine, yours = both.finding(old, new)
    return (mine is None) is not (yours is None)


def _of_pair(pair: Pair[Record], both: Both) -> Iterator[News]:
    """What the functions saw; the cells they did not speak of are told by what they belong to."""
    told: set[str] = set()
    for function in looks().get((Where.BOTH, type(pair.new)), []):
        for news in function(pair, both):
            told |= {news.name, *column_names(type(pair.new), *news.also)}
            yield news
    yield from _rest(pair, told)


def _rest(pair: Pair[Record], told: set[str]) -> Iterator[News]:
    for name in pair.changed:
        if name not in told:
            said = differing(pair.old.typed(name), pair.new.typed(name))
            yield News(ChangeKind.OTHER, f"{what(pair.new, name)}: {said}.", name)


def _change(news: News, old: Record | None, new: Record | None, both: Both) -> Change:
    """The news with all that belongs to it."""
    mine, yours = both.finding(old, new)
    finding = yours or mine
    record = new or old
    column = record.SHEET.column(news.name) if record is not None and news.name else None
    news = _graver(news, old, new, both, finding.label if finding is not None else "")
    was = old.typed(news.name) if old is not None and column else ""
    now = new.typed(news.name) if new is not None and column else ""
    cell = news.cell or _cell(new, news.name) or Cell(record.SHEET.name if record else "")
    grades = [each.typed("grade") for each in (mine, yours) if each is not None]
    grade = max(grades, key=lambda each: RANKS.get(each, 0), default="")
    return Change(
        news.kind, news.grave, news.message, finding.label if finding is not None else "", grade,
        record.label if record is not None else "", column.key if column else "", cell,
        _cell(old, news.name), *(news.values or (was, now)),
        order=_order(news, record, grade if finding is not None else None))


def _cell(record: Record | None, name: str) -> Cell | None:
    """Where the column of a record stands; without a name the sheet."""
    if record is None:
        return None
    return record.cell(name) if name else Cell(record.at.sheet)


def _graver(news: News, old: Record | None, new: Record | None, both: Both, finding: str) -> News:
    """The same, grave where it touches a record that is closed, or an answer that was sent."""
    record = new or old
    if news.grave or record is None or not isinstance(record, PARTS):
        return news
    standing = both.standing(old, new)
    if standing.closed and not is_excused(old, new, news.name):
        kind, why = ChangeKind.CLOSED_CHANGED, f"{finding} is closed"
    elif standing.sent and _was_in_the_answer(news, old, record):
        kind, why = ChangeKind.SENT_CHANGED, f"the answer to {finding} was sent"
    else:
        return news
    return replace(news, kind=kind if news.kind is ChangeKind.OTHER else news.kind, grave=True,
                   message=f"{news.message.removesuffix('.')}, though {why}.")


def _was_in_the_answer(news: News, old: Record | None, record: Record) -> bool:
    """Whether the answer held what is changed or gone. Work goes on after it was sent: what is added is no change."""
    if old is None or news.kind not in (*REMOVED, *OF_THE_ANSWER) or old.blank(news.name):
        return news.kind in REMOVED
    if news.name and adds_to(news.name, old.typed(news.name), record.typed(news.name)):
        return False
    return not (isinstance(record, Finding) and news.name in NOT_THE_ANSWER)


def _order(news: News, record: Record | None, grade: str | None) -> tuple[int, int, int, int]:
    """What concerns the whole first, then majors; then as it stands in the workbook."""
    if record is None:
        return 0, 0, 0, 0
    names = [column.name for column in record.SHEET.columns]
    return (4 if grade is None else 4 - RANKS.get(grade, 2), SHEETS.index(type(record)), record.at.row,
            names.index(news.name) if news.name in names else 0)
