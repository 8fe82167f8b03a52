"""What is found in a report: values with their labels, headings, and where something new begins."""

from __future__ import annotations

from dataclasses import dataclass

from ncr_toolkit.audit_report.parts import Line


@dataclass(frozen=True, slots=True)
class Located:
    """A value, and where it stands."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A value with its label; without a key it is of a column of the report's own."""

    key: str
    label: str
    value: Located
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that begins something new."""

    line: Line
    number: str = ""  # of the finding that it begins


@dataclass(frozen=True, slots=True)
class Boundary:
    """A table begins; or a row of a list ends here, as it has no number."""

    where: str
    unnumbered: bool = False
    number: str = ""  # of a finding that a cell names, and of which nothing can be told


@dataclass(frozen=True, slots=True)
class Prose:
    """A text in which nothing is labelled or numbered."""

    value: Located


@dataclass(frozen=True, slots=True)
class Graded:
    """A line that is a finding without a number, or its statement: "Observation: ..."."""

    grade: str
    label: str
    value: Located
    is_definition: bool = False


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """A row of a list that has no numbers: a finding that is told by its grade and its statement."""

    where: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that begins as a finding does, and says nothing that can be taken; or one that tells of what is good."""

    value: Located
    good: bool = False


Event = Graded | Unnumbered | Aside | Pair | Heading | Boundary | Prose
