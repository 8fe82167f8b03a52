"""Second reader: somebody who did no work on an answer reads it before it goes out."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.text import listing
from ncr_toolkit.core.model import SECOND_READER, SECOND_READER_ROLE, Finding, SignOff
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.second_reading import changed_since, counts, readings, work_of
from ncr_toolkit.core.status import empty_parts

ADVISED, WANTED, WANTED_OF_ALL, NOT_USED = SECOND_READER


def _wants(finding: Finding, review: Review) -> bool:
    """Whether the sheet Register wants a second reader for a finding of this grade."""
    setting = review.settings.second_reader
    return setting == WANTED_OF_ALL or (setting == WANTED and finding.grade == "Major")


@check("MGT020", SignOff, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.NEVER)
def reading_incomplete(row: SignOff, review: Review) -> Iterator[Fault]:
    """A second reader has no name or no day

    Why: Who has read an answer, and when, is what a second reading is worth later. A row without one of them says neither,
    and the response does not show it.
    Fix: Complete the row on the sheet Sign-off: one person, and the day on which the answer was read.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Sign-off
        | Finding ID | Role          | Name        | Signed on   |
        |---|---|---|---|
        | NC-1       | Second reader | Carl Ek     | **(empty)** |
        | NC-1       | Second reader | **(empty)** | 2026-05-20  |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Sign-off
        | Finding ID | Role          | Name    | Signed on  |
        |---|---|---|---|
        | NC-1       | Second reader | Carl Ek | 2026-05-20 |
    """
    if row.role == SECOND_READER_ROLE:
        for name, lacking in (("person", "name"), ("signed_on", "day")):
            if row.blank(name):
                yield fault(row, name, f"The second reader of {row.label} has no {lacking}.")


@check("MGT021", SignOff, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.NEVER)
def read_by_a_worker(row: SignOff, review: Review) -> Iterator[Fault]:
    """The second reader owns the finding or one of its actions

    Why: Who wrote an answer, or works on it, reads what was meant. What it says is seen by somebody who comes to it as the
    auditor does. Such a reading does not count, and the response does not show it.
    Fix: Let somebody read it who owns neither the finding nor an action.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Owner    |
        |---|---|---|
        | NC-1       | Major | Ana Lima |

        Actions
        | Action ID | Finding ID | Owner     |
        |---|---|---|
        | CA-1      | NC-1       | Ben Okoro |

        Sign-off
        | Finding ID | Role          | Name          | Signed on  |
        |---|---|---|---|
        | NC-1       | Second reader | **Ana Lima**  | 2026-05-20 |
        | NC-1       | Second reader | **Ben Okoro** | 2026-05-20 |

    Good:

        Findings
        | Finding ID | Grade | Owner    |
        |---|---|---|
        | NC-1       | Major | Ana Lima |
        | NC-2       | Minor | Carl Ek  |

        Sign-off
        | Finding ID | Role          | Name     | Signed on  |
        |---|---|---|---|
        | NC-1       | Second reader | Carl Ek  | 2026-05-20 |
        | NC-1       | Process owner | Ana Lima | 2026-05-20 |
    """
    finding = review.finding(row)
    work = work_of(row.person, finding, review) if finding is not None and row.role == SECOND_READER_ROLE else ""
    if work:
        yield fault(row, "person", f"{row.person} is to be the second reader of {row.label}, and {work}.")


@check("MGT022", Finding, of=Of.NONCONFORMITY, level=Level.INFO)
def nobody_else_has_read_it(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nobody else has read the answer before it goes out

    Why: A second pair of eyes finds what the first no longer sees: a cause that does not fit, a date that cannot be. It is
    advice for a Major; 'Second reader' on the sheet Register makes it wanted, and then an answer without one is not ready.
    Fix: Let somebody read the finished answer who owns neither the finding nor an action, and add a row on the sheet
    Sign-off: role Second reader, the name and the day.
    Source: Our advice.
    Varies: An error where the sheet Register wants a second reader for findings of that grade.

    Bad:

        Register
        | Second reader                |
        |---|
        | Wanted for Majors and Minors |

        Findings
        | Finding ID | Grade | Status      | Extent                  |
        |---|---|---|---|
        | **NC-1**   | Minor | In progress | All 6 models; none more |

        Containment
        | Finding ID | Step ID | Kind       | What was done       |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | The form was signed |

        Causes
        | Cause ID | Finding ID | Root cause                  |
        |---|---|---|
        | RC-1     | NC-1       | The gate asks for no report |

        Actions
        | Action ID | Finding ID | Cause ID | Kind       | Action                     |
        |---|---|---|---|---|
        | CA-1      | NC-1       | RC-1     | Corrective | The gate asks for a report |

    Good:

        Register
        | Second reader                |
        |---|
        | Wanted for Majors and Minors |

        Findings
        | Finding ID | Grade | Status      | Extent                  |
        |---|---|---|---|
        | NC-1       | Minor | In progress | All 6 models; none more |
        | NC-2       | Minor | Open        |                         |

        Containment
        | Finding ID | Step ID | Kind       | What was done       |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | The form was signed |

        Causes
        | Cause ID | Finding ID | Root cause                  |
        |---|---|---|
        | RC-1     | NC-1       | The gate asks for no report |

        Actions
        | Action ID | Finding ID | Cause ID | Kind       | Action                     |
        |---|---|---|---|---|
        | CA-1      | NC-1       | RC-1     | Corrective | The gate asks for a report |

        Sign-off
        | Finding ID | Role          | Name    | Signed on  |
        |---|---|---|---|
        | NC-1       | Second reader | Carl Ek | 2026-05-20 |
    """
    wanted, unsent = _wants(finding, review), finding.blank("response_sent_on") or finding.body_decision == "Returned"
    advised = finding.grade == "Major" and unsent and review.settings.second_reader != NOT_USED
    if not (wanted or advised) or finding.status == "Closed" or empty_parts(finding, review):
        return
    if not any(counts(row, finding, review) for row in readings(finding, review)):
        yield fault(finding, "id", f"Nobody but its owners has read the answer to {finding.label}.",
                    level=Level.ERROR if wanted else None, adds=SignOff)


@check("SNT002", SignOff, of=Of.GRADED, level=Level.WARNING)
def changed_after_reading(row: SignOff, review: Review) -> Iterator[Fault]:
    """An answer was changed after its second reader had read it

    Why: What was changed afterwards nobody else has read, and the response no longer shows the reading. It is held against
    what the first run, or the first answer made to be sent, took down after the row was typed. Days on which work was done,
    results, and evidence that was added are no change.
    Fix: Let it be read again: a new row with the new day. Or put back what was read.
    Source: Our advice.
    Varies: An error where the sheet Register wants a second reader for findings of that grade.
    Needs: The record of what was read.

    Bad:

        (sent) Findings
        | Finding ID | Grade | Extent   |
        |---|---|---|
        | NC-1       | Major | 6 models |

        (sent) Sign-off
        | Finding ID | Role          | Name    | Signed on  |
        |---|---|---|---|
        | NC-1       | Second reader | Carl Ek | 2026-05-20 |

        Findings
        | Finding ID | Grade | Extent   |
        |---|---|---|
        | NC-1       | Major | 9 models |

        Sign-off
        | Finding ID | Role          | Name    | Signed on      |
        |---|---|---|---|
        | NC-1       | Second reader | Carl Ek | **2026-05-20** |

    Good:

        (sent) Findings
        | Finding ID | Grade | Extent   | Status      |
        |---|---|---|---|
        | NC-1       | Major | 6 models | In progress |
        | NC-2       | Major | 6 models | In progress |

        (sent) Actions
        | Action ID | Finding ID | Action                     | Done on |
        |---|---|---|---|
        | CA-1      | NC-1       | The gate asks for a report |         |

        (sent) Sign-off
        | Finding ID | Role          | Name    | Signed on  |
        |---|---|---|---|
        | NC-1       | Second reader | Carl Ek | 2026-05-20 |
        | NC-2       | Second reader | Carl Ek | 2026-05-20 |

        Findings
        | Finding ID | Grade | Extent    | Status    |
        |---|---|---|---|
        | NC-1       | Major | 6  models | Verifying |
        | NC-2       | Major | 9 models  | Submitted |

        Actions
        | Action ID | Finding ID | Action                     | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | The gate asks for a report | 2026-05-28 |

        Sign-off
        | Finding ID | Role          | Name     | Signed on  |
        |---|---|---|---|
        | NC-1       | Second reader | Carl Ek  | 2026-05-20 |
        | NC-2       | Second reader | Carl Ek  | 2026-05-20 |
        | NC-2       | Second reader | Ana Lima | 2026-06-12 |
    """
    finding = review.finding(row)
    if finding is None or row.role != SECOND_READER_ROLE or not counts(row, finding, review):
        return
    valid = [each for each in readings(finding, review) if counts(each, finding, review)
             and not changed_since(each, finding, review)]
    if changed := [] if valid else changed_since(row, finding, review):
        yield fault(row, "signed_on", f"{row.person} read the answer to {finding.label} on {row.signed_on}; since then it "
                                      f"was changed on {listing(changed)}.",
                    level=Level.ERROR if _wants(finding, review) else None)
