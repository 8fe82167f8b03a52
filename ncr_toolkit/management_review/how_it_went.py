"""How the work went: what is late, how long things take, whether they hold, what was put off, what was learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import cut, listing
from ncr_toolkit.core.model import Finding
from ncr_toolkit.management_review.blocks import DASH, Block, PaperSection, Sentence, TableCell, TableColumn, table
from ncr_toolkit.management_review.trends.figures import Late, Pace, Stretch, Trends
from ncr_toolkit.management_review.wording import (
    NAME,
    TEXT,
    TITLE,
    be,
    counted,
    days,
    first_of,
    grade,
    id_of,
    ids,
    number,
    owner_of,
    percent,
    was,
)

LONG, SHORT = 15, 6
"""So many rows have the table of what is late, and the other ones."""
Found = PaperSection | str
"""A section; or, where there is nothing to tell, the one sentence that says so."""


def named(finding: Finding) -> TableCell:
    """The id with the grade under it."""
    return TableCell(id_of(finding), grade(finding))


# --- what is late

def overdue(trends: Trends) -> Found:
    """Every finding past its date, majors first."""
    late, actions = trends.overdue, trends.figures["actions_overdue"]
    if not late:
        return ("No finding is past its date"
                + (f", but {counted(actions, 'action')} {be(actions)}." if actions else ", and no action is."))
    also = f" and {counted(actions, 'action')}" if actions else ""
    many = len(late) + actions > 1
    told = (f"{counted(len(late), 'finding')}{also} {'are past their' if many else 'is past its'} date."
            + first_of(late, LONG) + (" `ncr due` lists all." if len(late) > LONG else ""))
    columns = (TableColumn("Finding", 26), TableColumn("Title", 70), TableColumn("Owner", 33),
               TableColumn("Missed", 28),
               TableColumn("Days", 17, True))
    rows: list[list[TableCell | str]] = [
        [named(each.finding), cut(each.finding.typed("title"), TITLE), owner_of(each.finding), _missed(each),
         str(each.days)] for each in late[:LONG]]
    return PaperSection("Overdue, Majors first", (Sentence(told), table("Overdue findings", columns, rows)))


def _missed(late: Late) -> TableCell:
    return TableCell("Answer" if late.what == "answer" else "Closing", f"by {late.due}")


# --- how long things take

def pace(trends: Trends) -> Found:
    """Median days to answer and to close, beside the period before."""
    if not trends.answering and not trends.closing:
        return f"Since {trends.before} no finding has the two days from which the time to answer or to close follows."
    columns = (TableColumn("Grade", 30), TableColumn("Days to answer", 36, True),
               TableColumn("Period before", 36, True),
               TableColumn("Days to close", 36, True), TableColumn("Period before", 36, True))
    answers, closings = ({each.group: each for each in paces} for paces in (trends.answering, trends.closing))
    names = [each for each in ("Major", "Minor", "Observations", "No grade", "All")
             if each in answers or each in closings]
    rows = [[name, *_medians(answers.get(name)), *_medians(closings.get(name))] for name in names]
    note = ("Medians, and in brackets of how many findings: half of them took so long or less. To answer: from the day "
            "the audit report was received (without one, from raising) to the day the answer was sent. To close: from "
            "raising to closing. By the day of the answer or the closing; findings without both days are not counted.")
    told = " ".join(_compared("Answering", trends.answering) + _compared("Closing", trends.closing))
    return PaperSection("How long answering and closing take", (
        *([Sentence(told)] if told else []), table("Median days", columns, rows), Sentence(note, quiet=True)))


def _medians(each: Pace | None) -> tuple[TableCell, TableCell]:
    if each is None:
        return TableCell(DASH), TableCell(DASH)
    return _median(each.now, each.counted), _median(each.before, each.counted_before)


def _median(value: float | None, of: int) -> TableCell:
    return TableCell(DASH) if value is None else TableCell(f"{number(value)} ({of})")


def _compared(what: str, paces: tuple[Pace, ...]) -> list[str]:
    every = next((each for each in paces if each.group == "All"), None)
    if every is None or every.now is None:
        return []
    told = f"{what} took {number(every.now)} days at the median"
    if every.before is None:
        return [f"{told}; in the period before none was counted."]
    gap = every.now - every.before
    change = f"{number(abs(gap))} {'more' if gap > 0 else 'less'} than" if gap else "as many as"
    return [f"{told}, {change} in the period before."]


# --- whether it holds

def effects(trends: Trends) -> Found:
    """The share found effective, what came back, what repeats."""
    told = [*_judged(trends), *_undated(trends)]
    if not told and not trends.came_back and not trends.repeats:
        return (f"Since {trends.before} no effectiveness was judged, no finding came back and none repeats an earlier "
                "one.")
    told = told or ["No effectiveness was judged in the period."]
    pairs = [f"{id_of(each)} repeats {cut(each.typed('repeat_of'), NAME)}" for each in trends.repeats]
    left = f", and {len(pairs) - SHORT} more" if len(pairs) > SHORT else ""
    told.append(f"{listing(pairs[:SHORT])}{left}." if pairs else "No finding repeats an earlier one.")
    back = trends.came_back
    told.append(f"{counted(len(back), 'finding')} came back after closing.{first_of(back, SHORT)}" if back
                else "No finding came back after closing.")
    blocks: list[Block] = [Sentence(" ".join(told))]
    if back:
        columns = (TableColumn("Came back", 26), TableColumn("Title", 45), TableColumn("Closed on", 20),
                   TableColumn("Reopened on", 22),
                   TableColumn("Why the first answer did not hold", 61))
        rows: list[list[TableCell | str]] = [
                [named(each), cut(each.typed("title"), TITLE), each.typed("closed_on"),
                 each.typed("reopened_on") or "no day typed", cut(each.typed("reopen_reason"), TEXT)]
                for each in back[:SHORT]]
        blocks.append(table("Findings that came back", columns, rows))
    return PaperSection("Whether it worked", tuple(blocks))


_JUDGED = ("Effective", "Partly effective", "Not effective")


def _judged(trends: Trends) -> Iterator[str]:
    now, before = trends.effects.now, trends.effects.before
    whole, earlier = (sum(results.get(each, 0) for each in _JUDGED) for results in (now, before))
    if whole:
        good = now.get("Effective", 0)
        others = [f"{now[each]} {each.lower()}" for each in _JUDGED[1:] if now.get(each)]
        rest = f"; {listing(others)}" if others else ""
        yield (f"Of {counted(whole, 'finding')} judged since {trends.since}, {good or 'none'} {was(good)} found "
               f"effective ({percent(good, whole)}){rest}.")
    if back := trends.effects.yet_back:
        yield f"Found effective, and came back all the same: {ids(back)}."
    if now.get("Too early"):
        yield f"{counted(now['Too early'], 'finding')} {was(now['Too early'])} called too early to judge."
    if earlier:
        good = before.get("Effective", 0)
        yield f"In the period before it was {good} of {earlier} ({percent(good, earlier)})."
    elif whole:
        yield "In the period before none was judged."


def _undated(trends: Trends) -> Iterator[str]:
    if trends.effects.undated:
        yield f"{counted(trends.effects.undated, 'result')} without a day {be(trends.effects.undated)} not counted."


# --- what was put off

def extensions(trends: Trends) -> Found:
    """How many later dates were agreed, for how many days, by whom, and what was put off more than once."""
    found, again = trends.extensions, trends.extensions.again
    if not found.rows and not again:
        return f"No later date was agreed since {trends.since}, and nothing was ever put off more than once."
    actions = len(found.rows) - found.findings
    of = listing([told for told in (found.findings and f"{found.findings} for findings",
                                    actions and f"{actions} for actions") if told] or ["none"])
    told = f"{counted(len(found.rows), 'later date')} {was(len(found.rows))} agreed since {trends.since} ({of})"
    told = told if found.rows else f"No later date was agreed since {trends.since}"
    if found.counted:
        told += f": {days(found.days)} in all, {number(round(found.days / found.counted))} on average"
    if found.agreed_by:
        names = [f"{cut(name, NAME) or 'nobody who is named'} ({times})" for name, times in found.agreed_by[:6]]
        more = f" and {len(found.agreed_by) - 6} more" if len(found.agreed_by) > 6 else ""
        told += f". Agreed by {', '.join(names)}{more}"
    told += (f". {counted(len(again), 'record')} {was(len(again))} put off more than once" if again
             else ". Nothing was put off more than once")
    blocks: list[Block] = [Sentence(f"{told}.{first_of(again, SHORT)}")]
    if again:
        columns = (TableColumn("Put off more than once", 66), TableColumn("Times", 22, True),
                   TableColumn("Days in all", 26, True),
                   TableColumn("Agreed last by", 60))
        rows: list[list[TableCell | str]] = [
            [TableCell(cut(each.record, NAME), _of_what(each)), str(each.times), str(each.days),
             cut(each.agreed_by, NAME)] for each in again[:SHORT]]
        blocks.append(table("Put off more than once", columns, rows))
    return PaperSection("Later dates that were agreed", tuple(blocks))


def _of_what(each: Stretch) -> str:
    """The grade of the finding; of an action whose it is."""
    if each.finding is None:
        return ""
    own = fold(each.finding.typed("id")) == fold(each.record)
    return grade(each.finding) if own else f"action of {id_of(each.finding)}, {grade(each.finding)}"


# --- what was learned

_WHERE = {"Management review": "a management review", "Risk register": "the risk register", "Procedure": "a procedure",
          "Training": "a training", "Supplier": "a supplier"}


def lessons(trends: Trends) -> Found:
    """Where lessons were taken, and which were not yet."""
    rows = trends.lessons
    if not rows:
        return f"No lesson was written down or taken anywhere since {trends.since}."
    taken = Counter(row.typed("taken_to") for row in rows if not row.blank("taken_to"))
    waiting = sum(row.blank("taken_to") for row in rows)
    told = [f"{count} taken to {_WHERE.get(where) or cut(where, NAME)}"
            for where, count in sorted(taken.items(), key=lambda each: (-each[1], each[0]))]
    told += [f"{waiting} not yet taken anywhere"] if waiting else []
    words = f"{counted(len(rows), 'lesson')} since {trends.since}: {listing(told)}.{first_of(rows, SHORT)}"
    columns = (TableColumn("Finding", 26), TableColumn("Lesson", 82), TableColumn("Taken to", 44),
               TableColumn("On", 22))
    listed: list[list[TableCell | str]] = [
        [cut(row.typed("finding"), NAME), cut(row.typed("lesson"), TEXT),
               TableCell(cut(row.typed("taken_to"), NAME) or "nowhere yet", cut(row.typed("reference"), NAME)),
               row.typed("taken_on")] for row in rows[:SHORT]]
    return PaperSection("What was learned", (Sentence(words), table("Lessons", columns, listed)))
