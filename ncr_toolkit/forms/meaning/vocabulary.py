"""What a word of a form means: labels, what boxes and lists stand for, whose part of the form it is.

The words stand in `languages`, one file a language; a mapping file adds to them. Better no meaning than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ncr_toolkit.common.names import fold
from ncr_toolkit.forms.meaning import languages
from ncr_toolkit.forms.meaning.label_attributes import HEADING
from ncr_toolkit.forms.meaning.label_words import LabelWords
from ncr_toolkit.forms.meaning.wording import begins, is_numbered, plain, split_label

_ID = re.compile(r"(?:[HF]\d+\.|.{1,31}!)?[A-Z]{1,3}\d+(?:\.[A-Z]?\d+)*")
_EIGHT = re.compile(r"\s*8 ?d\b", re.IGNORECASE)
_LONGEST = 90  # letters of a label
_INVITATION = re.compile(r"[(\uff08]\s*(\w+)[^()\uff08\uff09]{3,400}[)\uff09]\.?")


@dataclass
class Vocabulary(LabelWords):
    """The words of `languages`, ready to be looked up, and those of a mapping file."""

    columns: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)  # rows -> plain header -> fields
    anchors: dict[str, set[str]] = field(default_factory=dict)  # rows -> plain headers that say what they are about
    options: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)  # question -> plain -> value
    questions: dict[str, str] = field(default_factory=dict)
    placeholders: set[str] = field(default_factory=set)
    invites: set[str] = field(default_factory=set)  # what an invitation in brackets begins with: "(describe ...)"
    mapped_ids: dict[str, str] = field(default_factory=dict)  # the same, by the id of a place
    subjects: dict[str, str] = field(default_factory=dict)  # plain heading -> what the section is about
    done: tuple[str, ...] = ()  # beginnings of words for what is done: "implemented"
    acts: tuple[str, ...] = ()  # for acting on the finding, and closing it
    again: tuple[str, ...] = ()  # and for what must not happen again: "recurrence"
    closes: set[str] = field(default_factory=set)  # labels that ask when something was closed: by whom is not said
    alike: frozenset[str] = frozenset()  # rows that only a section tells from others
    eight: bool = False  # an 8D report, in which the organisation is the supplier
    language: str = "en"  # that the form speaks most
    annex: str = "see annex {file}"  # what stands in a place whose answer is in the annex

    def subject(self, heading: str) -> str:
        """What a section of this heading is about: rows of the register, or "finding"."""
        word = plain(heading)
        for each in self.variants(word, heading):
            if each in self.subjects:
                return self.subjects[each]
        names = self.names(heading)
        if len(names) == 1 and names[0] in self.within:
            return names[0]
        found = {each.removeprefix(HEADING) for each in self.in_bags(word) if each.startswith(HEADING)}
        return found.pop() if len(found) == 1 else ""

    def here(self, label: str, section: str) -> str:
        """What a label means in a section that is about something; '' where nothing of its own."""
        known = self.within.get(section, {})
        if not known or plain(label) in self.mapped:
            return ""
        found = {own for said in (label, *split_label(label)) if (own := self._known(said, known))}
        others = any(self.names(half) or self.left(half) or self.asks(half) for half in split_label(label)
                     if not self._known(half, known)) if not self._known(label, known) else False
        found = found or {*self.of_concepts(label, section)}
        return found.pop() if len(found) == 1 and not others else ""

    def _known(self, label: str, known: Mapping[str, str]) -> str:
        """What a label, or half of one, means by a list."""
        return next((known[each] for each in self.without_ends(plain(label)) if each in known), "")

    def other_action(self, label: str) -> bool:
        """Whether a label asks for some action, though it is not known which: "Measures proposed by the owner"."""
        known = self.columns.get("actions", {})
        return len(label) <= _LONGEST and not label.rstrip().endswith(".") and not self.names(label) \
            and not self.asks(label) and any("what" in known.get(each, ()) or self.is_concept(each, "act")
                                             for each in plain(label).split())

    def of_done(self, label: str) -> bool:
        """Whether a label asks for what is done, not for what is planned."""
        words = re.findall(r"\w+", label.casefold())
        return any(begins(words, label.casefold(), start) for start in self.done)

    def of_action(self, label: str) -> bool:
        """Whether a person or day is that of the action or of the closing, and never that of a review: "Implemented
        on"."""
        words = re.findall(r"\w+", label.casefold())
        return any(begins(words, label.casefold(), start) for start in self.acts)

    def of_recurrence(self, label: str) -> bool:
        """Whether a label asks how it is kept from happening again."""
        words = re.findall(r"\w+", label.casefold())
        return any(begins(words, label.casefold(), start) for start in self.again)

    def option(self, label: str, questions: Iterable[str]) -> tuple[str, str] | None:
        """What a box or entry of this label stands for, as question and value, among these questions."""
        if _EIGHT.match(label):
            return None  # "8D no."
        said = plain(label)
        words = {question: [said, *self.of_finding(said.split())] for question in questions}
        if "answer" in words:  # a number is no No: "N\u00b0", "Nr.", "No. of the finding"
            words["answer"] = [said] if said != "no" or label.strip().casefold() == said else []
        found = [(question, self.options[question][word]) for question, every in words.items()
                 if (word := next((each for each in every if each in self.options.get(question, {})), None))]
        return (found[0][0], found[0][1][1]) if len(found) == 1 else None

    def question(self, text: str) -> str:
        """What a Yes or No asks, '' where it is not known."""
        word = plain(text)
        return self.mapped.get(word) or self.questions.get(word, "") or self.asks_yes(text)

    def is_open_question(self, said: str) -> bool:
        """Whether a text asks something that is not known."""
        return len(said) <= _LONGEST and said.rstrip().endswith(("?", "\uff1f")) and not (
            self.names(said) or self.asks(said) or self.left(said) or self.question(said)
            or all(map(self.asks, self.two(said) or [""])))

    def is_placeholder(self, text: str) -> bool:
        """Whether a text only invites to type."""
        if plain(text) in self.placeholders:
            return True
        found = _INVITATION.fullmatch(text.strip())
        return found is not None and found[1].casefold() in self.invites


def vocabulary(mapping: Mapping[str, str], spoken: frozenset[str] = frozenset()) -> Vocabulary:
    """The words of the languages that a form speaks (of all without one), with those of a mapping file."""
    by_id = {key: name for key, name in mapping.items() if is_id(key)}
    labels = {plain(label): name for label, name in mapping.items() if label not in by_id}
    return replace(_known(spoken), mapped=labels, mapped_ids=by_id, looked_up={}, asked_up={}, bagged={}, conceived={})


@lru_cache(maxsize=16)
def _known(spoken: frozenset[str]) -> Vocabulary:
    return Vocabulary(**languages.merged(spoken))


def is_id(key: str) -> bool:
    """Whether a key of a mapping names a place by its id: "T1.R2.C3"."""
    return _ID.fullmatch(key.strip()) is not None


def same(one: str, other: str) -> bool:
    """Whether two texts are equal but for case, spaces and kinds of dashes."""
    return fold(one) == fold(other)


def means(shown: str, value: str) -> bool:
    """Whether an entry of a list says a value in other words: "Minor NC" for Minor."""
    words = _known(frozenset())
    return any(found is not None and same(found[1], value)
               for question in words.options if (found := words.option(shown, [question])))


__all__ = ["Vocabulary", "is_id", "is_numbered", "means", "plain", "same", "vocabulary"]
