"""A label without the words at its ends that change nothing: "proposed", "by the client", "of the nonconformity"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ncr_toolkit.forms.meaning.parties import Parties
from ncr_toolkit.forms.meaning.wording import east_asian, plain


@dataclass
class LabelEnds(Parties):
    """The words that stand at the ends of labels."""

    tails: set[str] = field(default_factory=set)  # words behind a label that change nothing: "taken", "planned"
    fronts: set[str] = field(default_factory=set)  # and before one: "proposed", "name of"
    bys: set[str] = field(default_factory=set)  # "by", and nothing more
    ons: set[str] = field(default_factory=set)  # "on", and nothing more
    findings: set[str] = field(default_factory=set)  # other words for a nonconformity: "deficiency", "CAPA"
    cuts: tuple[str, ...] = ()  # words behind which a label only explains: "with"
    asking: tuple[str, ...] = ()  # with what questions begin: "what"

    def variants(self, word: str, label: str) -> Iterable[str]:
        """A label, then without the words at its end that change nothing."""
        yield word
        yield re.sub(r" (?:nc|finding|problem|identified)$", "", word)
        for cut in self.cuts:
            head = word.partition(f" {cut} ")[0]
            word = word if head in self.asking else head  # "Who or what else?" is no "Who"
        yield word
        stages = list(self.without_ends(word))
        yield from stages[1:]
        for each in stages:
            yield from self.of_finding(each.split())
        if east_asian(label):
            yield plain("".join(letter for letter in label if letter.isascii()))
            yield plain("".join(letter for letter in label if not letter.isascii()))

    def without_ends(self, word: str) -> Iterable[str]:
        """A plain label, then without more and more of the words at its ends that change nothing."""
        yield word
        word = next((word.removesuffix(f" {each}") for each in self.yours if word.endswith(f" {each}")), word)
        words = word.split()  # "Root cause, to be completed by the client"
        yield word
        if len(words) > 2 and words[-2] in self.bys and any(map(words[-1].startswith, self.us)):
            words = words[:-2]  # "by the client"
            yield " ".join(words)
        while len(words) > 1 and words[-1] in self.tails:
            words = words[:-1]
            yield " ".join(words)
        while len(words) > 1 and words[0] in self.fronts:
            words = words[1:]
            yield " ".join(words)

    def of_finding(self, words: list[str]) -> Iterable[str]:
        """A label with "nc" for the form's own word for a nonconformity, "deficiency no", and without it at the end.
        That word alone may mean much else: "Observations"."""
        said = ["nc" if each in self.findings else each for each in words]
        if said != words and set(said) != {"nc"}:
            label = " ".join(each for number, each in enumerate(said) if each != "nc" or "nc" not in said[:number])
            yield label
            yield label.removesuffix(" nc")
