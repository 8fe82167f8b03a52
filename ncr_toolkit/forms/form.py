"""A form: read once, and filled for as many findings as one likes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from ncr_toolkit.common.files import content_of
from ncr_toolkit.common.translation import ENGLISH
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.forms.accounts import Account, State, accounts
from ncr_toolkit.forms.filling.form_kind import FormKind
from ncr_toolkit.forms.filling.outcomes import IN_ANNEX, Outcome
from ncr_toolkit.forms.filling.word_form import WordForm
from ncr_toolkit.forms.judgement import Judgement, judge
from ncr_toolkit.forms.meaning import mapping
from ncr_toolkit.forms.meaning.answers import Answers
from ncr_toolkit.forms.meaning.languages import annex_words, most_spoken, spoken
from ncr_toolkit.forms.meaning.row_texts import in_language
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, vocabulary
from ncr_toolkit.forms.meaning.wording import acronyms, plain, split_label
from ncr_toolkit.forms.survey.blanks import blanks
from ncr_toolkit.forms.survey.numbers import number
from ncr_toolkit.forms.survey.places import Place
from ncr_toolkit.forms.survey.sections import discipline
from ncr_toolkit.forms.xlsx.excel_form import ExcelForm
from ncr_toolkit.forms.xlsx.form_book import is_workbook
from ncr_toolkit.word.case import Case

_REPORT = re.compile(r"(?=.*\bnc\b).*\b(?:report|rapport|informe|raport|relat\w{1,4}rio|fiche|karta|scheda|"
                     r"record|registro|registo|protokoll|verslag|sheet|card|notice)|"
                     r".*(?:abweichungsbericht|corrective action re)")
"""The title of a report on one nonconformity, as `plain` writes it."""
_HEADING = 80  # letters of a text that may be a heading
_LINE = 300  # and of a line with labels
_TITLES = 4  # texts at the beginning, of which one is the title
_SIDE = 5  # words of a text that names the other side
_STEPS = 3  # of the eight disciplines that make a form an 8D report


@dataclass(frozen=True, slots=True)
class Filled:
    """A form filled for one finding."""

    content: bytes
    outcomes: tuple[Outcome, ...]
    missing: tuple[str, ...]  # the gaps for which it is marked DRAFT
    judgement: Judgement = field(default_factory=Judgement)  # what the form itself lacks

    @property
    def accounts(self) -> list[Account]:
        """Every place with what became of it."""
        return accounts(self.outcomes)

    @property
    def verdict(self) -> str:
        """"10 of 14 places filled; missing in the form: correction, corrective action"."""
        every = self.accounts
        filled = sum(each.state is State.FILLED for each in every)
        lacks = self.judgement.lacks
        told = f"; missing in the form: {', '.join(lacks)}" if lacks else ""
        return f"{filled} of {len(every)} places filled{told}"

    @property
    def no_room(self) -> list[str]:
        """What the register has and the form has no place for, in sentences."""
        return [f"the form has no room for the {part}; add our response beside it"
                for part in (*self.judgement.core, *self.judgement.no_room)]

    def wants(self, *, beside: bool) -> tuple[str, ...]:
        """The parts without which it is no answer. `beside`: our own response goes with it, as an annex does."""
        return self.judgement.blank if beside or self.annexed else self.judgement.lacks

    @property
    def annexed(self) -> bool:
        """Whether the form refers to its annex."""
        return any(IN_ANNEX in each.note for each in self.outcomes)

    @property
    def empty(self) -> bool:
        """Whether nothing of the answer stands in it: it is the blank form under another name."""
        return bool(self.judgement.lacks) and not any(each.value for each in self.outcomes)

    @property
    def leaves(self) -> bool:
        """Whether a person has to fill or sign some place: none of the body's part, or that another finding fills. A
        line to sign counts wherever it stands: under a list it is for all of them."""
        ours = [each for each in self.outcomes if not (each.apart and each.place.certain)]
        return any(each.state in (State.BLANK, State.UNKNOWN) for each in accounts(ours))

    @property
    def left(self) -> list[str]:
        """Every place that was left as it was, and why, in sentences; each is said once."""
        return list(dict.fromkeys(str(each) for each in self.outcomes if each.left))

    @property
    def notes(self) -> list[str]:
        """What to know about places that were filled."""
        return list(dict.fromkeys(str(each) for each in self.outcomes if each.note and not each.left))


@dataclass
class Form:
    """A form that the body supplied, read once."""

    kind: FormKind
    labels: Mapping[str, str] = field(default_factory=dict)  # the mapping with which it was read
    language: str = ENGLISH  # in which its labels are

    @property
    def path(self) -> Path:
        return self.kind.path

    @property
    def suffix(self) -> str:
        """With which the name of the filled form ends: ".docx"."""
        return self.kind.suffix

    @property
    def places(self) -> list[Place]:
        """Every place that was found, in the order of the form."""
        return self.kind.places

    @property
    def several(self) -> bool:
        """Whether it has room for several findings."""
        return self.kind.several

    @property
    def facts(self) -> tuple[str, ...]:
        """What the form says about itself, in sentences."""
        return self.kind.facts

    @cached_property
    def shape(self) -> tuple[str, ...]:
        """The words and tables that make it the same form, whoever saved it and when."""
        return tuple(self.kind.shape())

    @property
    def fingerprint(self) -> str:
        """Of its shape: the same form has the same, saved again by Word or LibreOffice too."""
        return hashlib.sha256("\n".join(self.shape).encode(errors="replace")).hexdigest()

    @property
    def led_out(self) -> tuple[str, ...]:
        """What of the form led to other files, programs or addresses, and is left out when it is filled."""
        return self.kind.led_out

    @property
    def unknown(self) -> list[tuple[str, str]]:
        """The labels that mean nothing to the tool, and where each stands."""
        return list(dict.fromkeys((place.label, place.where) for place in self.places
                                  if not place.known and place.label))

    def fill(self, review: Review, finding: Finding, readiness: Readiness, *,
             purpose: Purpose | None = None, beside: bool = False, annex: str = "") -> Filled:
        """The form filled for `finding`: the same form, register and day give the same bytes. Raises CannotRun.

        A form that is not ready for `purpose` (without one: for what is wanted of it now), or that lacks a part of the
        answer, says DRAFT on every page. `beside`: our own response goes with it, so what the form has no place for is
        answered there. `annex`: the file of that response, to which the form refers for what does not fit.
        """
        with in_language(self.language):
            return self._filled(Case(review, finding, readiness, purpose or readiness.wanted), purpose, beside, annex)

    def _filled(self, case: Case, purpose: Purpose | None, beside: bool, annex: str) -> Filled:
        review, finding, readiness = case.review, case.finding, case.readiness
        answers = Answers(case, annex)
        content, outcomes = self.kind.fill(answers, draft=not case.ready)
        grade = review.grade(finding)
        judged = judge(outcomes, answers, grade.wanted if grade is not None and grade.nonconformity else ())
        filled = Filled(content, tuple(outcomes), readiness.missing(purpose), judged)
        if case.ready and filled.wants(beside=beside):
            return replace(filled, content=self.kind.fill(answers, draft=True)[0])
        return filled


def load(path: Path, labels: Path | Mapping[str, str] | None = None) -> Form:
    """Read a form and find what it asks for. `labels`: a mapping file, or what stands in one. Raises CannotRun."""
    data = content_of(path, "look at the name of the form")
    kind: FormKind = ExcelForm(path, data) if is_workbook(path, data) else WordForm(path, data)
    mapped = mapping.read(labels) if isinstance(labels, Path) else labels or {}
    words = _words(kind.texts(), mapped)
    kind.search(words)
    number(kind.places)
    return Form(kind, mapped, words.language)


def _words(texts: Sequence[str], mapped: Mapping[str, str]) -> Vocabulary:
    """The words of the languages that the form speaks, and what kind of form it is."""
    known = vocabulary(mapped, spoken(texts))
    short = [said for said in texts if len(said) < _HEADING]
    heads = [plain(said) for said in short]
    lines = [each.label for said in texts if len(said) < _LINE for each in blanks(said)]
    halves = {plain(half) for said in (*short, *lines) for half in (said, *split_label(said))}
    steps = {step for said in texts if (step := discipline(said))}
    both = bool(known.customers & halves and known.suppliers & halves)
    both = both or any(known.are_customer_and_supplier(one, other) for one, other in pairwise(short))
    supplied = both or bool(known.suppliers & halves and any(
        known.is_of_customer(each) or (len(each.split()) <= _SIDE and known.of_customer(each)) for each in short))
    eight = len(steps) >= _STEPS or any(re.search(r"\b8 ?d\b", said.casefold()) for said in short) or both
    single = any(_REPORT.match(head) for head in heads[:6]) or "nc" in heads[:3]
    return replace(known, eight=eight, supplied=supplied, single=single,
                   report=single and not _is_numbered(heads, known),
                   findings=known.findings | acronyms(short[:_TITLES]), annex=annex_words(texts),
                   language=most_spoken(texts),
                   looked_up={}, asked_up={}, bagged={})


def _is_numbered(heads: Iterable[str], known: Vocabulary) -> bool:
    """Whether a plain text asks for the number of the finding, beside the title of the report."""
    return any(known.names(head) == ("finding.id",) for head in dict.fromkeys(heads) if not _REPORT.match(head))
