"""What a word of a form means: labels, what boxes and lists stand for, whose part of the form it is.

The words stand in `languages`, one file a language; a mapping file adds to them. Better no meaning than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from ncr_toolkit.common.names import fold
from ncr_toolkit.forms.meaning import languages
from ncr_toolkit.forms.meaning.asked import Asked, meanings
from ncr_toolkit.forms.meaning.wording import begins, digits, east_asian, holds, is_numbered, plain, split_label

_LEAST = 93  # likeness in percent at which a word counts as misspelt
_PERHAPS = 75  # how alike the words of two labels are, of 100, to propose what one asks for the other
_SHORTEST = 9  # letters; in shorter words one letter is another word
_ID = re.compile(r"(?:[HF]\d+\.|.{1,31}!)?[A-Z]{1,3}\d+(?:\.[A-Z]?\d+)*")
_AT_ONCE = {"corrections", "steps", "containment"}
_ATTRIBUTES = {"owner", "due", "done_on"}
_YES_NO = {"repeat", "similar", "finding.action_needed"}
_AND = re.compile(r"\s*[,;&]\s*|\s(?:and|und|et|y|e|ed|en|i)\s")
_TITLES = {
    "form",
    "report",
    "request",
    "notice",
    "sheet",
    "formular",
    "bericht",
    "formulaire",
    "fiche",
    "informe",
    "rapporto",
}
_INVITATION = re.compile(r"[(\uff08]\s*(\w+)[^()\uff08\uff09]{3,400}[)\uff09]\.?")
_FEW = 5  # words of the heading of a column
_LONGEST_PART = 14  # words of a heading that says whose part begins


@dataclass
class Vocabulary:
    """The words of `languages`, ready to be looked up, and those of a mapping file."""

    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)  # plain label -> every name it may mean
    attributes: dict[str, str] = field(default_factory=dict)
    attributes_of: dict[str, dict[str, str]] = field(default_factory=dict)
    columns: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)  # rows -> plain header -> fields
    anchors: dict[str, set[str]] = field(default_factory=dict)  # rows -> plain headers that say what they are about
    blank: dict[str, str] = field(default_factory=dict)  # plain label -> why it is left
    auditor: set[str] = field(default_factory=set)
    yours: set[str] = field(default_factory=set)
    options: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)  # question -> plain -> value
    questions: dict[str, str] = field(default_factory=dict)
    placeholders: set[str] = field(default_factory=set)
    invites: set[str] = field(default_factory=set)  # what an invitation in brackets begins with: "(describe ...)"
    mapped: dict[str, str] = field(default_factory=dict)  # of the mapping file, by plain label
    mapped_ids: dict[str, str] = field(default_factory=dict)  # the same, by the id of a place
    perhaps: dict[str, tuple[str, ...]] = field(default_factory=dict)  # plain label -> what it probably means
    subjects: dict[str, str] = field(default_factory=dict)  # plain heading -> what the section is about
    within: dict[str, dict[str, str]] = field(default_factory=dict)  # section -> plain label -> name
    signs: set[str] = field(default_factory=set)  # words for a signature
    by: tuple[re.Pattern[str], ...] = ()  # "to be completed by X"
    done: tuple[str, ...] = ()  # beginnings of words for what is done: "implemented"
    us: tuple[str, ...] = ()  # beginnings of words for the organisation
    denies: tuple[re.Pattern[str], ...] = ()  # "not", where it is not of "non-conformity"
    them: tuple[str, ...] = ()  # and for the body and its auditors
    tails: set[str] = field(default_factory=set)  # words behind a label that change nothing: "taken", "planned"
    fronts: set[str] = field(default_factory=set)  # and before one: "proposed", "name of"
    bys: set[str] = field(default_factory=set)  # "by", and nothing more
    findings: set[str] = field(default_factory=set)  # other words for a nonconformity: "deficiency", "CAPA"
    asking: tuple[str, ...] = ()  # with what questions begin: "what"
    ways: tuple[Asked, ...] = ()  # the words of questions, and what they ask
    cuts: tuple[str, ...] = ()  # words behind which a label only explains: "with"
    alike: frozenset[str] = frozenset()  # rows that only a section tells from others
    customers: set[str] = field(default_factory=set)
    suppliers: set[str] = field(default_factory=set)
    eight: bool = False  # an 8D report, in which the organisation is the supplier
    looked_up: dict[str, tuple[str, ...]] = field(default_factory=dict)  # labels, and what was found
    annex: str = "see annex {file}"  # what stands in a place whose answer is in the annex
    report: bool = False  # a report on one nonconformity: its number is the number of the finding

    def names(self, label: str) -> tuple[str, ...]:
        """Every name that a label may mean; () where it is not known."""
        if label not in self.looked_up:
            self.looked_up[label] = self._names(label)
        return self.looked_up[label]

    def _names(self, label: str) -> tuple[str, ...]:
        word = plain(label)
        if word in self.mapped and "=" not in self.mapped[word]:
            return (self.mapped[word],)
        if word in ("no 8d", "8d no") or (word == "no" and re.match(r"\s*8 ?d\b", label, re.IGNORECASE)):
            return ("finding.id",)
        if self.report and (word in ("report no", "no report") or word in self.within.get("report", {})):
            return ("finding.id",)
        listed = self._listed(label)
        if listed is not None:
            return listed
        return self._likely(word) or self._halves(label) or self._with_attributes(label) or self._asked(label)

    def _listed(self, label: str) -> tuple[str, ...] | None:
        """What the lists say of a label; None where none has it."""
        word = plain(label)
        for each in self.variants(word, label):
            if each in self.labels:
                found = self.labels[each]  # the report "of the nonconformity" is no audit report: its number is ours
                return ("finding.id",) if each != word and found == ("audit.report_reference",) else found
            if each in self.blank or each in self.attributes:
                return ()
            if each in ("nc no", "no nc"):
                return ("finding.id",)
        return None

    def _with_attributes(self, label: str) -> tuple[str, ...]:
        """What "Corrective action, responsible and date" asks: the rows, whose lines tell both."""
        head, *others = _AND.split(label.strip(" :*"))
        names = (self._listed(head) or ()) if others else ()
        known = all(plain(each) in self.attributes or self.left(each).startswith("the form does not say")
                    for each in others)
        return names if known and len(names) == 1 and names[0] in self.attributes_of else ()

    def _asked(self, label: str) -> tuple[str, ...]:
        """What a question in words of its own asks, where that is one thing."""
        found = meanings(label, self.asking, self.ways)
        return tuple(found) if len(found) == 1 and not found & {*_ATTRIBUTES, *_YES_NO} else ()

    def asks_yes(self, said: str) -> str:
        """What a question that is answered by Yes or No asks, such as whether there are similar cases."""
        found = {"similar" if each == "finding.extent" else each for each in meanings(said, self.asking, self.ways)}
        return found.pop() if len(found) == 1 and found <= _YES_NO else ""

    def variants(self, word: str, label: str) -> Iterable[str]:
        """A label, then without the words at its end that change nothing."""
        yield word
        yield re.sub(r" (?:nc|finding|problem|identified)$", "", word)
        for cut in self.cuts:
            word = word.partition(f" {cut} ")[0]
        yield word
        words = word.split()
        while len(words) > 1 and words[-1] in self.tails:
            words.pop()
            yield " ".join(words)
        while len(words) > 1 and words[0] in self.fronts:
            words.pop(0)
            yield " ".join(words)
        yield from self._of_finding(words)
        if east_asian(label):
            yield plain("".join(letter for letter in label if letter.isascii()))
            yield plain("".join(letter for letter in label if not letter.isascii()))

    def _of_finding(self, words: list[str]) -> Iterable[str]:
        """A label with "nc" for the form's own word for a nonconformity: "deficiency no"."""
        said = ["nc" if each in self.findings else each for each in words]
        if said != words:
            yield " ".join(each for number, each in enumerate(said) if each != "nc" or "nc" not in said[:number])

    def _halves(self, label: str) -> tuple[str, ...]:
        """What a label in two languages, or of two words, means where both say the same."""
        halves = split_label(label)
        if len(halves) != 2:
            return ()
        found = [self._listed(half) or () for half in halves]
        if all(found):
            both = {*found[0], *found[1]}
            return (
                ("steps",)
                if both <= _AT_ONCE and len(both) > 1
                else tuple(each for each in found[0] if each in found[1])
            )
        other = plain(halves[0] if found[1] else halves[1])
        return () if other in self.blank or other in self.attributes else found[0] or found[1]

    def _likely(self, word: str) -> tuple[str, ...]:
        """The meaning of a misspelt label, where only one comes near."""
        from rapidfuzz import fuzz, process

        if len(word) < _SHORTEST:
            return ()
        near = process.extract(word, self._long, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=3)
        found = {self.labels[each] for each, *_ in near if digits(each) == digits(word)}
        return found.pop() if len(found) == 1 else ()

    def near(self, label: str, limit: int = 2) -> tuple[str, ...]:
        """What a label that is not known probably asks, by the words it shares with others: to propose, not to fill."""
        from rapidfuzz import fuzz, process

        found = process.extract(plain(label), self._long, scorer=fuzz.token_set_ratio, score_cutoff=_PERHAPS, limit=8)
        names = dict.fromkeys(name for each, *_ in found for name in self.labels[each])
        return tuple(names)[:limit]

    @cached_property
    def _long(self) -> list[str]:
        return [label for label in self.labels if len(label) >= _SHORTEST]

    def left(self, label: str) -> str:
        """Why a place of this label is left blank on purpose; '' where it is not."""
        word = plain(label)
        if word in self.mapped:
            return ""
        return self.blank.get(word, "") or next(
            (self.blank[each] for half in split_label(label) if (each := plain(half)) in self.blank), ""
        )

    def only_by(self, label: str) -> bool:
        """Whether a label is nothing but "by", in any of the languages."""
        word = plain(label)
        return word in self.bys and word not in self.mapped

    def is_mapped(self, label: str) -> bool:
        """Whether a mapping file says what a label means."""
        return plain(label) in self.mapped

    def asks(self, label: str) -> str:
        """What a label asks of the answer before it ("owner", "due"), also in two languages; '' where nothing."""
        if plain(label) in self.mapped:
            return ""
        found = {self._attribute(half) for half in (label, *split_label(label))} - {""}
        if not found and plain(label) not in self.blank:
            found = meanings(label, self.asking, self.ways) - {"evidence"}
        return found.pop() if len(found) == 1 and (found <= _ATTRIBUTES or found == {"evidence"}) else ""

    def _attribute(self, label: str) -> str:
        """The same of one label, also without the words at its ends that change nothing."""
        word = plain(label)
        if word in self.attributes:
            return self.attributes[word]
        for each in self.variants(word, label):
            if each in self.labels or each in self.blank:
                return ""
            if each in self.attributes and self.attributes[each] in _ATTRIBUTES:
                return self.attributes[each]
        return ""

    def part(self, text: str) -> str:
        """Whether a text says whose part of the form begins: "auditor", "yours" or ''."""
        if len(text) > 200:
            return ""
        word = plain(text)
        inner = re.findall(r"[(\[\uff08\u3010]([^()\[\]]*)[)\]\uff09\u3011]", text)
        if (not word and not inner) or len(text.split()) > _LONGEST_PART:
            return ""
        for each in (word, *map(plain, inner)):
            if holds(each, self.yours):
                return "auditor" if self._denies(each) else "yours"
            if holds(each, self.auditor) and each.rpartition(" ")[2] not in _TITLES:
                return "auditor"
        return next((whose for each in (*inner, text) if (whose := self._by(each))), "")

    def _by(self, text: str) -> str:
        """Whose part "to be completed by X" is: yours only where X is the organisation; in doubt the auditor's."""
        line = " ".join(text.casefold().split())
        for pattern in self.by:
            if found := pattern.search(line):
                who = found["who"].strip(" .:)\u3001")
                if not who or who[0].isdigit():
                    continue
                words = re.findall(r"\w+", who)
                theirs = any(begins(words, who, start) for start in self.them)
                ours = not theirs and any(begins(words, who, start) for start in self.us)
                return "yours" if ours and not self._denies(line) else "auditor"
        return ""

    def _denies(self, said: str) -> bool:
        """Whether a text says that the organisation does *not* fill in something: "not" stands before its name."""
        named = min((said.find(start) for start in self.us if start in said), default=len(said))
        return any((found := pattern.search(said)) is not None and (found.start() < named or east_asian(said))
                   for pattern in self.denies)

    def subject(self, heading: str) -> str:
        """What a section of this heading is about: rows of the register, or "finding"."""
        word = plain(heading)
        for each in self.variants(word, heading):
            if each in self.subjects:
                return self.subjects[each]
        names = self.names(heading)
        return names[0] if len(names) == 1 and names[0] in self.within else ""

    def here(self, label: str, section: str) -> str:
        """What a label means in a section that is about something; '' where nothing of its own."""
        word = plain(label)
        return "" if word in self.mapped else self.within.get(section, {}).get(word, "")

    def is_customer(self, label: str) -> bool:
        """Whether a label, or half of one in two languages, names the customer of an 8D report."""
        known = self.customers | {f"{each} name" for each in self.customers}
        return any(plain(each) in known for each in (label, *split_label(label)))

    def signature(self, label: str) -> bool:
        """Whether a label asks somebody to sign."""
        word = plain(label)
        return any(each in word if east_asian(each) else f" {each} " in f" {word} " for each in self.signs)

    def of_done(self, label: str) -> bool:
        """Whether a label asks for what is done, not for what is planned."""
        words = re.findall(r"\w+", label.casefold())
        return any(begins(words, label.casefold(), start) for start in self.done)

    def of_auditor(self, label: str) -> bool:
        """Whether a label names the auditor or the body."""
        words = re.findall(r"\w+", label.casefold())
        return any(begins(words, label.casefold(), start) for start in self.them)

    def heads_auditor(self, heading: str) -> bool:
        """Whether a heading names the auditor or the body, and not the organisation."""
        words = re.findall(r"\w+", heading.casefold())
        return bool(words) and len(words) <= _LONGEST_PART and words[-1] not in _TITLES and self.of_auditor(heading) \
            and not any(begins(words, heading.casefold(), start) for start in (*self.us, *self.customers))

    def is_us(self, heading: str) -> bool:
        """Whether a short heading names the organisation, and not the auditor."""
        words = re.findall(r"\w+", heading.casefold())
        return len(words) <= _FEW and not self.of_auditor(heading) \
            and any(begins(words, heading.casefold(), start) for start in self.us)

    def heads_yours(self, heading: str) -> bool:
        """Whether a heading is nothing but a word for the organisation: "CLIENT"."""
        word = plain(heading)
        return any(each.partition(" ")[0] == word and each.count(" ") == 1 for each in self.yours)

    def option(self, label: str, questions: Iterable[str]) -> tuple[str, str] | None:
        """What a box or entry of this label stands for, as question and value, among these questions."""
        word = plain(label)
        found = [(question, self.options[question][word]) for question in questions
                 if word in self.options.get(question, {})]
        return (found[0][0], found[0][1][1]) if len(found) == 1 else None

    def question(self, text: str) -> str:
        """What a Yes or No asks, '' where it is not known."""
        word = plain(text)
        return self.mapped.get(word) or self.questions.get(word, "") or self.asks_yes(text)

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
    return replace(_known(spoken), mapped=labels, mapped_ids=by_id, looked_up={})


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
