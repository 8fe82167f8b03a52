"""A form as a Word document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

from ncr_toolkit.common.packages import safe_xml
from ncr_toolkit.forms.docx import draft_mark, form_file
from ncr_toolkit.forms.docx.protection import guard
from ncr_toolkit.forms.docx.shape import shape
from ncr_toolkit.forms.docx.text_boxes import renew_copies
from ncr_toolkit.forms.docx.wordprocessingml import text, w
from ncr_toolkit.forms.filling import stamps
from ncr_toolkit.forms.filling.fill_part import Filling
from ncr_toolkit.forms.filling.foreign_tags import restore
from ncr_toolkit.forms.filling.form_kind import SEVERAL, FormKind
from ncr_toolkit.forms.filling.outcomes import Outcome, findings
from ncr_toolkit.forms.filling.search_part import Part, search_part
from ncr_toolkit.forms.meaning.answers import Answers
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.survey.owners import owners
from ncr_toolkit.forms.survey.places import Marks, Place


class WordForm(FormKind):
    """A .docx: its main part, headers and footers."""

    suffix = ".docx"

    def __init__(self, path: Path, data: bytes) -> None:
        """Raises CannotRun for what is no Word document that may be filled."""
        self.path = path
        self.package = form_file.read(path, data)
        self.guard = guard(self.package)
        self.parts: list[Part] = []

    @property
    def facts(self) -> tuple[str, ...]:
        tagged = any(part.tags for part in self.parts)
        return (*self.led_out, *self.guard.facts, *([SEVERAL] if self.several else []),
                *(["Tags are filled without tracking."] if self.guard.tracked and tagged else []))

    @property
    def several(self) -> bool:
        return any(part.several for part in self.parts)

    @property
    def led_out(self) -> tuple[str, ...]:
        out = self.package.led_out
        return (f"It led out of itself, and what ncr writes does not: {'; '.join(out)}.",) if out else ()

    @property
    def places(self) -> list[Place]:
        return [place for part in self.parts for place in part.places]

    def texts(self) -> Sequence[str]:
        return [said for name in self.package.texts for paragraph in self.package.parse(name).iter(w("p"))
                if (said := text(paragraph).strip())]

    def shape(self) -> Sequence[str]:
        return shape(self.package)

    def search(self, words: Vocabulary) -> None:
        self.words, marks = words, Marks()
        self.parts = [search_part(self.package, name, words, marks, self.guard) for name in self.package.texts]

    def stamped(self, colours: Mapping[int, str], legend: Mapping[str, str]) -> bytes:
        changed: dict[str, bytes] = {}
        for part in self.parts:
            tree = etree.fromstring(part.source)
            stamps.stamp(tree, part.places, colours)
            restore(tree)
            renew_copies(tree)
            if part.name == self.package.document:
                stamps.legend(next(tree.iter(w("p"))), legend)
            changed[part.name] = safe_xml.serialised(tree)
        return self.package.packed(changed)

    def fill(self, answers: Answers, *, draft: bool) -> tuple[bytes, list[Outcome]]:
        changed: dict[str, bytes] = {}
        outcomes: list[Outcome] = []
        numbers = tuple(each for part in self.parts for each in part.numbers)
        every = owners((part.about for part in self.parts), *findings(answers))
        for part, whose in zip(self.parts, every, strict=True):
            tree, found = Filling(answers, self.words, part, self.guard.tracked, whose, numbers).run()
            outcomes += found
            if tree is not None:
                changed[part.name] = safe_xml.serialised(tree)
        if draft:
            changed |= draft_mark.mark(self.package, changed)
        return self.package.packed(changed), outcomes
