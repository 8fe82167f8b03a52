"""Not known: answers that say that nobody knows why, or that only suppose it."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.checks.texts.wording import names_the_system
from ncr_toolkit.common.text import quoted
from ncr_toolkit.core.model import Cause, Finding, FiveWhys, Probe
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record, column_names

_WHERE: dict[type[Record], tuple[str, ...]] = {
    Cause: column_names(Cause, "statement"), Finding: column_names(Finding, "detection_cause"),
    Probe: column_names(Probe, "answer"), FiveWhys: column_names(FiveWhys, "why1", "why2", "why3", "why4", "why5"),
}


@check("CAU021", Cause, FiveWhys, Probe, Finding, of=Of.NONCONFORMITY, level=Level.WARNING)
def reason_not_known(record: Record, review: Review) -> Iterator[Fault]:
    """The answer says that the reason is not known

    Why: "It is not known why" is no cause: nothing can remove what nobody knows. A body returns such an answer at once.
    Fix: Go on asking: which step should have held it, and why did it not? What cannot be found out any more is itself a cause: write
    which record or check was missing.
    Source: Certification body: ISO/IEC 17021-1, 9.4.9.
    Varies: An error at a root cause.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Why we did not find it ourselves |
        |---|---|---|
        | NC-1       | Minor | **We cannot explain it.**        |

        Causes
        | Cause ID | Finding ID | Root cause                                         |
        |---|---|---|
        | RC-1     | NC-1       | **It is not known why the files were incomplete.** |
        | RC-2     | NC-1       | **We could not find the reason.**                  |

    Good:

        Findings
        | Finding ID | Grade | Why we did not find it ourselves     |
        |---|---|---|
        | NC-1       | Minor | Our audits never read these records. |

        Causes
        | Cause ID | Finding ID | Root cause                                                              |
        |---|---|---|
        | RC-1     | NC-1       | The gate keeps no log, so nobody can see which release passed and why.  |
        | RC-2     | NC-1       | The form has no field for the reason of an override.                    |
    """
    words = review.language
    if words is None or (isinstance(record, Cause) and names_the_system(record.typed("statement"), words)):
        return
    for name in _WHERE[type(record)]:
        found = words.found("not_known", record.typed(name)) if not record.blank(name) else ()
        if found:
            header = record.SHEET.by_name[name].header
            yield fault(record, name, f"'{header}' of {record.label} says that the reason is not known ({quoted(found)}).",
                        level=Level.ERROR if isinstance(record, Cause) else None)


@check("CAU022", Cause, of=Of.NONCONFORMITY, level=Level.WARNING)
def only_supposed(cause: Cause, review: Review) -> Iterator[Fault]:
    """The root cause is only supposed

    Why: "Probably" tells the auditor that nobody looked. What the plan rests on has to be shown.
    Fix: Look it up, and write what you found and where; or keep it as a possible cause on the Fishbone until it is settled.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                         |
        |---|---|---|
        | RC-1     | NC-1       | **Presumably the gate does not ask for a report.** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                               |
        |---|---|---|
        | RC-1     | NC-1       | The gate lets a release pass that is probably defective. |
    """
    words = review.language
    found = words.found("supposed", cause.statement) if words is not None and not cause.blank("statement") else ()
    if words is not None and found and not words.found("not_known", cause.statement) and not words.found("unaware", cause.statement):
        yield fault(cause, "statement", f"Cause {cause.label} is only supposed ({quoted(found)}).")
