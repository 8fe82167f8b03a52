"""Renewals: whether what assesses risk and impact is of the system as it is now, and is there where one expects it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ncr_toolkit.checks.plan.changes import asked_otherwise
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.common.text import listing, short
from ncr_toolkit.core.cell_parts import lines
from ncr_toolkit.core.linked_records import IMPACT, MODEL, SOA, holds_a_place, is_undated, latest, links
from ncr_toolkit.core.model import Action, Evidence, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.several import references
from ncr_toolkit.core.status import is_needless

BEFORE_RELEASE = timedelta(days=30)
"""So long before a version goes into use its assessment may have been made (ours)."""


def _changes(finding: Finding, review: Review) -> list[Action]:
    """The actions that changed the system, the last one last. One that is to be done yet has changed nothing."""
    done = [(action.done_on, natural(action.label), action) for action in review.of(Action, finding)
            if action.changes_ai_system == "Yes" and action.done_on and action.done_on <= review.today]
    return [action for *_, action in sorted(done, key=lambda each: each[:2])]


def _began(action: Action) -> date | None:
    """The first day on which an assessment of this change can have been made; None where nobody can read it."""
    if "start_on" in action.unread or action.done_on is None:
        return None
    return min(action.start_on or action.done_on, action.done_on)


def _is_of_the_version(finding: Finding, name: str) -> bool:
    """Whether an impact assessment names the version that is in use."""
    in_use = {version for link in links(finding, MODEL) for version in link.versions}
    return name == IMPACT and any(in_use & link.versions for link in links(finding, name))


@check("LNK001", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def older_than_the_change(finding: Finding, review: Review) -> Iterator[Fault]:
    """The risk entry, the impact assessment or the Statement of Applicability is older than the change of the system

    Why: What was written before the system changed speaks of the system as it was. The auditor lays both days beside each
    other.
    Fix: Renew it, and put the new day into the cell. If it was made for this change and before it, as it should be: name the
    version that it assesses in both cells, or enter the day on which work on the change began in 'Start' of the action.
    Source: Clauses 6.3, 8.2 and 8.4 of ISO/IEC 42001; of another standard those that `ncr explain --standard` names.
    Varies: An info where it is younger than the finding, and of the Statement of Applicability.

    Bad:

        Findings
        | Finding ID | Grade | Raised on  | Risk register entry     | AI impact assessment        | Statement of Applicability       |
        |---|---|---|---|---|---|
        | NC-1       | Minor | 2026-03-20 | **R-017 of 2026-01-12** | **AIA-009 v3 of 2026-03-25** | **A.6.2.4 in SoA v4 of 2025-11-03** |

        Actions
        | Action ID | Finding ID | Changes the AI system | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | Yes                   | 2026-05-10 |

    Good:

        Findings
        | Finding ID | Grade | Raised on  | Risk register entry                        | AI impact assessment                    | Model and version |
        |---|---|---|---|---|---|
        | NC-1       | Minor | 2026-03-20 | R-017 of 2026-05-10                        | AIA-009 v3 of 2026-05-04                |                   |
        | NC-2       | Minor | 2026-03-20 | R-018 of 2025-06-02; R-021 of 12 May 2026  | AIA-012 of 2026-04-02 for TriageRank 2.4 | TriageRank 2.4    |
        | NC-3       | Minor | 2026-03-20 | R-017 of 2026-01-12                        | AIA-009 v3 of 2026-03-25                |                   |

        Actions
        | Action ID | Finding ID | Changes the AI system | Start      | Done on    |
        |---|---|---|---|---|
        | CA-1      | NC-1       | Yes                   | 2026-05-02 | 2026-05-10 |
        | CA-2      | NC-2       | Yes                   |            | 2026-05-10 |
        | CA-3      | NC-3       | Yes                   | 2026-05-02 |            |
        | CA-4      | NC-3       | No                    |            | 2026-05-10 |
    """
    changes = _changes(finding, review)
    for name in (*review.subject(finding).renewed, SOA) if changes else ():
        day = latest(finding, name, review.today)
        later = [action for action in changes if day and (began := _began(action)) and day < began]
        if day is None or not later or _is_of_the_version(finding, name):
            continue
        old = name != SOA and finding.raised_on is not None and day < finding.raised_on
        yield fault(finding, name, f"{short(finding.typed(name))} is of {day}, and {later[-1].label} changed the "
                                   f"{review.subject(finding).name} after that (done on {later[-1].done_on}).",
                    level=Level.WARNING if old else Level.INFO)


@check("LNK002", Finding, of=Of.NONCONFORMITY, level=Level.INFO, blocks=Purpose.NEVER)
def of_which_day(finding: Finding, review: Review) -> Iterator[Fault]:
    """The system was changed, and nothing says of which day the renewed assessment is

    Why: Without its day nobody can tell whether it was renewed after the change, or is the one from before.
    It is asked of records that the standard expects, not of ISO 9001.
    Fix: Write the day behind the name: "R-017 of 2026-05-12". A proof of that name with its date on the sheet Evidence serves as
    well.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Risk register entry | AI impact assessment |
        |---|---|---|---|
        | NC-1       | Minor | **R-017**           | AIA-009 v3           |

        Actions
        | Action ID | Finding ID | Changes the AI system | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | Yes                   | 2026-05-10 |

    Good:

        Findings
        | Finding ID | Grade | Risk register entry | AI impact assessment |
        |---|---|---|---|
        | NC-1       | Minor | R-017 of 2026-05-12 | AIA-009 v3           |
        | NC-2       | Minor | R-017               | AIA-009 v3           |

        Actions
        | Action ID | Finding ID | Changes the AI system | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | Yes                   | 2026-05-10 |
        | CA-2      | NC-2       | Yes                   |            |

        Evidence
        | Evidence ID | Finding ID | Supports | Title                | Dated      |
        |---|---|---|---|---|
        | E-1         | NC-1       | CA-1     | AIA-009 v3, signed   | 2026-05-12 |
    """
    changes, pack = _changes(finding, review), review.pack_of(finding)
    names = [name for name in pack.subject.renewed if name in pack.expected and is_undated(finding, name)
             and not _is_shown(finding, name, changes[-1], review)] if changes and pack else []
    if names:
        which = listing(f"'{review.header(finding, name)}' ({short(finding.typed(name), 30)})" for name in names)
        yield fault(finding, names[0], f"{which} of {finding.label} {'names' if len(names) == 1 else 'name'} no day with its "
                                       f"year, and {changes[-1].label} changed the {review.subject(finding).name} on "
                                       f"{changes[-1].done_on}.")


def _is_shown(finding: Finding, name: str, change: Action, review: Review) -> bool:
    """Whether a proof that is no older than a change names what the column names."""
    firsts = [fold(link.name).partition(" ")[0].strip(",") for link in links(finding, name)]
    since = _began(change) or date.min
    return any(first and first in fold(f"{proof.typed('title')} {proof.typed('file')}") for first in firsts
               for proof in review.of(Evidence, finding) if proof.dated and proof.dated >= since)


@check("LNK004", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def version_not_assessed(finding: Finding, review: Review) -> Iterator[Fault]:
    """The version that is in use is younger than its impact assessment

    Why: An assessment is of one version. Where another one went into use later, nobody has looked at what it does to people.
    Fix: Assess the version that is in use, and put the new day into the cell; or name in the cell the version that it assesses.
    Say Yes in 'Changes the AI system' at the action that brought the version, if one did.
    Source: Clause 8.4 of ISO/IEC 42001.

    Bad:

        Findings
        | Finding ID | Grade | AI impact assessment          | Model and version               |
        |---|---|---|---|
        | NC-1       | Minor | **AIA-009 v3 of 2026-02-02**  | TriageRank 2.4 since 2026-05-10 |

    Good:

        Findings
        | Finding ID | Grade | AI impact assessment                    | Model and version               |
        |---|---|---|---|
        | NC-1       | Minor | AIA-009 v3 of 2026-04-20                | TriageRank 2.4 since 2026-05-10 |
        | NC-2       | Minor | AIA-009 v3 of 2026-02-02, TriageRank 2.4 | TriageRank 2.4 since 2026-05-10 |
        | NC-3       | Minor | AIA-009 v3 of 2026-02-02                | TriageRank 2.4                  |
        | NC-4       | Minor | AIA-009 v3 of 2026-02-02                | TriageRank 2.4 since 2026-05-10 |

        Actions
        | Action ID | Finding ID | Changes the AI system | Start      | Done on    |
        |---|---|---|---|---|
        | CA-4      | NC-4       | Yes                   | 2026-02-01 | 2026-05-10 |
    """
    since, day = latest(finding, MODEL, review.today), latest(finding, IMPACT, review.today)
    if since is None or day is None or IMPACT not in review.subject(finding).renewed or since <= day + BEFORE_RELEASE:
        return
    if _is_of_the_version(finding, IMPACT) or any(action.done_on and action.done_on >= day for action in _changes(finding, review)):
        return  # LNK001 looks at an action that changed the system
    yield fault(finding, IMPACT, f"{short(finding.typed(IMPACT))} is of {day}, and {short(finding.typed(MODEL))} is in use only "
                                 f"since {since}.")


@check("LNK005", Finding, of=Of.NONCONFORMITY, level=Level.INFO, blocks=Purpose.NEVER)
def expected_by_its_clause(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding is about an assessment, a risk or the Statement of Applicability, and names none

    Why: Of a finding on 8.4 the auditor asks first for the impact assessment that was missing; of one on risk treatment for the
    entry of the risk register.
    Fix: Name it with its day: "AIA-009 v3 of 2026-05-04". Which clauses and controls ask for which, `ncr explain --standard` says.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Reference | AI impact assessment |
        |---|---|---|---|
        | NC-1       | Minor | A.5.3     | **(empty)**          |
        | NC-2       | Minor | A.5.3     | **TBD**              |
        | NC-3       | Minor | A.5.3     | **pending**          |

        Actions
        | Action ID | Finding ID | Action                  |
        |---|---|---|
        | CA-1      | NC-1       | The gate asks for it.   |
        | CA-2      | NC-2       | The gate asks for it.   |
        | CA-3      | NC-3       | The gate asks for it.   |

    Good:

        Findings
        | Finding ID | Grade | Reference | AI impact assessment     | Risk register entry |
        |---|---|---|---|---|
        | NC-1       | Minor | 8.4       | AIA-009 v3 of 2026-05-04 |                     |
        | NC-2       | Minor | 7.2       |                          |                     |
        | NC-3       | Minor | 8.3       |                          |                     |

        Actions
        | Action ID | Finding ID | Action                  |
        |---|---|---|
        | CA-1      | NC-1       | The gate asks for it.   |
        | CA-2      | NC-2       | The gate asks for it.   |
    """
    if not review.of(Action, finding) or is_needless(finding):
        return
    asked = {name: f"{reference.typed} ({pack.references[clause]})" for reference in references(finding, review.pack)
             for pack, clause in reference.fits for name, at in pack.expected.items() if clause in at}
    for name, where in asked.items():
        text = finding.typed(name)
        held = name != "risk_reference" and all(map(holds_a_place, lines(text)))  # of which MGT014 speaks
        if (finding.blank(name) or held) and not asked_otherwise(finding, name, review):
            says = "is empty" if finding.blank(name) else f"only says {short(text)}"
            yield fault(finding, name, f"{finding.label} is raised on {where}, and '{review.header(finding, name)}' {says}.")
