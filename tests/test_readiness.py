"""A response is called ready only when it is: one complete Major, and every way in which it can fall short."""

from __future__ import annotations

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from tests.conftest import TODAY
from tests.tables import parse, save

COMPLETE = """
Audits
| Audit ID | Kind         | Certification body | First day  | Last day   |
|---|---|---|---|---|
| SA-2026  | Surveillance | Northgate          | 2026-04-20 | 2026-04-22 |

People
| Name      | E-mail          | May sign for management |
|---|---|---|
| Ana Lima  | ana@example.org | No                      |
| Ben Okoro | ben@example.org | No                      |
| Mei Zhang | mei@example.org | Yes                     |

Findings
| Finding ID | Audit   | Grade | Standard           | Reference | Title | Statement of nonconformity | Requirement | Objective evidence | Raised on  | Owner    | Status    | Response due | Close due  | Deadline counts from | Response sent on | Body's decision | Consequences | Extent     | Similar cases found | Why we did not find it ourselves | Management-system change |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| NC-1       | SA-2026 | Major | ISO/IEC 42001:2023 | 8.4       | Gaps  | No assessment was made.    | 8.4 asks …  | Model T3, 2 of 5   | 2026-04-22 | Ana Lima | Verifying | 2026-05-20   | 2026-07-20 | Last audit day       | 2026-05-18       | Sent            | None, since nobody used it. | All 6 read, 0 more. | 0                   | One model was sampled.           | P-07, section 4          |

Containment
| Finding ID | Step ID | Kind               | What was done            | Owner    | Done on    | Rationale                      |
|---|---|---|---|---|---|---|
| NC-1       | C-1     | Correction         | The assessment was made. | Ana Lima | 2026-04-25 | The missing one is there now.  |
| NC-1       | C-2     | Interim mitigation | A nurse reads each one.  | Ana Lima | 2026-04-24 | None reaches a patient unread. |

5 Whys
| Finding ID | Leg             | Problem statement | Why 1             | Why 2         | Why 3             | Proof for the answers | Leads to cause |
|---|---|---|---|---|---|---|---|
| NC-1       | Why it happened | 2 of 5 without    | It was left out   | The gate lets | The gate is older | Gate log              | RC-1           |

Fishbone
| Finding ID | Category | Possible cause | Verdict    | Leads to cause |
|---|---|---|---|---|
| NC-1       | Data     | The gate lets  | Root cause | RC-1           |

AI questions
| Finding ID | Question | Answer          | Points to a cause | Leads to cause |
|---|---|---|---|---|
| NC-1       | Q41      | No gate at all. | Yes               | RC-1           |

Causes
| Cause ID | Finding ID | Root cause                      | Method | Confirmed by |
|---|---|---|---|---|
| RC-1     | NC-1       | The gate asks for no assessment | 5 Whys | Ben Okoro    |

Actions
| Done when                          | Action ID | Finding ID | Cause ID | Kind       | Action                   | Owner    | Due        | Done on    |
|---|---|---|---|---|---|---|---|---|
| A trial without one stops (P-07). | CA-1      | NC-1       | RC-1     | Corrective | The gate of the pipeline asks for an assessment now | Ana Lima | 2026-05-30 | 2026-05-20 |

Evidence
| Evidence ID | Finding ID | Supports | Title | Kind   | File or link | Dated      | Baseline |
|---|---|---|---|---|---|---|---|
| E-1         | NC-1       | C-1      | Form  | Record | log.txt      | 2026-04-25 |          |
| E-2         | NC-1       | C-2      | List  | Record | log.txt      | 2026-04-24 |          |
| E-3         | NC-1       | CA-1     | Log   | Log    | log.txt      | 2026-05-21 | No       |

Effectiveness
| Finding ID | Criterion       | Criterion set on | Review due | Reviewer  | Reviewed on | Observed | Recurrences | Result |
|---|---|---|---|---|---|---|---|---|
| NC-1       | 12 of 12 in 90d | 2026-05-02       | 2026-08-30 | Ben Okoro |             |          |             |        |

Readiness plan
| Item ID | Finding ID | Preparation for the re-audit | Owner    | Due        |
|---|---|---|---|---|
| RP-1    | NC-1       | Gate logs in one folder      | Ana Lima | 2026-07-10 |

Sign-off
| Finding ID | Role           | Name      | Decision | Signed on  |
|---|---|---|---|---|
| NC-1       | Top management | Mei Zhang | Approved | 2026-05-16 |
"""

REDONE = "| NC-1       | 12 of 12 in 90d | 2026-05-02       | 2026-06-25 | Ben Okoro | 2026-06-20  | 14 of 14 | 0           | Effective |"
PENDING = COMPLETE[COMPLETE.index("| NC-1       | 12 of 12"):].splitlines()[0]

FALLS_SHORT = {  # what is changed in the complete answer: (from, to), and whether the plan still stands
    "no correction": ("| Correction         |", "| Containment        |", False),
    "no mitigation": ("| Interim mitigation |", "| Containment        |", True),
    "correction planned and not made": ("made. | Ana Lima | 2026-04-25 |", "made. | Ana Lima |  |", False),
    "no extent": ("| All 6 read, 0 more. |", "|            |", False),
    "no statement": ("| No assessment was made.    |", "|   |", False),
    "no owner": ("| 2026-04-22 | Ana Lima | Verifying", "| 2026-04-22 |          | Verifying", False),
    "a team as owner": ("| 2026-04-22 | Ana Lima | Verifying", "| 2026-04-22 | IT team | Verifying", False),
    "no words of the cause": ("| The gate asks for no assessment |", "|  |", False),
    "no analysis": (COMPLETE[COMPLETE.index("5 Whys\n|"):COMPLETE.index("Causes\n|")], "", False),
    "an improvement instead of a corrective action": ("| RC-1     | Corrective |", "| RC-1     | Improvement |", False),
    "an action without its cause": ("| NC-1       | RC-1     | Corrective |", "| NC-1       |      | Corrective |", False),
    "an action of no words": ("| The gate of the pipeline asks for an assessment now |", "|    |", False),
    "an action without a date": ("| 2026-05-30 | 2026-05-20 |", "|    | 2026-05-20 |", False),
    "an ambiguous date": ("| 2026-05-30 | 2026-05-20 |", '| "03/05/2026" | 2026-05-20 |', False),
    "an audit day that cannot be read": ("| 2026-04-20 | 2026-04-22 |", "| 2026-04-20 | #REF! |", False),
    "an action that is not done": ("| 2026-05-30 | 2026-05-20 |", "| 2026-07-15 |  |", True),
    "an action without proof": ("| NC-1       | CA-1     | Log", "| NC-1       | C-1      | Log", True),
    "only a proof of the state before": ("| 2026-05-21 | No       |", "| 2026-05-21 | Yes      |", True),
    "a proof that is not there": ("| Log    | log.txt      |", "| Log    | gone.txt     |", True),
    "a proof from elsewhere": ("| Log    | log.txt      |", "| Log    | ../log.txt   |", True),
    "a link that is not https": ("| Log    | log.txt      |", "| Log    | http://x.org/a |", True),
    "a proof older than the finding": ("| 2026-05-21 | No       |", "| 2026-03-21 | No       |", True),
    "no criterion": ("| 12 of 12 in 90d |", "|       |", True),
    "a criterion set afterwards": ("| 2026-05-02       | 2026-08-30", "| 2026-05-25       | 2026-08-30", True),
    "the reviewer did the work": ("| 2026-08-30 | Ben Okoro |", "| 2026-08-30 | Ana Lima |", True),
    "it did not work": (PENDING, REDONE.replace("Effective", "Not effective"), True),
    "it came back": (PENDING, REDONE.replace("| 0           |", "| 3           |"), True),
    "no readiness plan": ("| Gate logs in one folder      |", "|  |", True),
    "not signed": ("| Approved | 2026-05-16 |", "| Approved |  |", True),
    "not decided": ("| Approved | 2026-05-16 |", "|  | 2026-05-16 |", True),
    "rejected": ("| Approved | 2026-05-16 |", "| Rejected | 2026-05-16 |", False),
    "signed by the process owner only": ("| Top management |", "| Process owner  |", True),
    "signed by somebody who may not": ("| Mei Zhang | Approved", "| Ben Okoro | Approved", True),
    "withdrawn": ("| Verifying |", "| Withdrawn |", False),
    "a grade that cannot be read": ("| SA-2026 | Major |", "| SA-2026 | Magor |", False),
    "a pack that is not known": ("Audits\n", "Register\n| Standard pack |\n|---|\n| iso9999 |\n\nAudits\n", False),
    "reopened without a day": ("| Ana Lima | Verifying |", "| Ana Lima | Reopened |", False),
}


def look(markdown, tmp_path):
    (tmp_path / "evidence").mkdir(exist_ok=True)
    (tmp_path / "evidence" / "log.txt").write_text("gate: release 2.4 refused")
    (tmp_path / "log.txt").write_text("outside")
    register = read_register(save(parse(markdown), tmp_path / "register.xlsx"))
    review = Review(register, packs.load(register.settings.pack if register.settings.pack in packs.known() else "iso42001"),
                    TODAY, tmp_path / "evidence")
    return Assessment(review, run(review))


def test_the_complete_answer_is_ready_and_clean(tmp_path):
    whole = look(COMPLETE, tmp_path)
    assert [(each.code, each.message) for each in whole.problems if each.level is not Level.INFO
            and each.code != "IDN019"] == [], "of the letter it has no sheet Register"
    assert whole.readiness(whole.findings[0]).proof_ready


@pytest.mark.parametrize("how", FALLS_SHORT)
def test_what_falls_short_is_not_called_ready(how, tmp_path):
    before, after, plan_stands = FALLS_SHORT[how]
    assert COMPLETE.count(before) >= 1, "the change is a change"
    short = look(COMPLETE.replace(before, after, 1), tmp_path)
    state = short.readiness(short.findings[0])
    assert not state.proof_ready, how
    assert state.plan_ready is plan_stands, state.plan_gaps


STILL_RIGHT = {
    "one tool that leads to the cause": [(COMPLETE[COMPLETE.index("Fishbone\n|"):COMPLETE.index("Causes\n|")], "")],
    "reviewed and effective": [(PENDING, REDONE)],
    "a second, improving action without a cause": [("| CA-1      | NC-1       | RC-1     | Corrective | The gate of the pipeline asks for an assessment now | Ana Lima | 2026-05-30 | 2026-05-20 |",
        "| CA-1      | NC-1       | RC-1     | Corrective | The gate of the pipeline asks for an assessment now | Ana Lima | 2026-05-30 | 2026-05-20 |\n"
        "| The posters hang. | CA-2      | NC-1       |          | Improvement | A poster in all rooms names the new gate | Ana Lima | 2026-05-30 | 2026-05-20 |"),
        ("| E-3         | NC-1       | CA-1 ", "| E-4 | NC-1 | CA-2 | P | Photo | log.txt | 2026-05-21 | |\n| E-3         | NC-1       | CA-1 ")],
    "a correction on the first audit day": [("made. | Ana Lima | 2026-04-25 |", "made. | Ana Lima | 2026-04-20 |"),
                                            ("| 2026-04-25 |          |", "| 2026-04-22 |          |")],
}


@pytest.mark.parametrize("how", STILL_RIGHT)
def test_what_is_right_is_not_called_wrong(how, tmp_path):
    markdown = COMPLETE
    for before, after in STILL_RIGHT[how]:
        assert before in markdown
        markdown = markdown.replace(before, after, 1)
    right = look(markdown, tmp_path)
    assert [(each.code, each.message) for each in right.problems if each.level is Level.ERROR] == []
    assert right.readiness(right.findings[0]).proof_ready
