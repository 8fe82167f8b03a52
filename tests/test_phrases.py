"""Phrases: what is left out because it cannot stand in a text stands in none, and words are found where they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncr_toolkit.core.packs import language, noted
from ncr_toolkit.core.packs.clauses import _NO_END, _TOKEN, _words, clauses
from ncr_toolkit.core.packs.phrases import PhraseLists, Phrases

SEEDS = Path(__file__).with_name("seeds") / "sentences.md"
SENTENCES = [cell.strip() for line in SEEDS.read_text("utf-8").splitlines() if line.startswith("|")
             for cell in line.split("|") if len(cell) > 30][::4]
WORDS = st.lists(st.sampled_from((
    "no", "not", "Didn't", "WON\u2019T", "the", "gate", "gates", "12", "3.5", "%", "a)", "1. ", "e.g. ", ".", ". ",
    ", ", "- ", "\n", "released", "\u2013", "x_1", "\u00df"))).map(" ".join)


def tried(listed: Phrases, text: str) -> list[tuple[int, int]]:
    """The spans of a list without exceptions, every phrase of it tried at every word."""
    words, phrases, found, at = clauses(text).words, list(listed.book.those(listed.listed)), [], 0
    for start, word in enumerate(words):
        end = max(phrase.match(words, start) for phrase in phrases) if word is not None and start >= at else 0
        if end:
            found.append((start, end))
            at = end
    return found


def test_what_is_left_out_could_not_stand_there():
    lists = language.load("English").lists
    assert len(SENTENCES) > 40
    for name in sorted(lists):
        for text in SENTENCES:
            assert lists[name].spans(clauses(text), excepted=False) == tried(lists[name], text), (name, text)


@pytest.mark.parametrize("phrase, text, found", [
    ("in * days", "It holds in 90 days", ("in 90 days",)),  # any word
    ("above #", "Above 12 of them", ("Above 12",)),
    ("lack_of training", "a LACK OF training", ("LACK OF training",)),
    ("gate *ed", "the gate was; gate refused", ("gate refused",)),
    ("not ... trained", "They weren't ever trained", ("weren't ever trained",)),
    ("no gate", "No (gate)", ("No (gate",)),
    ("no gate", "No! Gate", ()),
    ("a b c d", "a b c x", ()),  # more parts than are asked for first
])
def test_each_way_of_writing_one(phrase, text, found):
    assert PhraseLists().make([phrase]).found(text) == found


def placed(parted):
    """Each word with its place."""
    return [(word, parted.place(number)) for number, word in enumerate(parted.words)]


@given(WORDS)
def test_words_are_found_where_they_stand(text):
    parted = clauses(text)
    last = 0
    for word, (start, end) in placed(parted):
        assert last <= start <= end or word is None
        if word is not None and word not in ("did", "will", "not"):
            assert text[start:end].casefold() == word
        last = start


def test_a_word_made_of_two_stands_once():
    text = "They didn't look"
    parted = clauses(text)
    found = [(word, text[start:end]) for word, (start, end) in placed(parted)]
    assert found[1:-1] == [("they", "They"), ("did", "didn't"), ("not", "didn't"), ("look", "look")]


def test_what_is_noted_of_a_word_is_worked_out_once_and_not_kept_for_ever(monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(noted, "MOST", 2)
    known = noted.Noted(lambda word: asked.append(word) or word.isdigit())
    assert list(map(known.__getitem__, ("a", "1", "a", "1", "1"))) == [False, True, False, True, True]
    assert asked == ["a", "1"]
    assert [known[word] for word in ("b", "c", "a")] == [False] * 3
    assert asked == ["a", "1", "b", "c", "a"] and len(known) <= 3


@given(WORDS)
def test_a_text_is_taken_apart_piece_by_piece_as_in_one(text):
    """What a token is, is seen by what stands around it up to the next space: each piece is taken apart once."""
    whole = [word for token in _TOKEN.findall(_NO_END.sub(" ", text)) for word in _words(token)]
    assert clauses(text).words == (None, *whole, None)
