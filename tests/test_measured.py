"""How often the checks of wording are right: the figures that are shown are those of today's lists."""

from __future__ import annotations

import time

import pytest

from ncr_toolkit.checks.texts.measured import CODES, as_toml, figures, measure, read_texts, spoken
from ncr_toolkit.core.packs import language
from ncr_toolkit.guide import page
from tests.test_seeded_defects import SEEDS

LEAST_RIGHT, LEAST_FOUND = 0.9, 0.9
"""On the texts by which the lists were made; on others it is less (measured.toml)."""


@pytest.fixture(scope="module")
def known():
    texts = read_texts(SEEDS / "measured.md")
    return texts, measure(texts, spoken(texts))


@pytest.fixture(scope="module")
def aside():
    texts = read_texts(SEEDS / "aside.md")
    return texts, measure(texts, spoken(texts))


def test_the_figures_shown_are_those_of_today(aside):
    assert figures() == aside[1], "python -m ncr_toolkit.generate renews them"
    assert as_toml(figures()).splitlines()[1:] == as_toml(aside[1]).splitlines()[1:]


@pytest.mark.parametrize("code", CODES)
def test_the_lists_know_the_texts_they_were_made_by(code, known):
    assert known[1][code].precision >= LEAST_RIGHT
    assert known[1][code].recall >= LEAST_FOUND


def test_no_text_stands_in_both_files(known, aside):
    assert {text.cells for text in known[0]} & {text.cells for text in aside[0]} == set()


def test_every_label_is_a_check_that_is_measured(known, aside):
    for text in (*known[0], *aside[0]):
        assert text.wanted <= set(CODES), text.cells
        assert all(text.cells), "a row has a text"


def test_half_of_the_texts_are_honest(known, aside):
    for texts, _ in (known, aside):
        assert sum(not text.wanted for text in texts) > 0.4 * len(texts)


def test_the_page_of_a_check_tells_its_figures():
    from ncr_toolkit.checks.registry import catalogue

    for code, found in figures().items():
        assert f"{found.recall:.0%}" in page(catalogue()[code], 400)


LONG = [" " * 32_000, "no " * 10_000, "the gate " * 3_500, "lack " + "-' " * 10_000, "- a\n" * 8_000, "a" * 32_000,
        "1) " * 10_000, "not " * 8_000, "\n" * 32_000, "; " * 16_000, "why\n" * 8_000]


@pytest.mark.parametrize("text", LONG, ids=[repr(text[:8]) for text in LONG])
def test_a_long_cell_takes_no_long_time(text):
    """A phrase once took minutes over a row of dashes; four times the text may take four times as long, not sixteen."""
    words = language.load("English")

    def seconds(size: int) -> float:
        start = time.process_time()
        for each in ("system", "blame", "no_procedure", "excuse"):
            words.found(each, text[:size])
        return time.process_time() - start

    assert any(seconds(len(text)) < 12 * seconds(len(text) // 4) + 0.2 for _ in range(3)), "once may be a busy machine"
