"""What the words of a body's form ask of its own auditors, and what their answers mean."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.forms.meaning.mapping import REPLY, read, tables
from ncr_toolkit.forms.meaning.wording import plain
from ncr_toolkit.reply.reading import CLOSED, PLAN_ACCEPTED, RETURNED, Asked

_FILE = Path(__file__).with_name("words.toml")
_DECISIONS = (RETURNED, PLAN_ACCEPTED, CLOSED)


@dataclass(frozen=True)
class ReplyWords:
    """The words of `words.toml`, with those of a mapping file."""

    asked: Mapping[str, Asked]  # by plain label
    decided: Mapping[str, str]  # plain words -> a decision, "yes" or "no"
    about: Mapping[str, tuple[str, ...]]  # what a question is about -> beginnings of its words
    mapped: Mapping[str, str] = field(default_factory=dict)  # the decisions of a mapping file
    here: Mapping[str, Asked] = field(default_factory=dict)  # its labels, and ids of cells, that ask the auditor
    labels: Mapping[str, str] = field(default_factory=dict)  # its labels that ask us

    def asks(self, label: str) -> Asked | None:
        """What a label asks of the auditor, None where it is not known."""
        return self.asked.get(plain(label))

    def decides(self, said: str, question: str, stage: str) -> str:
        """The decision that a box or a word stands for; '' where that is not certain. `question`: what it answers;
        `stage`: what the answer was made to serve as."""
        word = plain(said)
        found = self.mapped.get(word) or self.decided.get(word, "")
        if found in _DECISIONS:
            return found
        about = self._about(question)
        if found == "no":
            return RETURNED if about in ("accepted", "plan") else ""
        if found == "yes" and about == "closed":
            return CLOSED
        return PLAN_ACCEPTED if found == "yes" and (about == "plan" or (about == "accepted" and stage == "plan")) \
            else ""

    def offers(self, label: str, said: str) -> bool:
        """Whether both are answers, "accepted" and "rejected": then the form may have printed them to choose from."""
        return self.decided.get(plain(label)) == "yes" and self.decided.get(plain(said)) in _DECISIONS

    def is_decision(self, said: str, question: str) -> bool:
        """Whether a box has to do with the decision, though it may not be certain what it means."""
        return plain(said) in self.decided and (self._about(question) != "" or self.decided[plain(said)] in _DECISIONS)

    def _about(self, question: str) -> str:
        said = question.casefold()
        found = next((about for about, words in self.about.items() if any(word in said for word in words)), "")
        return found or ("accepted" if self.here.get(plain(question)) is Asked.DECISION else "")


@cache
def _own() -> ReplyWords:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return ReplyWords({plain(label): Asked(asked) for asked, labels in data["asked"].items() for label in labels},
                      {plain(word): decided for decided, every in data["decided"].items() for word in every},
                      {about: tuple(word.casefold() for word in every) for about, every in data["about"].items()})


def reply_words(mapping: Path | None = None) -> ReplyWords:
    """The words, with a mapping file: what its table [reply] says, "Verdict" = "decision", "Hold" = "Returned", and
    which labels are ours. Raises CannotRun, naming the entry."""
    own = _own()
    entries = tables(mapping).get(REPLY, {}) if mapping is not None else {}
    here, decided = dict[str, Asked](), dict[str, str]()
    for label, value in entries.items():
        if value in _DECISIONS:
            decided[plain(label)] = str(value)
        elif value in list(Asked):
            here[plain(label)] = Asked(str(value))
        else:
            known = ", ".join((*Asked, *_DECISIONS))
            raise CannotRun(f'{mapping}: the entry "{label}" under [{REPLY}] is {value!r}; it may be: {known}.')
    return ReplyWords({**own.asked, **here}, {**own.decided, **dict.fromkeys(decided, "")} | decided, own.about,
                      decided, here, read(mapping) if mapping is not None else {})
