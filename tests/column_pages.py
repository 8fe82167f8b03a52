"""Pages of audit reports in columns, made by chance: the same kinds of findings, set in every way that keeps them apart
for a person."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Sequence

LABELS = {"grade": "Grade", "clause": "Clause", "due": "Response due", "said": "Statement", "seen": "Evidence"}
_WORDS = tuple("""the records of two models were not kept by team since release a was made and nobody could say who had
               read them before it went live in march""".split())  # noqa: SIM905 - read as a text
WAYS = ("one column below the other", "from one column into the next", "side by side", "a bar of labels", "a card")
Findings = dict[str, dict[str, str]]


def page(chance: random.Random, way: str) -> tuple[Findings, str]:
    """The findings by their numbers, each with what is told of it, and the page."""
    findings = {f"NC-{number}": _finding(chance) for number in range(1, chance.randint(3, 6))}
    made = _Setter(chance)
    ids = list(findings)
    blocks = {id: made.block(id, findings[id]) for id in ids}
    if way == "a card":
        lines = [line for id in ids for line in made.card(id, findings[id])]
    elif way == "side by side":
        lines = [line for one, other in zip(ids[::2], [*ids[1::2], ""], strict=False)
                 for line in [*made.beside(blocks[one], blocks.get(other, [])), ""]]
    elif way == "a bar of labels":
        lines = [line for id in ids for line in [*made.beside(
            made.block(id, findings[id], ("grade", "clause", "due")),
            made.block("", findings[id], ("said", "seen"))), ""]]
    else:
        every = [line for id in ids for line in blocks[id]]
        cut = sum(len(blocks[id]) for id in ids[:chance.randint(1, len(ids) - 1)]) if way == WAYS[0] else \
            len(every) // 2 + chance.randint(-2, 2)
        lines = made.beside(every[:cut], every[cut:])
    head = ["Audit report", "", "Report no.: R-1", ""] * chance.randint(0, 1)
    foot = ["", "Certification is recommended once the plans of all findings were accepted."] * chance.randint(0, 1)
    return findings, "\n".join(line.rstrip() for line in [*head, *lines, *foot])


def _finding(chance: random.Random) -> dict[str, str]:
    def text(*sizes: int) -> str:
        return " ".join(chance.choice(_WORDS) for _ in range(chance.randint(*sizes))).capitalize() + "."

    told = {"grade": chance.choice(("Minor", "Major")), "clause": f"{chance.randint(4, 10)}.{chance.randint(1, 4)}",
            "due": f"2026-0{chance.randint(4, 9)}-{chance.randint(10, 28)}", "said": text(5, 22), "seen": text(3, 12)}
    return {name: value for name, value in told.items() if chance.random() < 0.8}


class _Setter:
    """How one page is set."""

    def __init__(self, chance: random.Random) -> None:
        self.width, self.gap = chance.randint(34, 48), chance.choice((0, 0, 1))
        self.labels = chance.choice(("before a colon", "before a gap", "above"))
        self.order = chance.sample(list(LABELS), len(LABELS))
        self.numbered = chance.choice(("No.: ", "Nonconformity "))

    def block(self, id: str, told: dict[str, str], names: Sequence[str] = ()) -> list[str]:
        lines = [f"{self.numbered}{id}"] if id else []
        for name in names or self.order:
            if name in told:
                lines += [*self._lines(LABELS[name], told[name]), *[""] * self.gap]
        return lines

    def _lines(self, label: str, text: str) -> list[str]:
        if self.labels == "before a colon":
            return textwrap.wrap(f"{label}: {text}", self.width - 3, break_on_hyphens=False)
        room = self.width - (18 if self.labels == "before a gap" else 3)
        lines = textwrap.wrap(text, room, break_on_hyphens=False)
        return [label, *lines] if self.labels == "above" else \
            [(label if at == 0 else "").ljust(15) + line for at, line in enumerate(lines)]

    def beside(self, left: Sequence[str], right: Sequence[str]) -> list[str]:
        most = max(len(left), len(right))
        return [one.ljust(self.width) + other for one, other in zip(
            [*left, *[""] * (most - len(left))], [*right, *[""] * (most - len(right))], strict=True)]

    def card(self, id: str, told: dict[str, str]) -> list[str]:
        rows = [("No.", id, "Grade", told.get("grade", "")), ("Clause", told.get("clause", ""), "Response due",
                                                              told.get("due", ""))]
        lines = [one.ljust(12) + value.ljust(self.width - 12) + other.ljust(15) + its
                 for one, value, other, its in rows]
        for name in ("said", "seen"):
            for at, line in enumerate(textwrap.wrap(told.get(name, ""), 50)):
                lines.append((LABELS[name] if at == 0 else "").ljust(12) + line)
        return [*lines, ""]
