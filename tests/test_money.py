"""Amounts of money are found in the ways people write them, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from ncr_toolkit.common.money import LEFT_OUT, without_amounts

AMOUNTS = """
EUR 4,000 | X
EUR4000 | X
4000EUR | X
4 000 € and 3 days | X and 3 days
£3k, 2 people | X, 2 people
US$ 4,000 a day | X a day
R$ 4.000 | X
4.000,- EUR | X
Fr. 4'000.– | X
12 kr | X
4 000 zł | X
TEUR 4, 2 Tage | X, 2 Tage
4 T€ | X
4–5 k€ | X
4000 (EUR) | X
1.5 Mio. EUR | X
2 x EUR 500 for tests | X for tests
between 4 and 5 thousand euros | between X
four thousand euros; two people | X; two people
cinq mille euros, 2 jours | X, 2 jours
zehn tausend Euro | X
diez mil euros y 3 personas | X y 3 personas
thousands of euros | X
half a million dollars | X
₹3 lakh | X
Rs. 5000 | X
CAD 4,000 | X
3 people and EUR 500 | 3 people and X
1 FTE; licence (approx. $1,200/year) | 1 FTE; licence (approx. X/year)
2 days, $ 500, 1 tester | 2 days, X, 1 tester
Budget: 12,000 and 3 days | Budget: X and 3 days
budget of 12k | budget of X
Kosten ca. 5.000 Euro, 2 Tage | Kosten ca. X, 2 Tage
4000円と2人 | Xと2人
500万円 | X
人民币4000元 | X
４０００円 | X
4000 | X
12k | X
"""
"""What is typed, and what the body is told; X stands for what was left out."""
NO_AMOUNTS = ("3 days of the build team", "6 days, two clinicians", "Legal advice, 3 days", "costs 120 hours",
              "Budget 2026", "Budget 2026 approved", "3 CAD licences", "paid in euros", "room 4, clause 8.4",
              "2 testers, 500 records", "un mois", "ALL 4 sites", "5 m of cable", "", "-")


@pytest.mark.parametrize("line", AMOUNTS.strip().splitlines())
def test_an_amount_is_left_out(line):
    typed, told = line.split(" | ")
    assert without_amounts(typed) == told.replace("X", LEFT_OUT)


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_stays(text):
    assert without_amounts(text) == text


def test_lines_are_told_apart():
    assert without_amounts("EUR 400\n3 days") == f"{LEFT_OUT}\n3 days"
