"""The tags of ours as places: what each prints, or goes through."""

from __future__ import annotations

import re
from collections import Counter

from ncr_toolkit.forms.survey.places import FoundBy, Place
from ncr_toolkit.forms.tags.render import Tags
from ncr_toolkit.forms.tags.values import asked


def tag_places(made: Tags, written: Counter[str], part: str, prefix: str) -> list[Place]:
    """The places of tags that print something. `written`: tags that stand for those of another system, which are places
    already; they are counted off. `prefix`: of their ids."""
    found = []
    for number, (tag, stands) in enumerate(made.tags, start=1):
        if written[tag] > 0:
            written[tag] -= 1
        elif _prints(tag):
            found.append(Place(FoundBy.TAG, stands, tag, asked(_plain(tag)), part=part, id=f"{prefix}N{number}"))
    return found


def _prints(tag: str) -> bool:
    """Whether a tag prints something, or goes through rows."""
    return tag.startswith("{{") or re.match(r"\{%-?\s*(?:tr\s|tc\s|p\s|r\s)?\s*for\b", tag) is not None


def _plain(tag: str) -> str:
    return re.sub(r"^\{%-?\s*(?:tr|tc|p|r)\s", "{% ", tag)
