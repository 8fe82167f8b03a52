"""Honest answers in languages without word lists: nothing holds them up, and what was not looked at is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from ncr_toolkit.checks.not_checked import not_checked
from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Cause, Containment, Effect, Finding, Settings
from ncr_toolkit.core.problem import Level, Problem, Purpose
from ncr_toolkit.core.register import Register, Review
from tests.conftest import TODAY
from tests.test_seeded_defects import table

ROWS = table(Path(__file__).parent / "seeds" / "other_languages.md")
CODES = ("SUB", "CAU", "ACT", "COR", "EXT", "EFF")
STRUCTURE = ("ACT003", "CAU003", "ACT004", "ACT010", "ACT018", "COR003")
"""What asks for rows and days, of which these registers have few."""


def review(row: dict[str, str], **other: str) -> Review:
    said = row | other
    register = Register()
    register.settings.language = row["Language"]
    register.all(Finding).append(Finding(
        id="N-1", grade="Minor", status="In progress", statement=said["Statement of nonconformity"],
        objective_evidence=said["Objective evidence"], extent=said["Extent"], consequences=said["Consequences"]))
    register.all(Containment).append(
        Containment(id="C-1", finding="N-1", kind="Correction", what=said["What was done"]))
    register.all(Cause).append(Cause(id="RC-1", finding="N-1", statement=said["Root cause"]))
    register.all(Action).append(
        Action(id="CA-1", finding="N-1", cause="RC-1", what=said["Action"], measure=said["Done when"]))
    register.all(Effect).append(Effect(finding="N-1", criterion=said["Criterion"]))
    return Review(register, packs.load("iso42001"), TODAY)


def holding_up(found: list[Problem]) -> list[Problem]:
    return [each for each in found if each.code not in STRUCTURE and each.blocks in (Purpose.PLAN, Purpose.PROOF)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['Language']}: {row['Statement of nonconformity'][:30]}")
def test_an_honest_answer_is_not_held_up(row):
    looked = review(row)
    found = run(looked, CODES)
    assert [each.message for each in holding_up(found)] == []
    assert {each.code for each in found if each.level is not Level.INFO} <= {"SUB006", *STRUCTURE}
    unseen = {each.code: each for each in not_checked(looked)}
    assert {"CAU008", "CAU021", "EXT009", "COR009", "ACT025"} <= unseen.keys()
    assert all(each.what and Settings.SHEET.name not in each.what for each in unseen.values())


VERSES = {
    "German": {
        "What was done": "Der Mond ging langsam über den stillen See.", "Done when": "",
        "Root cause": "Die Vögel sangen von fernen blauen Bergen.",
        "Action": "Ein Boot fährt jeden Sommer hinaus zu den Inseln.",
        "Extent": "Überall blühten Rosen und Nelken im Garten."},
    "Spanish": {
        "What was done": "La luna subía despacio sobre el lago tranquilo.", "Done when": "",
        "Root cause": "Los pájaros cantaban de montañas azules y lejanas.",
        "Action": "Una barca sale cada verano hacia las islas.",
        "Extent": "Por todas partes florecían rosas y claveles."},
}


@pytest.mark.parametrize("language", VERSES)
def test_an_answer_of_which_no_text_speaks_of_the_finding_is_held_up(language):
    row = next(row for row in ROWS if row["Language"] == language)
    found = holding_up(run(review(row, **VERSES[language]), CODES))
    assert {each.key for each in found if each.code == "SUB006"} >= {"cause.statement", "action.what"}


ENGLISH = {
    "Language": "English",
    "Objective evidence": "Personal files of five data scientists, read on 14 April, hold no proof.",
    "Statement of nonconformity": "Competence of the data scientists in fairness testing is not determined.",
    "What was done": "The five data scientists took the course on fairness and passed on 28 May.",
    "Root cause": "Role profiles were written when the team did reporting; nobody touched them since.",
    "Action": "HR reviews a role profile when a team takes on a new product; the kick-off form asks for it.",
    "Done when": "A kick-off form without a profile revision is returned.",
    "Criterion": "6 of 6 kick-offs with a current profile.",
    "Extent": "Role profiles of all 14 teams; 2 others outdated.",
    "Consequences": "None, because the five reports were written again and held.",
}


def test_synonyms_of_one_text_hold_up_nothing_and_verses_do():
    found = run(review(ENGLISH), CODES)
    assert "SUB006" in {each.code for each in found} and "SUB006" not in {each.code for each in holding_up(found)}
    verses = review(ENGLISH, **{"Root cause": "The moon was over the river, and nobody sang with us."})
    told = holding_up(run(verses, CODES))
    assert [each.key for each in told if each.code == "SUB006"] == ["cause.statement"]
