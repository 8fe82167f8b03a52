"""Tags of other systems: {{x}} of another naming, {x} and {#rows} of docxtemplater, MERGEFIELD.

What they ask is found by their names or by a mapping, and written as tags of ours; the rest stays, and is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from ncr_toolkit.forms.docx.wordprocessingml import Element, is_gone, text, w
from ncr_toolkit.forms.meaning.answers import CHOICES, ONES, ROWS
from ncr_toolkit.forms.meaning.answers import names as every_name
from ncr_toolkit.forms.meaning.mapping import LEAVE
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.survey.places import FoundBy, Place
from ncr_toolkit.forms.survey.rooms import locate
from ncr_toolkit.forms.survey.row_tables import first_field
from ncr_toolkit.forms.survey.walk import FormSurvey, Seat
from ncr_toolkit.forms.tags.render import gather
from ncr_toolkit.forms.tags.rules import TOP

OPEN, CLOSE = "\ue0f0", "\ue0f1"
"""Braces that stay as they are: they stand for { and } while the tags of ours are filled."""
_DOUBLE = re.compile(r"\{\{\s*(?P<name>[A-Za-z_]\w*(?:\.\w+)*)\s*\}\}")
_SINGLE = re.compile(r"(?<!\{)\{(?P<kind>[#/^]?)\s?(?P<name>[A-Za-z_]\w*(?:\.\w+)*)\s?\}(?!\})")
_JINJA = re.compile(
    r"\{%-?\s*(?:(?:tr|tc|p|r)\s+)?(?P<word>for|endfor)\b(?:\s+(?P<one>\w+)\s+in\s+(?P<name>[\w.]+))?[^%]*%\}"
)
_TAG = re.compile(r"\{(?:\{|(?P<loop>%)[^%]*?\bin\b)\s*(?P<name>[A-Za-z_][\w.]*)")
_RESERVED = frozenset(
    [
        "self",
        "loop",
        "cycler",
        "lipsum",
        "range",
        "dict",
        "namespace",
        "joiner",
        "caller",
        "varargs",
        "kwargs",
        "true",
        "false",
        "none",
        "draft",
        "gaps",
        "text",
    ]
)
_NEAR = 0.82  # likeness at which a name is one of ours with a slip of the pen
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
UNKNOWN = "a tag of another system, and its name is not known; say in the mapping file what it asks"


@dataclass
class Foreign:
    """Finds the tags of other systems in one part, and settles them before ours are read."""

    survey: FormSurvey
    words: Vocabulary
    part: str
    places: list[Place] = field(default_factory=list)
    loops: list[str] = field(default_factory=list)  # what the foreign loops around hold, '' where that is not known
    opened: list[bool] = field(
        default_factory=list
    )  # the loops around in the order of the form: whether each is foreign
    variables: set[str] = field(default_factory=set)  # of foreign loops
    written: Counter[str] = field(default_factory=Counter)  # tags of ours that stand for foreign ones
    ours: bool = False  # tags that only ours can be stand in the part
    theirs: bool = False  # tags stand there that none of ours is like

    def settle(self, tree: Element) -> list[Place]:
        """Every such tag as a place. The tree is changed: no foreign tag is left that a template could read."""
        where = ""
        self._look([text(each) for each in tree.iter(w("p")) if not is_gone(each)])
        for number, paragraph in enumerate(tree.iter(w("p"))):
            if is_gone(paragraph):
                continue
            said = text(paragraph)
            if "{" not in said and OPEN not in said:
                continue
            seat = self.survey.seats.get(paragraph)
            where = seat.where if seat is not None else where
            tags = list(self._tags(said))
            for found in reversed(tags):
                gather(paragraph, found.start(), found.end())
            for found in tags:
                self._settle(paragraph, found, seat, where or f"paragraph {number}")
        return self.places

    def _settle(self, paragraph: Element, found: re.Match[str], seat: Seat | None, where: str) -> None:
        """One tag: a place where it prints or goes through rows, and written as one of ours where it is known."""
        kind = _kind(found)
        if kind == "end":
            meant = self.loops.pop() if self.loops else ""
            self._write(paragraph, found.group(), "{% endfor %}" if meant in ROWS else "")
            return
        place = self._place(found, kind, where)
        if seat is not None:
            place.id = ""
            locate(place, seat)
        self.places.append(place)
        if kind == "rows":
            self.loops.append(place.names[0] if place.names else "")
        self._write(paragraph, found.group(), self._ours(place, kind))

    def _tags(self, said: str) -> Iterator[re.Match[str]]:
        """The foreign tags of a line, in order."""
        found = [*_SINGLE.finditer(said), *(each for each in _DOUBLE.finditer(said)
                                                 if self._is_foreign(each["name"], printed=True)),
                 *(each for each in _JINJA.finditer(said) if self._is_foreign_loop(each))]
        yield from sorted(found, key=lambda each: each.start())

    def _is_foreign_loop(self, found: re.Match[str]) -> bool:
        if found["word"] == "endfor":
            return bool(self.opened) and self.opened.pop()
        foreign = found["name"] is not None and self._is_foreign(found["name"])
        self.opened.append(foreign)
        if foreign:
            self.variables.add(found["one"])
        return foreign

    def _look(self, lines: list[str]) -> None:
        """Look whose tags stand in the part. Ours are known by their names, or with a slip of the pen in the names of
        a loop or a record; "{{owner}}" may be anybody's."""
        for found in [each for line in lines for each in _TAG.finditer(line)]:
            root, dot, _ = found["name"].partition(".")
            like = bool(get_close_matches(root, TOP, 1, _NEAR))
            self.ours = self.ours or (root in TOP and root not in ONES) or (like and bool(dot or found["loop"]))
            self.theirs = self.theirs or not (like or root in _RESERVED)

    def _is_foreign(self, name: str, *, printed: bool = False) -> bool:
        """Whether a name is of another system, and not one of ours with a slip of the pen. `printed`: by a tag that
        only prints it: where none can only be ours, that is of theirs whatever ours it is like."""
        root, _, rest = name.partition(".")
        if root in self.variables:
            return True
        if root in _RESERVED or root.startswith("_") or "__" in name:
            return False
        if printed and not self.ours and (self.theirs or root not in TOP):
            return True
        return root not in TOP and not rest and not get_close_matches(root, TOP, 1, _NEAR)

    def _place(self, found: re.Match[str], kind: str, where: str) -> Place:
        place = Place(
            FoundBy.TAG, where, found.group(), part=self.part, id=f"{self.survey.prefix}G{len(self.places) + 1}"
        )
        meant = self._meaning(found["name"], rows=kind == "rows")
        place.names = (meant,) if meant and meant != LEAVE else ()
        place.known = bool(meant)
        place.why = "" if place.names else "the mapping file says so" if meant else UNKNOWN
        return place

    def _meaning(self, name: str, *, rows: bool) -> str:
        """What of the register a name stands for; '' where that is not known."""
        spelt = _CAMEL.sub(" ", name.replace("_", " ").replace(".", " "))
        for each in (f"{{{{{name}}}}}", f"{{{name}}}", f"{{#{name}}}", name, spelt):
            if said := self.words.mapped.get(plain(each)):
                return said
        around = self.loops[-1] if self.loops else ""
        if self.loops and not rows:
            own = first_field(spelt.rpartition(" ")[2] if "." in name else spelt, around, self.words) if around else ""
            return f"{around}.{own}" if own else ""
        if rows:
            names = self.words.names(spelt)
            return (
                spelt.casefold()
                if spelt.casefold() in ROWS
                else names[0]
                if len(names) == 1 and names[0] in ROWS
                else ""
            )
        meant = next((each for each in (name, name.replace("_", ".", 1)) if each in every_name()), "")
        names = (meant,) if meant else self.words.names(spelt)
        return names[0] if len(names) == 1 else ""

    def _ours(self, place: Place, kind: str) -> str:
        """A tag of ours for a place; '' where it stays as it is."""
        name = place.names[0] if place.names else ""
        if name not in every_name():
            return ""
        if kind == "rows":
            return f"{{% for row{len(self.loops)} in {name} %}}" if name in ROWS else ""
        first, _, rest = name.partition(".")
        if self.loops and self.loops[-1] == first and rest:
            return f"{{{{ row{len(self.loops)}.{rest} }}}}"
        if (first in ROWS and rest) or name in CHOICES:
            return ""
        return f"{{{{ {'text.' + first if first in ROWS else name} }}}}"

    def _write(self, paragraph: Element, tag: str, ours: str) -> None:
        """Write a tag as one of ours, or so that it stays."""
        self.written[ours] += bool(ours)
        for letters in paragraph.iter(w("t")):
            if letters.text and tag in letters.text:
                letters.text = letters.text.replace(tag, ours or tag.replace("{", OPEN).replace("}", CLOSE), 1)
                return


def _kind(found: re.Match[str]) -> str:
    """What a tag is: "end", "rows" or "text"."""
    own = found.groupdict()
    if own.get("kind") == "/" or own.get("word") == "endfor":
        return "end"
    return "rows" if own.get("kind") in ("#", "^") or own.get("word") == "for" else "text"


def restore(tree: Element) -> None:
    """Give tags that stayed their braces back."""
    for letters in tree.iter(w("t")):
        if letters.text and (OPEN in letters.text or CLOSE in letters.text):
            letters.text = letters.text.replace(OPEN, "{").replace(CLOSE, "}")



def unlink(holder: Element) -> None:
    """Take the merge fields of a place away, so that Word does not put their names back; what they show stays."""
    for simple in list(holder.iter(w("fldSimple"))):
        parent = simple.getparent()
        if parent is not None and "MERGEFIELD" in simple.get(w("instr"), ""):
            for child in list(simple):
                simple.addprevious(child)
            parent.remove(simple)
    for line in holder.iter(w("p")):
        if any("MERGEFIELD" in (each.text or "") for each in line.iter(w("instrText"))):
            for mark in [*line.iter(w("fldChar")), *line.iter(w("instrText"))]:
                run = mark.getparent()
                if run is not None and mark.find(w("ffData")) is None:
                    run.remove(mark)
