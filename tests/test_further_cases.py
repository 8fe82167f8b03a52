"""Whether a correction tells of the cases that were found beyond the auditor's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ncr_toolkit.checks.plan.further_cases import mentions_cases
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs import language
from tests.test_seeded_defects import table

CALIPERS = Finding(statement="Three calipers were past their date.", extent_count=2,
                   extent="All 40 gauges on the shop floor, list of 2026-05: 2 more past their date.")
LEAVER = Finding(statement="One leaver still had an account.", extent_count=1, extent="All 60 leavers: 1 more account.")


@pytest.mark.parametrize(("finding", "text", "tells"), [
    (CALIPERS, "The calipers were recalibrated; all three were within 0.02 mm.", False),
    (CALIPERS, "The calipers were recalibrated; both inspectors approved them.", False),  # no cases
    (CALIPERS, "The calipers were recalibrated; both others as well.", True),
    (CALIPERS, "All five calipers were recalibrated.", True),
    (CALIPERS, "The calipers were recalibrated, and the 2 gauges of the extent.", True),
    (LEAVER, "Both accounts were removed.", True),
    (LEAVER, "The account was removed, and that of the one more leaver who was found.", True),
    (LEAVER, "The account was removed.", False),
    (Finding(statement="Logs are deleted after 14 days.", extent="9 stores: 1 further store.", extent_count=1),
     "The retention of both log stores was set to 24 months.", True),  # days are no cases
    (Finding(statement="One order had no approval.", extent_count=3), "Buyer and manager both approved it.", False),
])
def test_only_words_that_can_mean_them_do(finding, text, tells):
    assert mentions_cases(text, finding, language.load("english")) is tells


SEEDS = table(Path(__file__).parent / "seeds" / "further_cases.md")


@pytest.mark.parametrize("row", SEEDS, ids=[f"{row['Tells']}: {row['What was done']}" for row in SEEDS])
def test_honest_and_faulty_corrections(row):
    finding = Finding(statement=row["Statement of nonconformity"], objective_evidence=row["Objective evidence"],
                      extent=row["Extent"], extent_count=int(row["Similar cases found"]))
    assert mentions_cases(row["What was done"], finding, language.load("english")) is (row["Tells"] == "yes")
