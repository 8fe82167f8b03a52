"""Checks of wording: sentences that bodies send back, and sentences that only look like them.

Every sentence goes through a real workbook. The second list of each check is as long as the first: a check that cries wolf
is switched off, and then finds nothing at all.
"""

from __future__ import annotations

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.packs import language
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from tests.conftest import TODAY
from tests.tables import Tables, save
from tests.test_seeded_defects import SEEDS, table

FINDING = {
    "Finding ID": "NC-1", "Grade": "Major", "Status": "In progress", "AI system": "Triage", "Site": "Lund",
    "Statement of nonconformity": "No impact assessment was made before release 2.3 of the triage model.",
    "Objective evidence": "Release log of 2026-04-02: releases 2.1 and 2.3 went live without a record in AIA.",
}
CORRECTION = {"Finding ID": "NC-1", "Step ID": "C-1", "Kind": "Correction", "Done on": "2026-05-02",
              "What was done": "The impact assessment of release 2.3 was completed and signed by the clinical lead."}

SENTENCES = {
    ("CAU007", "Causes", "Root cause"): (
        ["The impact assessment was missing.", "No impact assessment had been made before the release of the triage model.",
         "An impact assessment for the triage model was not carried out before release 2.3.",
         "Releases 2.1 and 2.3 went live without a record in AIA."],
        ["No procedure requires an impact assessment before a release.", "The release gate asks for a test report only.",
         "Nobody is named who decides whether a release needs an assessment.",
         "The AIA register is filled in once a year and has no link to the release log.",
         "Changes of clause 8.4 were not routed to those who own the gate."]),
    ("CAU008", "Causes", "Root cause"): (
        ["Human error.", "Operator error during the night shift", "The engineer forgot to run it.", "A mistake by the data team",
         "Negligence of the release manager", "The team did not follow the procedure.", "Oversight by the release manager",
         "It was overlooked in the rush.", "The procedure was not followed.", "Staff failed to follow the release checklist",
         "The developer was careless when closing the ticket", "Lack of attention by the reviewer"],
        ["Human oversight ends at 18:00 and the model works on through the night.",
         "A mistake in the form passes unseen, because the form has no check.",
         "The gate does not catch errors of the operator.", "The role of human oversight has no deputy.",
         "The error rate of the model is measured once a year only.", "The pipeline failed to start and nothing raised an alarm.",
         "It was not human error: the form accepts an empty field.", "The oversight board meets after the release, not before.",
         "The review does not detect mistakes in labels.", "No rule names who follows up a failed bias test."]),
    ("CAU009", "Causes", "Root cause"): (
        ["Lack of training.", "Insufficient awareness of the team", "Staff were not trained.", "Poor communication between teams",
         "No training was given on impact assessments", "The reviewers were not sufficiently trained in the use of the model",
         "Inadequate knowledge of the release manager", "Training was insufficient."],
        ["The training data came from one hospital.", "Model training runs without a fixed seed.",
         "The onboarding plan has no part on impact assessments.", "Records of training runs are kept for 14 days only.",
         "The competence matrix does not name the role of the model owner.",
         "The change of the threshold is decided in a meeting of which no minutes reach the wards.",
         "The model was not trained on images of children."]),
    ("CAU010", "Causes", "Root cause"): (
        ["We were not aware of the requirement.", "The team was unaware that 8.4 applies.", "The standard is new.",
         "Unfamiliar with ISO 42001", "Lack of knowledge of the requirements", "We did not know that this was required."],
        ["New requirements are not routed to the owners of the procedures.", "The calendar of legal changes has no owner.",
         "The monitoring does not know the new model.", "Nobody checks changes of clauses against the procedures.",
         "Requirements of customers are recorded in three tools that do not compare them."]),
    ("CAU011", "Causes", "Root cause"): (
        ["No procedure.", "There was no procedure for retraining.", "The procedure was inadequate.", "Missing documentation",
         "The process is not documented.", "Lack of a documented process for releases", "The work instruction was outdated."],
        ["No procedure requires an assessment when a model is retrained.", "The procedure does not say who decides about a failed test.",
         "No process owner is named for retraining.", "The procedure was not updated, because its owner left and nobody took it over.",
         "The process map stops at the hand-over to operations.", "Policy P-3 exempts models that were bought."]),
    ("CAU012", "Causes", "Root cause"): (
        ["Isolated incident.", "This was a one-off.", "High workload.", "The auditor looked at the wrong file.", "Due to time pressure",
         "It had no impact on patients.", "It happened only once.", "There was a misunderstanding.", "Lack of resources"],
        ["The gate checks only the test report.", "The sampling plan of the internal auditors leaves out releases.",
         "The isolated test environment has other limits than the live one.", "Read-only access to the log ends after 14 days.",
         "The workload plan does not count the reviews.", "No impact assessment is tied to the release gate.",
         "The only reviewer of the model is its developer: the role has no deputy."]),
    ("CAU015", "Causes", "Root cause"): (
        ["The gate lets untested models out; the inventory has no owner.", "1. The gate is open\n2. The inventory lags",
         "The gate lets them out and also the inventory has no owner", "a) the gate is open b) the inventory lags behind",
         "- The gate is open\n- The inventory lags"],
        ["The gate asks for a report; it does not ask for an assessment.", "P-07 section 4.2 asks for a report and a signature.",
         "The gate was built in 2023 (before 8.4 was in scope) and has not been changed.",
         "Release 2.3 passed; this shows that the gate reads the name of the file alone.",
         "The gate knows three states: new, tested, live."]),
    ("ACT007", "Actions", "Action"): (
        ["Improve the process.", "Update procedure.", "Ensure compliance in future and monitor the situation on a regular basis",
         "Review the process and strengthen it where it is necessary to do so", "Be more careful"],
        ["The release gate in the build pipeline refuses a model without a signed assessment.",
         "The review board reads the drift figures of every live model each quarter and signs the minutes.",
         "To ensure this, add a field for the assessment number to the release form in the portal.",
         "Monitor drift of all 6 models weekly by the alarm in the dashboard, limit 2 %.",
         "Replace the free-text field of the form by a list of the approved models."]),
    ("ACT009", "Actions", "Action"): (
        ["Complete the impact assessment of release 2.3.", "The impact assessment of release 2.3 is completed and signed by the clinical lead"],
        ["The release gate refuses every model without a signed impact assessment.",
         "The clinical lead gets a deputy who may sign in the holidays; both are named in the role description.",
         "The release log asks for the number of the assessment and closes only with it."]),
    ("COR005", "Containment", "What was done"): (
        ["The model will be withdrawn.", "It is planned to complete the assessment", "The assessment shall be made", "We are going to inform the wards",
         "The report is to be sent to the clinic"],
        ["The model was withdrawn on 2 May.", "The release plan was stopped and the wards were told.", "The assessment was found to be complete.",
         "The will of the clinical lead was asked for in writing."]),
    ("EFF007", "Effectiveness", "Criterion"): (
        ["The process works better.", "Staff are satisfied with the gate", "The gate is accepted", "Improved quality of assessments"],
        ["12 of 12 releases in 90 days have a signed assessment.", "No release without assessment until the next audit",
         "Every release has an assessment.", "Zero complaints", "Half of the changes are sampled, none without a report"]),
}


def problems_of(code: str, sheet: str, header: str, texts: list[str], tmp_path) -> set[str]:
    """The texts a check names when each stands in a row of its own."""
    rows = [{"Finding ID": "NC-1", header: text} for text in texts]
    ids = {"Causes": "Cause ID", "Actions": "Action ID", "Containment": "Step ID"}
    for number, row in enumerate(rows):
        if sheet in ids:
            row[ids[sheet]] = f"X-{number}"
        if sheet == "Containment":
            row["Kind"] = "Correction"
    tables = Tables({"Findings": [FINDING], "Containment": [CORRECTION], **{sheet: rows}})
    review = Review(read_register(save(tables, tmp_path / "register.xlsx")), packs.load("iso42001"), TODAY)
    return {problem.value for problem in run(review, select=[code])}


@pytest.mark.parametrize("where", SENTENCES, ids=lambda where: where[0])
def test_what_bodies_send_back_is_named(where, tmp_path):
    bad, _ = SENTENCES[where]
    assert set(bad) - problems_of(*where, bad, tmp_path) == set()


@pytest.mark.parametrize("where", SENTENCES, ids=lambda where: where[0])
def test_what_only_looks_like_it_is_left_alone(where, tmp_path):
    _, good = SENTENCES[where]
    assert problems_of(*where, good, tmp_path) == set()


FINDINGS = {  # checks that look at a finding by what its other rows say: column of the finding or of its actions
    "EXT003": ("Extent", ["None", "no", "N/A", "nil.", "Not applicable", "isolated case", "No other cases", "We looked everywhere, fine",
                          "No similar cases found.", "-none-", "Nothing further was found"],
               ["None in 41 releases of all 6 models since July 2025.", "Both other sites were looked at: no further case.",
                "All live models, releases since 2025-07.", "The log of Triage was read for the last quarter: none.",
                "Three contracts of the two suppliers; one more without the clause.", "Only Lund uses the step; its records of May were read."]),
    "EXT005": ("Extent", ["41 releases of Triage since July 2025: none"],
               ["41 releases of Triage and 6 of Sepsis alarm", "All systems: 60 releases", "Triage, 41 releases; the others have no such step",
                "41 releases since July 2025: none"]),
}


@pytest.mark.parametrize("code", FINDINGS)
def test_extent(code, tmp_path):
    header, bad, good = FINDINGS[code]
    rows = [{**FINDING, "Finding ID": f"NC-{number}", header: text} for number, text in enumerate([*bad, *good])]
    scope = {"Scope of the management system": "Development and operation of Triage, Sepsis alarm and Planner at Lund"}
    tables = Tables({"Findings": rows, "Register": [scope]})
    review = Review(read_register(save(tables, tmp_path / "register.xlsx")), packs.load("iso42001"), TODAY)
    assert {problem.value for problem in run(review, select=[code])} == set(bad)


REMINDERS = {
    "all train or remind": (["Retrain all engineers in the release procedure in June", "Send an e-mail to the team about the updated checklist"], True),
    "disciplinary": (["The engineer concerned was given a written warning letter in May"], True),
    "an awareness campaign": (["Introduce an awareness programme for everybody who releases models"], True),
    "training and a gate": (["Retrain all engineers in the release procedure", "The gate refuses a model without assessment"], False),
    "training of a model": (["Retrain the triage model on training data from all four hospitals"], False),
    "an alert by e-mail": (["The monitoring sends an e-mail alert to the model owner when drift passes 2 %"], False),
    "a procedure and its training": (["Revise procedure P-07 and train the three release managers on it"], False),
}


@pytest.mark.parametrize("how", REMINDERS)
def test_only_reminders(how, tmp_path):
    texts, expected = REMINDERS[how]
    rows = [{"Finding ID": "NC-1", "Action ID": f"CA-{number}", "Action": text} for number, text in enumerate(texts)]
    tables = Tables({"Findings": [FINDING], "Actions": rows})
    review = Review(read_register(save(tables, tmp_path / "register.xlsx")), packs.load("iso42001"), TODAY)
    assert bool(run(review, select=["ACT008"])) is expected


def test_the_words_are_shown(tmp_path):
    tables = Tables({"Findings": [FINDING], "Causes": [{"Cause ID": "RC-1", "Finding ID": "NC-1", "Root cause": "Human error; he forgot"}]})
    review = Review(read_register(save(tables, tmp_path / "register.xlsx")), packs.load("iso42001"), TODAY)
    [problem] = run(review, select=["CAU008"])
    assert "'Human error'" in problem.message
    assert "'forgot'" in problem.message


def test_another_language_switches_them_off_and_says_so(tmp_path):
    tables = Tables({"Findings": [FINDING], "Register": [{"Language of the texts": "Deutsch"}],
                     "Causes": [{"Cause ID": "RC-1", "Finding ID": "NC-1", "Root cause": "Human error"}]})
    review = Review(read_register(save(tables, tmp_path / "register.xlsx")), packs.load("iso42001"), TODAY)
    assert {problem.code for problem in run(review, select=["CAU008", "SET001"])} == {"SET001"}


@pytest.mark.parametrize("name", language.names())
def test_every_list_of_a_language_matches_whole_words_only(name):
    words = language.load(name)
    assert words is not None
    for each in words.lists:
        assert words.found(each, "") == ()
    assert words.lists.keys() == language.load("English").lists.keys(), "a check goes by each of them"
    if name == "English":
        assert words.found("excuse", "The auditorium is isolatedly named.") == ()
        assert words.found("future", "Willow and planet") == ()
        assert words.found("blame", "human. Error 404") == (), "a phrase does not reach over the end of a sentence"


SENTENCE_CHECKS = ["CAU007", "CAU008", "CAU009", "CAU010", "CAU011", "CAU012", "CAU015", "ACT007", "ACT008", "ACT009", "ACT012",
                   "COR005", "EFF007", "EXT003"]


@pytest.mark.parametrize("line", table(SEEDS / "sentences.md"), ids=lambda line: line["Sentence"][:40])
def test_a_sentence_of_another_house(line, tmp_path):
    row = {"Finding ID": "NC-1", line["Column"]: line["Sentence"].replace("<br>", "\n")}
    row |= {"Cause ID": "RC-1", "Action ID": "CA-1", "Step ID": "C-1", "Kind": "Correction" if line["Sheet"] == "Containment" else "Corrective"}
    rows = {"Findings": [FINDING], "Containment": [CORRECTION]}
    rows[line["Sheet"]] = [FINDING | row] if line["Sheet"] == "Findings" else [row]
    register = read_register(save(Tables(rows), tmp_path / "register.xlsx"))
    named = {(each.code, each.level) for each in run(Review(register, packs.load("iso42001"), TODAY), SENTENCE_CHECKS)}
    if line["Check"]:
        assert line["Check"] in {code for code, _ in named}
    else:
        assert {code for code, level in named if level is not Level.INFO} == set()
