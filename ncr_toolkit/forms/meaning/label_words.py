"""What a label asks: by the lists of words, in two halves, with words that change nothing, as a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ncr_toolkit.forms.meaning.asked import Asked, meanings, narrowing, stated
from ncr_toolkit.forms.meaning.label_attributes import ATTRIBUTES, BOTH, ELSEWHERE, TWO, LabelAttributes, explains
from ncr_toolkit.forms.meaning.wording import digits, plain, split_label

_LEAST = 93  # likeness in percent at which a word counts as misspelt
_PERHAPS = 75  # how alike the words of two labels are, of 100, to propose what one asks for the other
_ASKS_WHY = "(?:why|warum|weshalb|pourquoi|por qu[e\u00e9]|porqu[e\u00ea]|perch[e\u00e9]|waarom|dlaczego)"
_COUNT = r"([1-5])\s?(?:[.):]|\.?(?:er|\u00e8re|e|\u00e8me|st|nd|rd|th|[\u00ba\u00aa\u00b0]))"
_WHY = re.compile(rf"(?:{_ASKS_WHY}\W{{0,3}}(?:no\.?|nr\.?)?\W{{0,3}}([1-5])|{_COUNT}\s*\u00bf?{_ASKS_WHY})\W{{0,3}}")
"""One of five questions, counted behind or before: "Why? (2)", "5. Why?", "2.\u00ba \u00bfpor qu\u00e9?"."""
_NEARER = 3  # percent by which a label may be less like one than the likest, to be proposed beside it
_CLAUSE = re.compile(r"(?:^|[(\[])\s*\u00a7")
_SHORTEST = 9  # letters; in shorter words one letter is another word
_SMALL = 2  # letters of a word that changes nothing
_AT_ONCE = {"corrections", "steps", "containment"}
_NUMBERS = {"no", "id", "code", "kennung", "codice", "c\u00f3digo"}
_BEFORE_ACTIONS = (*_AT_ONCE, "causes")
"""What one label may ask together with the corrective action."""
_YES_NO = {"repeat", "similar", "finding.action_needed"}
_BRACKETED = re.compile(r"[(\uff08]([^()\uff08\uff09]{3,80})[)\uff09]")
_FACTS = {"settings.organisation", "finding.site", "finding.process", "finding.ai_system"}
"""What a label may ask both halves of."""
_AND = re.compile(r"[,;&]|\s(?:and|und|et|y|e|ed|en|i)\s")


@dataclass
class LabelWords(LabelAttributes):
    """The words by which a form asks."""

    within: dict[str, dict[str, str]] = field(default_factory=dict)  # section -> plain label -> name
    froms: set[str] = field(default_factory=set)  # "dated", and nothing more
    dates: set[str] = field(default_factory=set)  # and "date"
    narrows: tuple[Asked, ...] = ()  # the words that ask for one thing alone: "date of"
    narrowed: dict[str, dict[str, list[str]]] = field(default_factory=dict)  # name -> such a word -> what is meant then
    looked_up: dict[str, tuple[str, ...]] = field(default_factory=dict)  # labels, and what was found
    single: bool = False  # a report on one nonconformity
    report: bool = False  # such a report whose own number is the number of the finding

    def names(self, label: str) -> tuple[str, ...]:
        """Every name that a label may mean; () where it is not known."""
        if label not in self.looked_up:
            self.looked_up[label] = () if self.is_figure(plain(label)) else self._names(label)
        return self.looked_up[label]

    def _names(self, label: str) -> tuple[str, ...]:
        word = plain(label)
        if word in self.mapped and "=" not in self.mapped[word]:
            return (self.mapped[word],)
        if special := self._special(label, word):
            return (special,)
        listed = self._of_lists(label)
        if listed is not None and word in self.labels and listed != ("finding.id",):
            return listed  # said of the whole label; but singular and plural are the same there
        if listed and (whole := self._behind_cut(word, listed)):
            return (whole,)
        return self._narrow(label, self._names_us(label, listed if listed is not None else (
            self._likely(word) or self._whole(label) or self._halves(label) or self._with_attributes(label)
            or self._both(label) or self._of_bag(word) or self._asked(label))))

    def _names_us(self, label: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """The same without the organisation where its number is asked for: "N\u00b0 de client", "Supplier code"."""
        word = plain(label)
        return () if names == ("settings.organisation",) and word not in self.labels and _NUMBERS & {*word.split()} \
            else names

    def _whole(self, label: str) -> tuple[str, ...]:
        """What all words of a label of several parts ask together: "Read-across to other lines / sites"."""
        found = self.of_concepts(label) - ATTRIBUTES
        return tuple(found) if len(found) == 1 and len(split_label(label)) > 1 else ()

    def _behind_cut(self, word: str, listed: tuple[str, ...]) -> str:
        """What all words of a label ask, where what only seems to explain says something else than what the lists know
        of the rest: "Immediate action with which the problem was contained"; '' otherwise."""
        whole = self.of_concepts(word) - ATTRIBUTES if any(f" {cut} " in word for cut in self.cuts) else frozenset()
        return next(iter(whole)) if len(whole) == 1 and not whole & {*listed} and "." not in min(whole) else ""

    def _of_lists(self, label: str) -> tuple[str, ...] | None:
        """What the lists say of a label whose sign or brackets may say that it asks something near."""
        listed = self._listed(label)
        if listed in (("finding.requirement",), ("finding.standard",)) and _CLAUSE.search(label):
            return ("finding.reference",)  # "Requirement (\u00a7)", "\u00a7 norme"
        of_who = listed == ("settings.organisation",) and any(map(self.speaks_of_who, _BRACKETED.findall(label)))
        return () if of_who else listed  # "Auditee (responsible for the answer)"

    def _special(self, label: str, word: str) -> str:
        """What a label asks by more than its words: its number, or the title of the form; '' for all others."""
        if numbered := _WHY.fullmatch(label.casefold().strip()):
            return f"whys.why{numbered[1] or numbered[2]}"
        if word in ("no 8d", "8d no") or (word == "no" and re.match(r"\s*8 ?d\b", label, re.IGNORECASE)):
            return "finding.id"
        of_report = word in ("report no", "no report") or word in self.within.get("report", {})
        return "finding.id" if self.report and of_report else ""

    def _narrow(self, label: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """What a label asks that names a thing, but wants one part of it alone: its result, its date. A label that
        wants several wants the whole."""
        own = self.narrowed.get(names[0], {}) if len(names) == 1 and not _AND.search(label) else {}
        if not own:
            return names
        said = label.casefold()
        for cut in self.cuts:
            said = said.partition(f" {cut} ")[0]  # "with dates" only explains
        found = set.intersection(*(narrowing(half, self.narrows) for half in split_label(said) or [said]))
        found -= {"date"} if "due" in found else set()
        return tuple(own[found.pop()]) if len(found) == 1 and found <= own.keys() else names

    def _both(self, label: str) -> tuple[str, ...]:
        """What "Root cause and extent" asks: one thing, then the other."""
        parts = [] if explains(label) else BOTH.split(label.strip(" :*"))
        found = [_of_another(self._part(part)) for part in parts] if len(parts) == TWO else []
        if len(found) == TWO and found[0] and self.attributes.get(plain(parts[1])) == "evidence":
            found[1] = ("finding.objective_evidence" if found[0][0].startswith("finding.") else "evidence",)
        if len(found) == TWO and found[0] and not found[1]:
            rows = self.within.get(found[0][0], {})
            found[1] = tuple({rows[each] for each in self.without_ends(plain(parts[1])) if each in rows})
        names = [each[0] for each in found if len(each) == 1 and "," not in each[0]]
        if len(whole := self.of_concepts(label)) == 1 and {*names} - whole <= _FACTS and whole <= {*names}:
            return tuple(whole)  # "Sites and processes also affected"
        return (", ".join(names),) if len(set(names)) == TWO else ()

    def _part(self, label: str) -> tuple[str, ...]:
        """What a part of a label asks by the lists, in few words, or by its concepts."""
        conceived = self.of_concepts(label) - ATTRIBUTES
        return self._listed(label) or self._of_bag(plain(label)) or (tuple(conceived) if len(conceived) == 1 else ())

    def _listed(self, label: str) -> tuple[str, ...] | None:
        """What the lists say of a label; None where none has it."""
        word = plain(label)
        for each in self.variants(word, label):
            if each in self.labels:
                return _of_another(self.labels[each], self._is_of_nc(word, each)) if each != word else self.labels[each]
            if each in self.blank or each in self.attributes:
                return ()
            if each in ("nc no", "no nc"):
                return ("finding.id",)
        return None

    def _is_of_nc(self, word: str, part: str) -> bool:
        """Whether what a label says besides a part of it is a word for the finding."""
        return bool(({*word.split()} - {*part.split()}) & {"nc", "finding", "problem", *self.findings})

    def _of_bag(self, word: str) -> tuple[str, ...]:
        """The same where that is one thing of the register."""
        found = {each for each in self.in_bags(word) if not each.startswith(ELSEWHERE)}
        found = found - ATTRIBUTES or found
        return tuple(found) if len(found) == 1 and not found & ATTRIBUTES else ()

    def _with_attributes(self, label: str) -> tuple[str, ...]:
        """What "Corrective action, responsible and date" asks: the rows, whose lines tell both."""
        head, *others = _AND.split(label.strip(" :*"))
        names = self._part(head) if others else ()
        known = all(self.attributes.get(plain(each), "evidence") != "evidence"
                    or self.left(each).startswith("the form does not say") for each in others)
        return names if known and len(names) == 1 and names[0] in self.attributes_of else ()

    def _asked(self, label: str) -> tuple[str, ...]:
        """What a question in words of its own asks, where that is one thing."""
        found = self._conceived(label)
        if len(found) != 1:
            found = meanings(label, self.asking, self.ways) or stated(label, self.said)
        return tuple(found) if len(found) == 1 and not found & {*ATTRIBUTES, *_YES_NO} else ()

    def _conceived(self, label: str) -> set[str]:
        """What the concepts of a label ask, and of one in two languages what those of both halves do."""
        halves = [{*(self._listed(each) or self.of_concepts(each))} for each in split_label(label)]
        return {*self.of_concepts(label)} or ({*halves[0], *halves[1]} if len(halves) == TWO and all(halves) else set())

    def asks_yes(self, said: str) -> str:
        """What a question that is answered by Yes or No asks, such as whether there are similar cases."""
        found = {"similar" if each == "finding.extent" else each for each in meanings(said, self.asking, self.ways)}
        return found.pop() if len(found) == 1 and found <= _YES_NO else ""

    def _halves(self, label: str) -> tuple[str, ...]:
        """What a label in two languages, or of two words, means where both say the same."""
        halves = split_label(label)
        if len(halves) != 2:
            return ()
        found = [self._listed(half) or self._of_bag(plain(half)) for half in halves]
        if all(found):
            both = {*found[0], *found[1]}
            if len(both) == len(found[0] + found[1]) == TWO and both <= _FACTS:
                return (", ".join(found[0] + found[1]),)  # "Company / site"
            if len(found[0] + found[1]) == len(both) == TWO and both & {*_BEFORE_ACTIONS} and "actions" in both:
                return (", ".join(sorted(both, key="actions".__eq__)),)  # "Correction / corrective action"
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
        found = {self.labels[each] for each, *_ in near
                 if digits(each) == digits(word) and each[0] == word[0]  # "Ersteller" is no "Hersteller"
                 and not self._is_another(word.split(), each.split())}
        return found.pop() if len(found) == 1 else ()

    def _is_another(self, said: Sequence[str], known: Sequence[str]) -> bool:
        """Whether a word of a label is no misspelling of one of the known label, but a word of the languages: "Check:
        who" is no "Check: when". Another form of a word is none ("review", "reviewed"), nor a small one ("on")."""
        own = (word for word in said if len(word) > _SMALL
               and not any(word.startswith(each) or each.startswith(word) for each in known))
        return any(each.readings(word) for word in own for each in self.lexicons)

    def near(self, label: str, limit: int = 2) -> tuple[str, ...]:
        """What a label that is not known probably asks, by the words it shares with others: to propose, not to fill."""
        from rapidfuzz import fuzz, process

        found = process.extract(plain(label), self._long, scorer=fuzz.token_set_ratio, score_cutoff=_PERHAPS, limit=8)
        names = dict.fromkeys(name for each, score, _ in found if score > found[0][1] - _NEARER
                              for name in self.labels[each])
        return tuple(names)[:limit]

    @cached_property
    def _long(self) -> list[str]:
        return [label for label in self.labels if len(label) >= _SHORTEST]

    def only_from(self, label: str) -> bool:
        """Whether a label is nothing but "dated", or the date of a report on one nonconformity."""
        word = plain(label)
        return word not in self.mapped and (word in self.froms or (self.report and word in self.dates))

def _of_another(found: tuple[str, ...], of_nc: bool = False) -> tuple[str, ...]:
    """What a label means that was found by a part of its words: the report "of the nonconformity" is no audit report,
    the nonconformity that was "found" is no number, and the scope "of the problem" is not that of the certificate."""
    if of_nc and found and found[0].startswith("settings."):
        return ("finding.extent",) if found == ("settings.scope",) else ()
    if found == ("audit.report_reference",):
        return ("finding.id",)
    return ("finding.statement",) if set(found) == {"finding.id", "finding.statement"} else found
