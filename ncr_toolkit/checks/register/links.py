"""Links: every row belongs where it says, so that one letter never carries the rows of another."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.common.names import Names, fold, nearest
from ncr_toolkit.core.model import BY_PREFIX, RECORDS, Action, Bone, Evidence, Finding, FiveWhys, Probe
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Column, Record

CHILDREN = tuple(kind for kind in RECORDS if "finding" in kind.SHEET.by_name or "record" in kind.SHEET.by_name)


@check("IDN003", *CHILDREN)
def no_finding_named(record: Record, review: Review) -> Iterator[Fault]:
    """A row belongs to no finding

    Why: A row without a finding goes into no response: what was typed there would be lost to the body. Evidence may leave
    it empty where what it supports belongs to one finding: it is taken for that one's, and an info says so.
    Fix: Choose the finding of the row; of evidence it is enough to fill in what it supports.
    Source: This tool: so that nothing is lost or misread.
    Varies: An info for evidence whose finding follows from what it supports.

    Bad:

        Containment
        | Finding ID  | What was done              |
        |---|---|
        | **(empty)** | The release was withdrawn. |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Containment
        | Finding ID | Step ID | What was done              |
        |---|---|---|
        | NC-1       | C-01    | The release was withdrawn. |
    """
    name = "finding" if "finding" in record.SHEET.by_name else "record"
    if record.blank(name):
        yield fault(record, name, f"This row of '{record.SHEET.name}' names no {record.SHEET.by_name[name].header}.")
    elif name in record.implied:
        yield fault(record, name, f"{record.label} names no Finding ID; it is taken for {record.owner_id}, to which "
                    f"{record.typed('supports')} belongs.", level=Level.INFO, value="",
                    fix="Nothing, if that is meant. Otherwise choose the finding.")


@check("IDN004", *RECORDS)
def link_unknown(record: Record, review: Review) -> Iterator[Fault]:
    """A row points to something that is not in the register

    Why: An action for a finding that does not exist, or evidence for an action that does not, reaches no response.
    Fix: Choose the id from the drop-down, or add the row it points to.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-01      |

        Causes
        | Cause ID | Finding ID |
        |---|---|
        | RC-1     | **NC-10**  |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-01      |

        Causes
        | Cause ID | Finding ID |
        |---|---|
        | RC-1     | nc-01      |
    """
    for column in record.SHEET.columns:
        if not column.to or not record.known(column.name):
            continue
        text = record.typed(column.name)
        if not _exists(column, text, review):
            places = " or ".join(f"'{BY_PREFIX[prefix].SHEET.name}'" for prefix in column.to)
            yield fault(record, column.name, f"'{text}' is on none of the rows of {places}{_meant(column, text, review)}.")


def _exists(column: Column, text: str, review: Review) -> bool:
    return fold(text) in map(fold, column.words) or any(fold(text) in review.ids(prefix) for prefix in column.to)


def _meant(column: Column, text: str, review: Review) -> str:
    names = review.once(_names)  # of a sheet that was pasted over, every row is asked for
    guesses = [names[prefix].nearest(text) for prefix in column.to] + [nearest(text, column.words)]
    meant = nearest(text, filter(None, guesses))
    return f"; did you mean '{meant}'" if meant else ""


def _names(review: Review) -> dict[str, Names]:
    """The ids of each sheet that a link may point to."""
    prefixes = {prefix for kind in RECORDS for column in kind.SHEET.columns for prefix in column.to}
    return {prefix: Names(review.labels(prefix)) for prefix in prefixes}


@check("IDN005", FiveWhys, Bone, Probe, Action, Evidence)
def link_to_another_finding(record: Record, review: Review) -> Iterator[Fault]:
    """A row points into another finding

    Why: One letter must never carry the rows of another. An action of this finding that points to a cause of that one
    leaves a cause here without an action.
    Fix: Choose a cause, action or step of the same finding.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |
        | NC-2       |

        Causes
        | Cause ID | Finding ID |
        |---|---|
        | RC-1     | NC-1       |

        Actions
        | Action ID | Finding ID | Cause ID |
        |---|---|---|
        | CA-1      | NC-2       | **RC-1** |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Causes
        | Cause ID | Finding ID |
        |---|---|
        | RC-1     | NC-1       |

        Actions
        | Action ID | Finding ID | Cause ID |
        |---|---|---|
        | CA-1      | NC-1       | RC-1     |
    """
    own = review.finding(record)
    for column in record.SHEET.columns:
        if own is None or column.name == "finding" or not column.to or not record.known(column.name):
            continue
        targets = [target for prefix in column.to for target in review.ids(prefix).get(fold(record.typed(column.name)), [])]
        owners = [review.finding(target) for target in targets]
        if targets and not any(owner is None or owner is own for owner in owners):
            yield fault(record, column.name,
                        f"{targets[0].label} belongs to {targets[0].owner_id}, not to {own.label}.")


@check("IDN013", Finding)
def repeats_itself(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding is a repeat of itself

    Why: A repeat points to an earlier finding; one that points to itself hides which.
    Fix: Choose the earlier finding in 'Repeat of', or empty the cell.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Repeat of |
        |---|---|
        | NC-2       | **nc-2**  |

    Good:

        Findings
        | Finding ID | Repeat of |
        |---|---|
        | NC-1       |           |
        | NC-2       | NC-1      |
    """
    if finding.known("repeat_of") and fold(finding.repeat_of) == fold(finding.typed("id")):
        yield fault(finding, "repeat_of", f"{finding.label} is said to be a repeat of itself.")
