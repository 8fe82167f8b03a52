"""Faults for which a body sends an answer back, each planted where answers are ready: none stays so. What is
honest, however it is said, does."""

from __future__ import annotations

import pytest

from ncr_toolkit.core.model import Finding
from ncr_toolkit.loader import judged
from tests.test_seeded_defects import Seed

ACTION, STEP = ("Actions", "CA-3"), ("Containment", "C-30")

PLANTED = [
    ("N-1", [("Causes", "RC-3", "Root cause", "See attached 8D report, section D4.")]),
    ("N-1", [("Causes", "RC-3", "Root cause", "As per the separate analysis in our SharePoint.")]),
    ("N-1", [(*STEP, "Done on", ""), (*STEP, "Planned on", "2026-05-10")]),
    ("N-1", [(*STEP, "What was done", "The labellers will be tested next month.")]),
    ("M-1", [("(file)", "M-1/E-1a.txt", "", "Evidence will be uploaded later.")]),
    ("M-1", [("(file)", "M-1/E-1a.txt", "", "Log will be attached soon")]),
    ("M-1", [("Readiness plan", "RP-1", "Preparation for the re-audit", "Everything will be ready.")]),
    ("N-1", [("Findings", "N-1", "Extent", "All 11 people who label; 3 more had no record."),
             ("Findings", "N-1", "Similar cases found", "3"),
             (*STEP, "What was done", "All three people passed a trial of 50 images.")]),
]


@pytest.mark.parametrize(("id", "changes"), PLANTED, ids=[changes[-1][-1] or changes[-1][2] for _, changes in PLANTED])
def test_a_planted_fault_is_not_ready(id, changes, tmp_path):
    seed = Seed()
    for change in changes:
        seed.change(*change)
    assessment = judged(seed.review(tmp_path))
    assert not assessment.readiness(assessment.review.find(Finding, id)).ready()


HONEST = [
    ("N-1", []), ("M-1", []),
    ("N-1", [(*STEP, "Done on", ""), (*STEP, "Planned on", "2026-08-10")]),  # in time
    ("N-1", [(*STEP, "What was done", "The results of the trials were logged, and the labellers retested in May.")]),
    ("M-1", [("(file)", "M-1/E-1a.txt", "", "Upload log: 12 releases were uploaded later than planned, all signed.")]),
    ("N-1", [("Findings", "N-1", "Extent", "All 11 people who label; 3 more had no record."),
             ("Findings", "N-1", "Similar cases found", "3"),
             (*STEP, "What was done", "All six people passed a trial of 50 images.")]),
]


@pytest.mark.parametrize(("id", "changes"), HONEST, ids=[str(number) for number, _ in enumerate(HONEST)])
def test_an_honest_answer_stays_ready(id, changes, tmp_path):
    seed = Seed()
    for change in changes:
        seed.change(*change)
    assessment = judged(seed.review(tmp_path))
    assert assessment.readiness(assessment.review.find(Finding, id)).missing() == ()
