"""Form fields of older Word (FORMTEXT, FORMCHECKBOX, FORMDROPDOWN): found by their bookmark or help text.

Fields and form fields: ECMA-376 Part 1, 17.16.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from ncr_toolkit.forms.docx.form_writer import FormWriter, is_filler, plain_look
from ncr_toolkit.forms.docx.wordprocessingml import Element, inside, is_gone, on, w
from ncr_toolkit.forms.filling.controls import LOCKED, named
from ncr_toolkit.forms.meaning.day_formats import ONE_DAY, shown_day
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, means, same
from ncr_toolkit.forms.survey.places import Act, FoundBy, Place

_DEFAULT = re.compile(r"(?:text|texto|texte|check|kontrollkästchen|dropdown|caseacocher|casilla|listedéroulante|"
                      r"listadesplegable|unnamed|__fieldmark__)[\d_]*$", re.IGNORECASE)
UNTRACKED = "the state of this field cannot be shown as a tracked change"


@dataclass(frozen=True, slots=True)
class Field:
    """One form field: the run in which it begins, what it shows, and where it ends."""

    begin: Element  # the fldChar
    shown: tuple[Element, ...]  # the runs of its result
    separate: Element | None
    end: Element | None

    @property
    def data(self) -> Element:
        found = self.begin.find(w("ffData"))
        assert found is not None
        return found


def find(tree: Element, words: Vocabulary) -> dict[Element, Place]:
    """The text fields and lists of the form by the element in which they begin."""
    found = {}
    for begin in tree.iter(w("fldChar")):
        data = begin.find(w("ffData"))
        if data is None or data.find(w("checkBox")) is not None or is_gone(begin):
            continue
        called = title(begin)
        names = named(called, words)
        place = Place(FoundBy.FIELD, "", called[0] if called else "", names, known=bool(names), act=Act.FIELD)
        if trouble := _trouble(field(begin), words):
            place.why, place.known = trouble, True
        elif not names and (left := next((words.left(each) for each in called if words.left(each)), "")):
            place.why, place.known = left, True
        found[begin] = place
    return found


def title(begin: Element) -> list[str]:
    """What a field is called: its bookmark, status line and help text; names that Word gave are left out."""
    data = begin.find(w("ffData"))
    assert data is not None
    texts = [each.get(w("val"), "").strip() for name in ["name", "statusText", "helpText"]
             if (each := data.find(w(name))) is not None]
    return [each for each in texts if each and not _DEFAULT.match(each)]


def field(begin: Element) -> Field:
    """The field that begins there. One that does not end in its paragraph has no end."""
    run, paragraph = begin.getparent(), inside(begin, "p")
    assert run is not None and paragraph is not None
    shown: list[Element] = []
    separate = None
    depth = 0
    rest = list(paragraph.iter(w("r")))
    for each in rest[rest.index(run):]:
        for mark in each.iter(w("fldChar")):
            kind = mark.get(w("fldCharType"))
            depth += {"begin": 1, "end": -1}.get(kind or "", 0)
            if kind == "separate" and depth == 1:
                separate = each
            if depth == 0:
                return Field(begin, tuple(shown), separate, each)
        if separate is not None and each is not separate:
            shown.append(each)
    return Field(begin, tuple(shown), separate, None)


def _trouble(found: Field, words: Vocabulary) -> str:
    """Why a field is not filled, '' where it may be."""
    enabled = found.data.find(w("enabled"))
    if enabled is not None and not on(enabled):
        return LOCKED
    if found.data.find(w("ddList")) is not None:
        result = found.data.find(f"{w('ddList')}/{w('result')}")
        return "it is filled already" if result is not None and result.get(w("val"), "0") != "0" else ""
    if found.end is None or found.separate is None:
        return "it is filled already" if found.end is None else "it is damaged"
    kind = found.data.find(f"{w('textInput')}/{w('type')}")
    if kind is not None and kind.get(w("val")) in ("currentTime", "currentDate", "calculated"):
        return "Word computes it"
    said = "".join(letter.text or "" for run in found.shown for letter in run.iter(w("t")))
    default = found.data.find(f"{w('textInput')}/{w('default')}")
    own = default.get(w("val"), "") if default is not None else ""
    return "" if is_filler(said) or said == own or words.is_placeholder(said) else "it is filled already"


def fill(begin: Element, value: str, pen: FormWriter) -> tuple[str, str]:
    """Write a value into a field. Gives why it was left, and what to know about what was written."""
    found = field(begin)
    if (choice := found.data.find(w("ddList"))) is not None:
        return _choose(choice, value, pen)
    shown, trouble = _shown(found.data, value)
    if trouble:
        return trouble, ""
    assert found.separate is not None
    look = plain_look(next((run.find(w("rPr")) for run in found.shown), found.separate.find(w("rPr"))))
    behind = found.separate
    for new in pen.content(shown, look):
        behind.addnext(new)
        behind = new
    for run in found.shown:
        pen.cut(run)
    return "", ""


def _shown(data: Element, value: str) -> tuple[str, str]:
    """A value as the field shows it, or why it cannot hold it."""
    kind, shape, most = (data.find(f"{w('textInput')}/{w(name)}") for name in ("type", "format", "maxLength"))
    if kind is not None and kind.get(w("val")) == "date":
        value = shown_day(value, shape.get(w("val"), "") if shape is not None else "") or ""
        if not value:
            return "", f"{ONE_DAY}, and the register has none that is certain"
    if kind is not None and kind.get(w("val")) == "number" and not value.isdigit():
        return "", "it takes a number, and the register has a text"
    limit = most.get(w("val"), "") if most is not None else ""
    if limit.isdigit() and 0 < int(limit) < len(value):
        return "", f"it takes {limit} characters, and the answer has {len(value)}"
    return value, ""


def _choose(choice: Element, value: str, pen: FormWriter) -> tuple[str, str]:
    entries = [entry.get(w("val"), "") for entry in choice.iter(w("listEntry"))]
    for number, entry in enumerate(entries):
        if same(entry, value) or means(entry, value):
            for old in choice.findall(w("result")):
                choice.remove(old)
            result = etree.Element(w("result"))
            result.set(w("val"), str(number))
            choice.insert(0, result)
            return "", UNTRACKED if pen.tracked else ""
    return f"its list has no entry '{value[:40]}'", ""


def tick(begin: Element) -> None:
    """Tick the box of a form field."""
    box = begin.find(f"{w('ffData')}/{w('checkBox')}")
    assert box is not None
    state = box.find(w("checked"))
    if state is None:
        state = etree.SubElement(box, w("checked"))
    state.set(w("val"), "1")


def words_before(begin: Element) -> str:
    """The text of the paragraph in front of a field, up to the field before it."""
    paragraph, run = inside(begin, "p"), begin.getparent()
    said = ""
    for each in paragraph.iter(w("r")) if paragraph is not None else ():
        if each is run:
            break
        for child in each:
            if child.tag == w("t"):
                said += child.text or ""
            elif child.tag == w("tab"):
                said += "\t"
            elif child.tag == w("fldChar") and child.get(w("fldCharType")) == "end":
                said = ""
    return said
