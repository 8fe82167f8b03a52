"""Records kept elsewhere that a finding names: their days, their versions, and what an incident says of the answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import natural
from ncr_toolkit.common.text import listing, short
from ncr_toolkit.core.cell_parts import lines
from ncr_toolkit.core.linked_records import IMPACT, INCIDENT, LINKED, MODEL, SOA, links
from ncr_toolkit.core.model import Action, Effect, Finding
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.several import pack_named, packs_of
from ncr_toolkit.core.status import is_corrective

_CONTROL = re.compile(r"(?<![\w.-])A[ .-]{0,2}(\d{1,2}(?:\.\d{1,2}){1,2})(?!\w|\.\d)", re.IGNORECASE)
"""A control, also as "A 6.2.4" or "A6.2.4"."""
_NAMED = re.compile(r"(?<![\w.])(?!(?:19|20)\d\d(?!\d))\d{4,5}(?![\w.])")
"""The number of a standard, before a control; a year is none."""


@check("LNK003", Finding, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.NEVER)
def no_such_day(finding: Finding, review: Review) -> Iterator[Fault]:
    """The day of a linked record can be read in two ways, is none, or has not come yet

    Why: By its day a renewed assessment is told from the one before. What can be two days is taken for neither.
    Fix: Write the day as 2026-05-04. What is still to be renewed is an action with a due date, and stands here when it is done.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Risk register entry     | AI impact assessment         | Incident record                | Model and version                    |
        |---|---|---|---|---|---|
        | NC-1       | Minor | **R-017 of 03/05/2026** | **AIA-009 v3 of 2026-09-04** | **INC-2026-007 of 2026-02-30** | **TriageRank 2.4 since 1 July 2027** |

    Good:

        Findings
        | Finding ID | Grade | Risk register entry | AI impact assessment                            | Incident record         | Model and version   |
        |---|---|---|---|---|---|
        | NC-1       | Minor | R-017 of 23/05/2026 | AIA-009 v3 of 2026-05-04, next look 2027-05-04  | INC-2026-02-30, R 3/5/7 | TriageRank 10.04.12 |
    """
    for name in LINKED:
        for link in links(finding, name):
            said = [f"'{day.text}' ({_read_as(day.readings)})" for day in link.unclear]
            if not said and link.days and min(link.days) > review.today:
                said = [f"{min(link.days)}, which has not come yet on {review.today}, the day of this check"]
            if said:
                yield fault(finding, name, f"'{review.header(finding, name)}' of {finding.label} names {listing(said)}.")


def _read_as(readings: tuple[str, ...]) -> str:
    return listing(readings, "or") if readings else "no such day"


@check("LNK006", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def incident_after_the_actions(finding: Finding, review: Review) -> Iterator[Fault]:
    """An incident came after the last action was done, and the actions are called effective

    Why: What happens again was not removed. The auditor reads the list of incidents beside the effectiveness check.
    Fix: Look whether the cause is the same. If it is, the result is not effective: reopen the finding. If it is not, the incident
    belongs to a finding of its own; take it out of this cell. If it shows that the new check caught it, it is a proof: put it on
    the sheet Evidence.
    Source: Clause 10.2 d).

    Bad:

        Findings
        | Finding ID | Grade | Incident record                |
        |---|---|---|
        | NC-1       | Minor | **INC-2026-011 of 2026-06-02** |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-10 |

        Effectiveness
        | Finding ID | Result    |
        |---|---|
        | NC-1       | Effective |

    Good:

        Findings
        | Finding ID | Grade | Incident record            | Reopened on |
        |---|---|---|---|
        | NC-1       | Minor | INC-2026-007 of 2026-03-12 |             |
        | NC-2       | Minor | INC-2026-011 of 2026-06-02 |             |
        | NC-3       | Minor | INC-2026-011 of 2026-06-02 | 2026-06-05  |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-10 |
        | CA-2      | NC-2       | 2026-05-10 |
        | CA-3      | NC-3       | 2026-05-10 |

        Effectiveness
        | Finding ID | Result        |
        |---|---|
        | NC-1       | Effective     |
        | NC-2       | Not effective |
        | NC-3       | Effective     |
    """
    plan = [action for action in review.of(Action, finding) if is_corrective(action)]
    done = [action.done_on for action in plan if action.done_on]
    if not done or len(done) < len(plan) or _last_results(finding, review) != {"Effective"}:
        return
    for link in links(finding, INCIDENT):
        after = [day for day in link.days if max(done) < day <= review.today]
        if after and not (finding.reopened_on and finding.reopened_on >= min(after)):
            yield fault(finding, INCIDENT, f"{short(link.name)} is of {min(after)}, the last action of {finding.label} was done on "
                                           f"{max(done)}, and the result is Effective.")


def _last_results(finding: Finding, review: Review) -> set[str]:
    """What was concluded at the last review of a finding."""
    judged = [effect for effect in review.of(Effect, finding) if effect.result]
    last = max((effect.reviewed_on or date.min for effect in judged), default=date.min)
    return {effect.result for effect in judged if (effect.reviewed_on or date.min) == last}


@check("LNK007", Finding, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.NEVER)
def no_such_control(finding: Finding, review: Review) -> Iterator[Fault]:
    """The entry of the Statement of Applicability is of a control that the standard does not have

    Why: The auditor looks the entry up by the number of its control.
    Fix: Take the number from the Statement of Applicability. Of a control of your own give the name.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Statement of Applicability           |
        |---|---|---|
        | NC-1       | Minor | **A.6.2.9 in SoA v5 of 2026-05-12**  |
        | NC-2       | Minor | **A 6.2.9, SoA v5**                  |

    Good:

        Findings
        | Finding ID | Grade | Standard                                | Statement of Applicability        |
        |---|---|---|---|
        | NC-1       | Minor |                                         | A.6.2.4 in SoA v5 of 2026-05-12   |
        | NC-2       | Minor | ISO/IEC 42001:2023; ISO/IEC 27001:2022  | A.5.18, SoA v5                    |
        | NC-3       | Minor |                                         | Own control 12, SoA v5            |
        | NC-4       | Minor |                                         | 27001: A.5.18 and A.8.2, SoA v5   |
        | NC-5       | Minor |                                         | A.6.2 in SoA v5; A 6.2.4          |
    """
    own = packs_of(finding, review.pack)
    unknown, looked = [], dict[str, None]()
    for line in lines(finding.typed(SOA)):
        for found in _CONTROL.finditer(line):
            packs = _of_line(line[:found.start()], own, review)
            if not packs or any(_has(pack, f"A.{found[1]}") for pack in packs):
                continue
            unknown.append(found[0])
            looked.update(dict.fromkeys(pack.standard for pack in packs))
    if unknown:
        yield fault(finding, SOA, f"{listing(dict.fromkeys(unknown))} {'is no control' if len(unknown) == 1 else 'are no controls'} of "
                                  f"{listing(looked, 'or')}.")


def _of_line(before: str, own: tuple[Pack, ...], review: Review) -> tuple[Pack, ...]:
    """The standards with controls of which an entry may be: the one that is named before it in its line; none where that is not
    known here."""
    named = _NAMED.findall(before)
    packs = own if not named else tuple(filter(None, (pack_named(named[-1], review.pack),)))
    return packs if any(reference.startswith("A.") for pack in packs for reference in pack.references) else ()


def _has(pack: Pack, control: str) -> bool:
    """Whether a standard has this control, or a group of controls of this number."""
    return bool(pack.reference(control)) or any(reference.startswith(f"{control}.") for reference in pack.references)


@check("LNK008", Finding, of=Of.GRADED, level=Level.INFO, blocks=Purpose.NEVER, across=True)
def one_version_two_days(finding: Finding, review: Review) -> Iterator[Fault]:
    """One version of a record is of two days

    Why: A version is released once. Where two findings give it two days, one of them shows the wrong one to the auditor.
    Fix: Look the day up, and put it right; or name the other version.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | AI impact assessment         |
        |---|---|---|
        | NC-1       | Minor | AIA-009 v3 of 2026-05-04     |
        | NC-2       | Minor | **AIA-009 v3 of 2026-05-11** |
        | NC-3       | Minor | **AIA-009, version 3 of 2026-05-12** |

    Good:

        Findings
        | Finding ID | Grade | AI impact assessment     | Risk register entry |
        |---|---|---|---|
        | NC-1       | Minor | AIA-009 v3 of 2026-05-04 | R-017 of 2026-05-04 |
        | NC-2       | Minor | AIA-009 v4 of 2026-05-11 | R-017 of 2026-05-11 |
        | NC-3       | Minor | AIA-009 v3 of 2026-05-04 | R-017               |
    """
    known = review.once(_days_of_versions)
    for name in (IMPACT, SOA, MODEL):
        for key, day in _versions(finding, name):
            first, where = min(known[key].items())
            if day != first:
                yield fault(finding, name, f"{short(finding.typed(name))} is of {day} here, and of {first} at {where}.")


def _versions(finding: Finding, name: str) -> Iterator[tuple[tuple[str, str], date]]:
    """The versions that a column names, each of one day."""
    for link in links(finding, name):
        if link.versions and len(link.days) == 1:
            yield (name, link.identity), link.days[0]


def _days_of_versions(review: Review) -> dict[tuple[str, str], dict[date, str]]:
    """For each version its days, with the first of the findings that say so by their ids."""
    found: defaultdict[tuple[str, str], dict[date, str]] = defaultdict(dict)
    for finding in review.register.findings:
        for name in (IMPACT, SOA, MODEL):
            for key, day in _versions(finding, name):
                found[key][day] = min(found[key].get(day, finding.label), finding.label, key=natural)
    return found
