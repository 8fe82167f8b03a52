"""Labels in words of their own, by the concepts of their words, beside those of the auditor and of other trades."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ncr_toolkit.forms.meaning import concepts
from ncr_toolkit.forms.meaning.label_attributes import WITHIN
from ncr_toolkit.forms.meaning.languages import LANGUAGES, _data, _lexicon
from ncr_toolkit.forms.meaning.vocabulary import vocabulary
from ncr_toolkit.forms.meaning.wording import plain
from ncr_toolkit.forms.survey.label_meaning import meaning

LABELS = (Path(__file__).parent / "seeds" / "form_labels.md").read_text(encoding="utf-8")
OPEN = "?"
"""Before a meaning that is not found: nothing is told of such a label, and nothing wrong."""


def _rows(language: str) -> dict[str, str]:
    part = LABELS.partition(f"\n## {language}\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| (.+?) \| (.*?) ?\|$", part.partition("|---|---|\n")[2], re.MULTILINE))


def _asked(label: str, words) -> str:
    names = meaning(label, words)[1]
    return names[0] if len(names) == 1 else "/".join(names) or words.asks(label)


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_in_words_of_their_own(language):
    words, rows = vocabulary({}, frozenset({language})), _rows(language)
    expected = {label: "" if asks.startswith(OPEN) else asks for label, asks in rows.items()}
    assert {label: _asked(label, words) for label in rows} == expected
    assert len(set(rows.values())) > 10 and "" in rows.values()


@pytest.mark.parametrize("language", LANGUAGES)
def test_listed_labels_are_read_as_the_lists_say_or_not_at_all(language):
    """The lists hold some thousand labels with their meaning: the concepts make that of them, but of very few."""
    listed: dict[str, set[str]] = {}
    for table in ("labels", "perhaps", "attributes", "blank"):
        for name, every in _data(language).get(table, {}).items():
            for label in every:
                listed.setdefault(plain(label), set()).update({name} if table != "blank" else ())
    read = {label: found for label in listed if len(found := concepts.read_label(label, [_lexicon(language)])) == 1
            and not min(found).startswith(WITHIN)}
    wrong = {label: found for label, found in read.items() if not found & listed[label]
             and not all(name.startswith("effects") for name in found | listed[label])}  # a check holds each part of it
    assert len(wrong) <= 0.03 * len(read), wrong
    assert len(read) > 50


@pytest.mark.parametrize(("label", "asks"), [
    ("Sofortmaßnahmenbeschreibung", {"steps"}), ("Ursachencode", set()), ("Korrekturmaßnahmenkosten", set()),
    ("Korrekturmaßnahmen", {"actions"}), ("Korrekturen durchgeführt", {"corrections"}),
])
def test_words_are_taken_apart_by_the_fewest_that_are_known(label, asks):
    assert concepts.read_label(plain(label), [_lexicon("de")]) == asks


def test_every_concept_of_a_rule_is_one_of_some_language():
    known = {each for language in LANGUAGES for names in _data(language)["concepts"] for each in names.split()}
    used = {word for rule in concepts._rules() for group in (*rule.wanted, *rule.beside) for word in group.whole}
    assert {plain(each) for each in known} >= used


def test_a_text_of_many_words_is_read_in_no_time():
    assert _lexicon("en").readings(" ".join(["lead final actual applied identified"] * 4)) == set()


@pytest.mark.parametrize(("language", "label", "names"), [
    ("en", "Company / site", ("settings.organisation, finding.site",)), ("en", "Auditee", ("settings.organisation",)),
    ("en", "Auditee (responsible for the answer)", ()),
    ("fr", "Processus / site concern\u00e9", ("finding.process, finding.site",)),
])
def test_two_facts_and_brackets(language, label, names):
    assert vocabulary({}, frozenset({language})).names(label) == names


@pytest.mark.parametrize(("language", "label", "asks"), [
    ("fr", "Audit du", "audit.dates"), ("de", "Audit vom", "audit.dates"), ("en", "Audit", "audit.kind"),
])
def test_the_day_of_an_audit_in_the_head(language, label, asks):
    assert vocabulary({}, frozenset({language, "en"})).in_head(label) == asks


@pytest.mark.parametrize(("label", "asks"), [
    ("Responsable de la v\u00e9rification", "effects.reviewer"), ("Moyen de contr\u00f4le", "effects.method"),
    ("Co\u00fbt", ""),
])
def test_what_is_asked_only_about_the_effectiveness(label, asks):
    words = vocabulary({}, frozenset({"fr"}))
    assert (words.here(label, "effects"), words.here(label, "actions"), words.names(label)) == (asks, "", ())
