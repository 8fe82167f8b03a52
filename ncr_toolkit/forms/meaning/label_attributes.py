"""What a label asks of the answer before it: of whom, until when; and the words of labels of few words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ncr_toolkit.forms.meaning.asked import Asked, meanings, stated
from ncr_toolkit.forms.meaning.bags import Bag
from ncr_toolkit.forms.meaning.concepts import Lexicon, read_label
from ncr_toolkit.forms.meaning.label_ends import LabelEnds
from ncr_toolkit.forms.meaning.wording import is_figure, plain, split_label

_LONGEST = 90  # letters of a label of few words
BOTH = re.compile(r"&|\s(?:and|und|et|y|e|ed)\s|\u53ca|\u3068|\u548c")
"""What joins two things that a label asks."""
TWO = 2  # things that one label may ask
_MOST = 160  # letters of one in words of its own
_FEW = 4  # words before a dot, which is then that of an abbreviation
ATTRIBUTES = {"owner", "due", "done_on"}
"""What labels ask of the answer before them."""
HEADING = "heading."
"""With which the name of a bag begins that says what a heading is about, and asks nothing."""
WITHIN = "within."
"""Of what concepts ask only in a section that is about something."""
HEAD = "head."
"""And of one that asks it only in the head of a form."""
WHO = "who."
"""And of one that asks who answers for the organisation, or something of that person."""
ANSWERERS = {"author", "sender", "representative"}
"""What such a label asks that names the person, and not only "Name" or "Position"."""
BY_NAME = "name who answers for the organisation yourself"
ELSEWHERE = (HEADING, HEAD, WHO)
"""Bags that do not say by themselves what a label asks."""
_FOR = re.compile(r"\b(?:date|day) for\b")
"""What makes "Date of completion" a day to come: "Date for completion"."""
_TO = re.compile(r"\b(?:to|an|\u00e0|al?)\W*$", re.IGNORECASE)
"""The end of "Issued to", which asks to whom, and not on which day."""
_FROM = re.compile(r"\b(?:du|des|vom|del|dal|do|van|z)\W*$", re.IGNORECASE)
"""And of "Audit du", "Audit vom", which asks on which day."""
_BRACKETED = re.compile(r"[(\uff08]([^()\uff08\uff09]{3,80})[)\uff09]")
_BRACKETS = re.compile(r"[()\[\]\uff08\uff09]")


@dataclass
class LabelAttributes(LabelEnds):
    """The words by which a form asks who acts, and when."""

    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)  # plain label -> every name it may mean
    attributes: dict[str, str] = field(default_factory=dict)
    attributes_of: dict[str, dict[str, str]] = field(default_factory=dict)
    blank: dict[str, str] = field(default_factory=dict)  # plain label -> why it is left
    mapped: dict[str, str] = field(default_factory=dict)  # of the mapping file, by plain label
    ways: tuple[Asked, ...] = ()  # the words of questions, and what they ask
    said: tuple[Asked, ...] = ()  # the words of other labels, and what they ask
    perhaps: dict[str, tuple[str, ...]] = field(default_factory=dict)  # plain label -> what it probably means
    bags: tuple[Bag, ...] = ()  # the words of labels of few words, and what they ask
    lexicons: tuple[Lexicon, ...] = ()  # the words that are concepts, a language each
    asked_up: dict[str, str] = field(default_factory=dict)  # the same of what they ask of the answer before them
    bagged: dict[str, frozenset[str]] = field(default_factory=dict)  # and plain labels, with their bags
    conceived: dict[str, frozenset[str]] = field(default_factory=dict)  # and with what their concepts ask

    def asks(self, label: str) -> str:
        """What a label asks of the answer before it ("owner", "due"), also in two languages; '' where nothing."""
        if label not in self.asked_up:
            self.asked_up[label] = self._asks(label)
        return self.asked_up[label]

    def _asks(self, label: str) -> str:
        if plain(label) in self.mapped:
            return ""
        halves = split_label(label)
        both = any(map(self.only_by, halves)) or any(map(self.only_on, halves))  # "Checked on / by": two things
        found = {self._attribute(half) for half in (label, *(() if both else halves))} - {""}
        if not found and plain(label) not in self.blank:
            conceived = {*self.of_concepts(label)}
            found = (conceived if len(conceived) == 1 else
                     meanings(label, self.asking, self.ways) or stated(label, self.said)) - {"evidence"}
        if found == {"due"} and any(self.whom(each) == "name" for each in _BRACKETED.findall(label)):
            return "owner"  # "To be done by (name)"
        return found.pop() if len(found) == 1 and (found <= ATTRIBUTES or found == {"evidence"}) else ""

    def _attribute(self, label: str) -> str:
        """The same of one label, also without the words at its ends that change nothing."""
        word = plain(label)
        if qualified := self.in_brackets(label):
            return qualified
        if word in self.attributes:
            asked = self.attributes[word]
            return "due" if asked == "done_on" and _FOR.search(label.casefold()) else asked
        found = {each for each in self.in_bags(word) if not each.startswith(ELSEWHERE)}
        if found:  # "date due for response" asks for the deadline of the response, and nothing of an action
            return found.pop() if len(found) == 1 and found <= ATTRIBUTES else ""
        for each in self.variants(word, label):
            if each in self.labels or each in self.blank:
                return ""
            if self.attributes.get(each, "") in ATTRIBUTES - {"done_on"} and not self.only_by(each):
                return self.attributes[each]  # "completion date, planned" is no day on which something was done
        return ""

    def in_brackets(self, label: str) -> str:
        """What a label asks whose brackets say which day it is: "Completion date (planned)"."""
        if not _BRACKETS.search(label) or (word := plain(_BRACKETS.sub(" ", label))) in self.labels:
            return ""
        found = {self.attributes[word]} if word in self.attributes else {*self.in_bags(word)}
        return found.pop() if len(found) == 1 and found <= ATTRIBUTES else ""

    def two(self, label: str) -> list[str]:
        """The two parts of "Responsible / due date", "Person and date"; [] where it has not two."""
        parts = next((parts for parts in (split_label(label), BOTH.split(label.strip(" :*"))) if len(parts) == TWO), [])
        return [each.strip() for each in parts]

    def in_head(self, label: str) -> str:
        """What a label asks in the head of a form, as both halves of one in two languages do: "No.", "Owner"."""
        found = {each.removeprefix(HEAD) for half in split_label(label) for each in self.in_bags(plain(half))
                 if each.startswith(HEAD)}
        found = {each for each in found if (each == "settings.organisation") == bool(_TO.search(label))} or found
        found = {"audit.dates"} if found == {"audit.kind"} and _FROM.search(label) else found
        return found.pop() if len(found) == 1 else "finding.owner" if self.asks(label) == "owner" else ""

    def is_figure(self, word: str) -> bool:
        """Whether a plain label is a number that no list gives a meaning: it asks nothing, and a sheet of data has ten
        thousands of them."""
        return is_figure(word) and word not in self.labels and word not in self.mapped

    def in_bags(self, word: str) -> frozenset[str]:
        """Everything that a plain label of few words asks: "result of the root cause analysis"."""
        if len(word) > _LONGEST or self.is_figure(word):
            return frozenset()
        if word not in self.bagged:
            also = (self.tails, self.fronts, self.findings)
            self.bagged[word] = frozenset(bag.name for bag in self.bags if bag.holds(word, also))
        return self.bagged[word]

    def of_concepts(self, label: str, section: str = "") -> frozenset[str]:
        """Everything that a label which no list has may ask by the concepts of its words, or what it asks only in a
        section that is about something; nothing of one that a list leaves open."""
        word, there = plain(label), f"{WITHIN}{section}."
        if len(word) > _MOST or self.is_figure(word) or explains(label) or any(
                word in each for each in (self.blank, self.perhaps, self.labels, self.attributes)):
            return frozenset()
        if word not in self.conceived:
            self.conceived[word] = read_label(word, self.lexicons)
        found = self.conceived[word]
        return frozenset(each.removeprefix(WITHIN) for each in found if each.startswith(there)) if section else \
            frozenset(each for each in found if not each.startswith(WITHIN))

    def speaks_of_who(self, said: str) -> bool:
        """Whether a word of a text is one for who is responsible."""
        return any(self.is_concept(word, "responsible") for word in plain(said).split())

    def is_concept(self, word: str, concept: str) -> bool:
        """Whether a word may stand for a concept."""
        return any(concept in found for each in self.lexicons for found in each.readings(word))

    def left(self, label: str) -> str:
        """Why a place of this label is left blank on purpose; '' where it is not."""
        word = plain(label)
        if word in self.mapped:
            return ""
        return self.blank.get(word, "") or next(
            (self.blank[each] for half in split_label(label) if (each := plain(half)) in self.blank), ""
        ) or (BY_NAME if self.whom(label) in {*ANSWERERS, "name"} else "")

    def whom(self, label: str) -> str:
        """Who answers for the organisation by a label ("author", "sender", "representative"), or what it asks of that
        person ("name", "role", "email", "department"), as both halves of one in two languages do; '' where neither."""
        found = {each.removeprefix(WHO) for half in split_label(label) for each in self.in_bags(plain(half))
                 if each.startswith(WHO)}
        return found.pop() if len(found) == 1 and plain(label) not in self.mapped else ""

    def says_no_more_than_when(self, label: str) -> bool:
        """Whether a label asks for a day, and not whether it is the planned one: "When", "Date"."""
        said = [each for each in plain(label).split() if not self.is_concept(each, "act")]
        return bool(said) and all(self.is_concept(each, "when") or self.is_concept(each, "date") for each in said)

    def only_on(self, label: str) -> bool:
        """Whether a label is nothing but "on", in any of the languages."""
        word = plain(label)
        return word in self.ons and word not in self.mapped

    def only_by(self, label: str) -> bool:
        """Whether a label is nothing but "by", in any of the languages."""
        word = plain(label)
        return word in self.bys and word not in self.mapped

    def is_mapped(self, label: str) -> bool:
        """Whether a mapping file says what a label means."""
        return plain(label) in self.mapped


def explains(said: str) -> bool:
    """Whether a text is a sentence, as stands between a label and its room: "State where else you looked."."""
    return said.rstrip().endswith((".", "\u3002")) and (len(said.split()) > _FEW or said.rstrip()[-1] == "\u3002")
