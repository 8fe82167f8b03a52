"""What every kind of file that a form may be can do: say what stands in it, be searched, be filled."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.forms.filling.outcomes import Outcome
from ncr_toolkit.forms.meaning.answers import Answers
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.survey.places import Place

SEVERAL = ("It has room for several findings, and one is answered at a time: for the next one, name the filled "
           "file as the form.")


class FormKind(ABC):
    """A form as a file of one kind."""

    path: Path
    suffix: str
    """Of the filled form: ".docx"."""

    @property
    @abstractmethod
    def facts(self) -> tuple[str, ...]:
        """What the form says about itself, in sentences."""

    @property
    @abstractmethod
    def led_out(self) -> tuple[str, ...]:
        """What of the form led to other files, programs or addresses, and is left out when it is filled."""

    @property
    @abstractmethod
    def places(self) -> list[Place]:
        """Every place that was found, in the order of the form."""

    @property
    @abstractmethod
    def several(self) -> bool:
        """Whether it has room for several findings."""

    @abstractmethod
    def texts(self) -> Sequence[str]:
        """Every text of the form, by which its language is known."""

    def shape(self) -> Sequence[str]:
        """What makes it the same form, whoever saved it and when: the same lines, the same form."""
        return self.texts()

    @abstractmethod
    def search(self, words: Vocabulary) -> None:
        """Find the places. Raises CannotRun for tags that hold a mistake."""

    def stamped(self, colours: Mapping[int, str], legend: Mapping[str, str]) -> bytes:
        """The file with its number over each place, in the colour ("C62828") that `colours` has for the number, and
        what each colour means. Raises CannotRun."""
        raise CannotRun(f"{self.path}: a picture is made of Word forms only; `ncr form` lists the places.")

    def closed(self, content: bytes) -> bytes:
        """A filled file without what leads out of it, for a program that lays it out."""
        return content

    @abstractmethod
    def fill(self, answers: Answers, *, draft: bool) -> tuple[bytes, list[Outcome]]:
        """The filled file, and what became of each place. `draft`: every page says DRAFT. Raises CannotRun."""
