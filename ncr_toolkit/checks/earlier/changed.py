"""Changed: what an earlier copy of the register said otherwise (`--previous`), and may not have been changed in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import listing, short
from ncr_toolkit.compare.answer_parts import NOT_THE_ANSWER, PARTS, RANKS, WORDS, is_excused
from ncr_toolkit.compare.change import Change
from ncr_toolkit.compare.previous import both, differs, earlier, past
from ncr_toolkit.core import clocks
from ncr_toolkit.core.model import BY_PREFIX, RECORDS, Action, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Kind, Record, column_names
from ncr_toolkit.core.status import is_open, is_reopened
from ncr_toolkit.runs.sent_compare import before_it_came_back, says_the_same, since

TOLD = column_names(RECORDS, "status", "grade", "id")
"""What has a check of its own."""


@check("HIS003", *PARTS, blocks=Purpose.NEVER)
def closed_and_changed(record: Record, review: Review) -> Iterator[Fault]:
    """A closed finding was changed

    Why: What is closed is a record, and records are protected from change (7.5.3). The body has a copy of what you sent.
    Fix: Undo the change; if it has to be, reopen the finding, and say why.
    Source: Clause 7.5.3: records stay unchanged and can be found again.
    Needs: An earlier register.

    Bad:

        (before) Findings
        | Finding ID | Status | Extent   |
        |---|---|---|
        | NC-1       | Closed | 6 models |

        (before) Actions
        | Action ID | Finding ID | Action                        |
        |---|---|---|
        | CA-1      | NC-1       | The gate asks for a report    |

        Findings
        | Finding ID | Status | Extent       |
        |---|---|---|
        | NC-1       | Closed | **9 models** |

        Actions
        | Action ID | Finding ID | Action                             |
        |---|---|---|
        | CA-1      | NC-1       | **The gate asks for two reports**  |

    Good:

        (before) Findings
        | Finding ID | Status | Extent   | Management review |
        |---|---|---|---|
        | NC-1       | Closed | 6 models |                   |
        | NC-2       | Closed | 6 models |                   |
        | NC-3       | Open   | 6 models |                   |

        Findings
        | Finding ID | Status   | Extent     | Management review |
        |---|---|---|---|
        | NC-1       | Closed   | 6  models  | MR 2026-Q2        |
        | NC-2       | Reopened | 9 models   |                   |
        | NC-3       | Closed   | 9 models   |                   |
    """
    finding, before = review.finding(record), earlier(record, review)
    if finding is None or before is None or finding.status != "Closed":
        return
    was = earlier(finding, review)
    if not isinstance(was, Finding) or was.status != "Closed":
        return
    for column in record.SHEET.typed_columns:
        name = column.name
        if is_excused(before, record, name) or name in TOLD or not review.once(both).differs(before, record, column):
            continue
        yield fault(record, name, f"{finding.label} is closed, and '{column.header}' of {record.label} was "
                                  f"{short(before.typed(name)) if before.typed(name) else 'empty'} in the earlier register.")


@check("HIS004", Finding, Action, level=Level.WARNING, blocks=Purpose.NEVER)
def moved(record: Record, review: Review) -> Iterator[Fault]:
    """A deadline moved, and no extension says who agreed

    Why: A deadline that moves by itself is a missed deadline. The body keeps its own date. Where runs are kept (`ncr run`), the
    first date that any of them saw counts, and this is an error.
    Fix: Put the old date back; or note on the sheet Extensions who agreed to the new one, when and why.
    Source: Certification bodies' practice.
    Varies: An error where a kept run shows the old date; a warning where only the register before does.
    Needs: An earlier register, or a kept run.

    Bad:

        (before) Findings
        | Finding ID | Status      | Close due  |
        |---|---|---|
        | NC-1       | In progress | 2026-07-01 |

        (before) Actions
        | Action ID | Finding ID | Due        |
        |---|---|---|
        | CA-1      | NC-1       | 2026-06-01 |

        Findings
        | Finding ID | Status      | Close due      |
        |---|---|---|
        | NC-1       | In progress | **2026-08-01** |

        Actions
        | Action ID | Finding ID | Due            |
        |---|---|---|
        | CA-1      | NC-1       | **2026-07-10** |

    Good:

        (before) Findings
        | Finding ID | Status      | Response due | Close due  |
        |---|---|---|---|
        | NC-1       | In progress |              | 2026-07-01 |
        | NC-2       | In progress |              | 2026-07-01 |
        | NC-3       | In progress |              |            |

        Findings
        | Finding ID | Status      | Response due | Close due  |
        |---|---|---|---|
        | NC-1       | In progress |              | 2026-08-01 |
        | NC-2       | In progress |              | 2026-06-20 |
        | NC-3       | In progress | 2026-07-01   | 2026-08-01 |

        Extensions
        | Finding or action ID | Old date   | New date   |
        |---|---|---|
        | NC-1                 | 2026-07-01 | 2026-08-01 |
    """
    finding = review.finding(record)
    if finding is None or not is_open(finding):
        return
    told = (*review.moves(record.label), *review.asked(record.label))  # of those not granted XTN007 tells
    agreed = {each.to_date for each in told}
    for name in clocks.DATES if isinstance(record, Finding) else ("due",):
        old, level = _date_before(record, finding, name, review)
        new = record.value(name)
        if isinstance(old, date) and isinstance(new, date) and new > old and new not in agreed:
            yield fault(record, name, f"'{record.SHEET.by_name[name].header}' of {record.label} moved from {old} to {new}, and no "
                                      "row of Extensions says who agreed.", level=level)


def _date_before(record: Record, finding: Finding, name: str, review: Review) -> tuple[object, Level | None]:
    """The date that stood there before, and how grave it is that a later one stands there now: the first date that the runs
    know, without them that of the earlier register."""
    first = review.remembered(record, name, since_reopened=True)
    if first and review.memory:
        return (None if review.memory.is_closed(finding.label) else first), Level.ERROR
    before = earlier(record, review)
    return (None if before is None or _reopened_since(finding, review) else before.value(name)), None


def _reopened_since(finding: Finding, review: Review) -> bool:
    """Whether it was reopened after the earlier register: then new dates are asked for."""
    before = earlier(finding, review)
    return is_reopened(finding) and isinstance(before, Finding) and not is_reopened(before)


@check("HIS005", Finding, blocks=Purpose.NEVER)
def softened(finding: Finding, review: Review) -> Iterator[Fault]:
    """The grade was lowered

    Why: The grade is the body's. A nonconformity may not be softened into an opportunity, nor a major into a minor.
    Fix: Put the grade of the report back. If the body itself lowered it, copy its words into 'Body's comment'.
    Source: Certification body: ISO/IEC 17021-1, 9.4.5.2.
    Needs: An earlier register.

    Bad:

        (before) Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |
        | NC-2       | Minor |

        Findings
        | Finding ID | Grade           |
        |---|---|
        | NC-1       | **Minor**       |
        | NC-2       | **Opportunity** |

    Good:

        (before) Findings
        | Finding ID | Grade       | Body's comment |
        |---|---|---|
        | NC-1       | Minor       |                |
        | NC-2       | Observation |                |
        | NC-3       | Major       |                |

        Findings
        | Finding ID | Grade       | Body's comment                       |
        |---|---|---|
        | NC-1       | Major       |                                      |
        | NC-2       | Opportunity |                                      |
        | NC-3       | Minor       | Graded minor after appeal, 12 June.  |
    """
    before = earlier(finding, review)
    if not isinstance(before, Finding) or finding.grade not in RANKS or RANKS[finding.grade] >= RANKS.get(before.grade, 0):
        return
    if finding.blank("body_comment") or not differs(finding, before, "body_comment"):
        yield fault(finding, "grade", f"{finding.label} was '{before.grade}' in the earlier register, and is '{finding.grade}' now.")


@check("HIS007", Finding, of=Of.GRADED)
def returned_and_unchanged(finding: Finding, review: Review) -> Iterator[Fault]:
    """The body returned the answer, and nothing has changed since

    Why: The same answer comes back the same way, and the clock runs. It is held against the earlier register, and against what
    was taken down when the response or package was made. Stops and blanks are no change.
    Fix: Meet the body's reason in the part it names: cause, extent, action or proof. Then send it again.
    Source: Certification bodies' practice.
    Varies: A warning, which holds up nothing, where only days, names or resources have changed.

    Bad:

        (before) Findings
        | Finding ID | Grade | Status    | Extent   | Body's decision |
        |---|---|---|---|---|
        | NC-1       | Minor | Submitted | 6 models | Sent            |

        (sent) Findings
        | Finding ID | Grade | Status      | Extent   |
        |---|---|---|---|
        | NC-2       | Minor | In progress | 7 models |

        Findings
        | Finding ID | Grade | Status      | Extent   | Response sent on | Body's decision | Body's comment    |
        |---|---|---|---|---|---|---|
        | NC-1       | Minor | In progress | 6 models |                  | **Returned**    | And the old ones? |
        | NC-2       | Minor | In progress | 7 models | 2026-06-30       | **Returned**    | And the old ones? |

    Good:

        (before) Findings
        | Finding ID | Grade | Status    | Extent   | Body's decision |
        |---|---|---|---|---|
        | NC-1       | Minor | Submitted | 6 models | Sent            |
        | NC-2       | Minor | Submitted | 6 models | Sent            |

        (sent) Findings
        | Finding ID | Grade | Status      | Extent   |
        |---|---|---|---|
        | NC-3       | Minor | In progress | 7 models |

        Findings
        | Finding ID | Grade | Status      | Extent       | Response sent on | Body's decision | Body's comment    |
        |---|---|---|---|---|---|---|
        | NC-1       | Minor | In progress | All 9 models |                  | Returned        | And the old ones? |
        | NC-2       | Minor | Submitted   | 6 models     |                  | Sent            |                   |
        | NC-3       | Minor | In progress | All 9 models | 2026-06-30       | Returned        | And the old ones? |
    """
    before = earlier(finding, review)
    if before is None and finding.body_decision == "Returned":
        yield from _as_it_was_sent(finding, review)
    if not isinstance(before, Finding) or not ("Returned" in (finding.body_decision, before.body_decision)
                                               and finding.body_decision in ("Returned", "Sent")):
        return
    if _answer(finding, review) == _answer(before, review.once(past)):
        why = f" ({short(finding.body_comment)})" if finding.body_comment else ""
        again = "; it was sent again, and" if finding.body_decision == "Sent" else ", and"
        yield fault(finding, "body_decision", f"The body returned the answer to {finding.label}{why}{again} nothing in it has changed "
                                              "since the earlier register.")


def _as_it_was_sent(finding: Finding, review: Review) -> Iterator[Fault]:
    has = before_it_came_back(finding, review)
    if has is None:
        return
    changed = since([has], review)
    told = [change for change in changed if _plain(change.old) != _plain(change.new)]
    why = f" ({short(finding.body_comment)})" if finding.body_comment else ""
    began, since_then = f"The body returned the answer to {finding.label}{why}, and", f"since the {has.way} of {has.day}."
    if says_the_same(has, finding, review):
        yield fault(finding, "body_decision", f"{began} nothing in it has changed {since_then}")
    elif changed and not told:
        yield fault(finding, "body_decision", f"{began} nothing but stops and blanks has changed {since_then}")
    elif told and all(map(_is_of_the_plan_alone, told)):
        cells = listing(dict.fromkeys(f"{change.cell}" for change in told))
        yield fault(finding, "body_decision", f"{began} only days, names or resources have changed ({cells}) {since_then}",
                    level=Level.WARNING, blocks=Purpose.NEVER)


def _plain(text: str) -> str:
    """A text without what nobody reads: stops, blanks, capitals."""
    return " ".join(re.findall(r"\w+", fold(text)))


def _is_of_the_plan_alone(change: Change) -> bool:
    """Whether who, when or with what is another now: of a whole row that came or went nobody knows."""
    prefix, _, name = change.key.partition(".")
    column = BY_PREFIX[prefix].SHEET.by_name.get(name) if prefix in BY_PREFIX else None
    return column is not None and (column.kind in (Kind.DATE, Kind.PERSON) or name == "resources")


def _answer(finding: Finding, review: Review) -> set[tuple[str, ...]]:
    """All that the response to a finding holds, row by row, whatever its order."""
    rows: list[Record] = [finding, *(row for kind in RECORDS if kind is not Finding and "finding" in kind.SHEET.by_name
                                     for row in review.of(kind, finding))]
    return {(row.SHEET.prefix, *(_plain(row.typed(column.name)) for column in row.SHEET.typed_columns
                                 if row is not finding or column.name not in NOT_THE_ANSWER)) for row in rows}


@check("HIS011", Finding, level=Level.WARNING, blocks=Purpose.NEVER)
def words_changed(finding: Finding, review: Review) -> Iterator[Fault]:
    """The auditor's words were changed

    Why: Statement, requirement and evidence are the body's. An answer to other words than those of the report comes back.
    Fix: Copy the words of the report again; your own view belongs into the answer.
    Source: Our advice.
    Needs: An earlier register.

    Bad:

        (before) Findings
        | Finding ID | Status      | Reference | Statement of nonconformity |
        |---|---|---|---|
        | NC-1       | In progress | 8.4       | No assessment was made.    |

        Findings
        | Finding ID | Status      | Reference | Statement of nonconformity |
        |---|---|---|---|
        | NC-1       | In progress | **8.2**   | **One assessment is late** |

    Good:

        (before) Findings
        | Finding ID | Status      | Statement of nonconformity |
        |---|---|---|
        | NC-1       | In progress | No assessment was made.    |
        | NC-2       | In progress |                            |

        Findings
        | Finding ID | Status      | Statement of nonconformity |
        |---|---|---|
        | NC-1       | In progress | no  assessment was made.   |
        | NC-2       | In progress | No list was kept.          |
    """
    before = earlier(finding, review)
    if not isinstance(before, Finding) or (finding.status == "Closed" and before.status == "Closed"):  # that has its own message
        return
    for name in WORDS:
        if not before.blank(name) and fold(before.typed(name)) != fold(finding.typed(name)) and not finding.blank(name):
            yield fault(finding, name, f"'{finding.SHEET.by_name[name].header}' of {finding.label} was {short(before.typed(name))} in "
                                       "the earlier register.")
