"""Content controls: found by their title or tag, and filled so that the control itself stays.

Structured document tags: ECMA-376 Part 1, 17.5.2.
"""

from __future__ import annotations

import copy
import re

from lxml import etree

from ncr_toolkit.forms.docx.form_writer import FormWriter, plain_look, strip_unique
from ncr_toolkit.forms.docx.wordprocessingml import Element, inside, is_gone, on, pieces, w, w14
from ncr_toolkit.forms.meaning.answers import names as every_name
from ncr_toolkit.forms.meaning.day_formats import ONE_DAY, shown_day
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, means, same
from ncr_toolkit.forms.survey.grid import is_free
from ncr_toolkit.forms.survey.places import Act, FoundBy, Place

_OTHERS = ("picture", "docPartObj", "docPartList", "citation", "bibliography", "equation", "group")
_LISTS = ("dropDownList", "comboBox")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PREFIX = re.compile(r"^(?:txt|text|chk|cb|cbx|check|dd|ddl|drop|date|dt|fld|field|cc|sdt|ctl)[ _\-]+", re.IGNORECASE)
LOCKED = "it is locked by the body"


def find(tree: Element, words: Vocabulary) -> dict[Element, Place]:
    """The controls that a person would fill, but for boxes to tick: those without a name of ours are not `known`."""
    found = {}
    for control in tree.iter(w("sdt")):
        settings, content = control.find(w("sdtPr")), control.find(w("sdtContent"))
        if settings is None or content is None or is_gone(control) or is_box(control):
            continue
        if any(settings.find(w(name)) is not None for name in _OTHERS) or _holds_more(settings, content):
            continue
        found[control] = _spot(control, settings, content, words)
    return found


def is_box(control: Element) -> bool:
    """Whether a control is a box to tick."""
    return control.find(f"{w('sdtPr')}/{w14('checkbox')}") is not None


def title(control: Element) -> list[str]:
    """What the control is called: its title, then its tag."""
    return [value for name in ("alias", "tag")
            if (value := control.find(f"{w('sdtPr')}/{w(name)}").get(w("val"), "").strip()  # type: ignore[union-attr]
                if control.find(f"{w('sdtPr')}/{w(name)}") is not None else "")]


def named(called: list[str], words: Vocabulary) -> tuple[str, ...]:
    """What of the register one of these names means: a name of ours, or a label written as one word."""
    for each in called:
        ours = each.strip().replace(" ", "")
        if ours in every_name() and ours not in words.mapped:
            return (ours,)
        spelt = _CAMEL.sub(" ", _PREFIX.sub("", each)).replace("_", " ").replace(".", " ")
        dotted = each.strip().replace("_", ".", 1)
        if dotted in every_name():
            return (dotted,)
        if found := words.names(each) or words.names(spelt):
            return found
    return ()


def _holds_more(settings: Element, content: Element) -> bool:
    """Whether a control holds rows, tables or other controls: those are looked at themselves."""
    return next(content.iter(w("sdt"), w("tbl"), w("tr")), None) is not None \
        or any(etree.QName(child).localname.startswith("repeatingSection") for child in settings)


def _spot(control: Element, settings: Element, content: Element, words: Vocabulary) -> Place:
    called = title(control)
    names = named(called, words)
    place = Place(FoundBy.CONTROL, "", called[0] if called else "", names, known=bool(names), act=Act.CONTROL)
    lock = settings.find(w("lock"))
    if not _is_empty(control, settings, content, words):
        place.why, place.known = "it is filled already", True
    elif lock is not None and lock.get(w("val")) in ("contentLocked", "sdtContentLocked"):
        place.why, place.known = LOCKED, True
    elif settings.find(w("dataBinding")) is not None:
        place.why, place.known = "it is bound to data elsewhere in the file; fill it in Word", True
    elif not names and called and (left := next((words.left(each) for each in called if words.left(each)), "")):
        place.why, place.known = left, True
    return place


def _is_empty(control: Element, settings: Element, content: Element, words: Vocabulary) -> bool:
    shows = settings.find(w("showingPlcHdr"))
    if shows is not None and on(shows):
        return True
    lines = list(content.iter(w("p")))
    if lines:
        return all(is_free(line, words) for line in lines)
    said = "".join(letters.text or "" for letters in content.iter(w("t"))).strip()
    return not said or words.is_placeholder(said) or not said.strip("_.\u2026 \u2002\u00a0")


def fill(control: Element, value: str, pen: FormWriter) -> tuple[str, str]:
    """Write a value into a control. Gives why it was left, and what to know about what was written."""
    settings, content = control.find(w("sdtPr")), control.find(w("sdtContent"))
    assert settings is not None and content is not None
    shown, trouble = _shown(settings, value)
    if trouble:
        return trouble, ""
    plain = settings.find(w("text"))
    note = ""
    if plain is not None and plain.get(w("multiLine"), "0") not in ("1", "true", "on") and "\n" in shown:
        shown, note = "; ".join(shown.split("\n")), "the control takes one line: line breaks became semicolons"
    for switch in settings.findall(w("showingPlcHdr")):
        settings.remove(switch)
    _replace(settings, content, shown, pen)
    return "", note


def _shown(settings: Element, value: str) -> tuple[str, str]:
    """A value as the control shows it, or why the control cannot hold it."""
    day = settings.find(w("date"))
    if day is not None:
        shape = day.find(w("dateFormat"))
        shown = shown_day(value, shape.get(w("val"), "") if shape is not None else "")
        if not shown:
            return "", f"{ONE_DAY}, and the register has '{_short(value)}'"
        day.set(w("fullDate"), f"{value}T00:00:00Z")
        return shown, ""
    for kind in _LISTS:
        choice = settings.find(w(kind))
        if choice is not None:
            entries = [(entry.get(w("displayText"), "") or entry.get(w("value"), ""), entry.get(w("value"), ""))
                       for entry in choice.iter(w("listItem"))]
            fitting = [shown for shown, own in entries if same(shown, value) or same(own, value)] or list(
                dict.fromkeys(shown for shown, _ in entries if means(shown, value)))
            if len(fitting) > 1 and not same(fitting[0], value):  # critical, major and minor are a scale of its own
                return "", f"entries of its list say the same of '{_short(value)}': {', '.join(fitting)}; choose one"
            if fitting:
                return fitting[0], ""
            return (value, "") if kind == "comboBox" else ("", f"its list has no entry '{_short(value)}'")
    return value, ""


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= 40 else f"{line[:37]}..."


def _replace(settings: Element, content: Element, shown: str, pen: FormWriter) -> None:
    """Put the text in the place of what the control shows, in the look of the control."""
    look = plain_look(settings.find(w("rPr")))
    if look is None or not len(look):
        look = plain_look(next(content.iter(w("rPr")), None))
    cell = content.find(w("tc"))
    holder = content if cell is None else cell
    lines = holder.findall(w("p"))
    if not lines:
        for child in list(content):
            content.remove(child)
        content.extend(pen.content(shown, look))
        return
    for line in lines[1:]:
        holder.remove(line)
    for child in list(lines[0]):
        if child.tag != w("pPr"):
            lines[0].remove(child)
    if settings.find(w("text")) is not None or pen.tracked:
        lines[0].extend(pen.content(shown, look))
        return
    bare, last = copy.deepcopy(lines[0]), lines[0]
    strip_unique(bare)
    first, *further = shown.split("\n")
    last.extend(pen.content(first, look))
    for letters in further:  # a rich text holds paragraphs, as Word makes them
        line = copy.deepcopy(bare)
        line.extend(pen.content(letters, look))
        last.addnext(line)
        last = line


def tick(control: Element, pen: FormWriter) -> None:
    """Tick a box: its state, and the letter that shows it."""
    box = control.find(f"{w('sdtPr')}/{w14('checkbox')}")
    content = control.find(w("sdtContent"))
    assert box is not None and content is not None
    state = box.find(w14("checked"))
    if state is None:
        state = etree.Element(w14("checked"))
        box.insert(0, state)
    state.set(w14("val"), "1")
    shape = box.find(w14("checkedState"))
    code, font = (shape.get(w14("val"), "2612"), shape.get(w14("font"), "")) if shape is not None else ("2612", "")
    letter = next(content.iter(w("t"), w("sym")), None)
    if letter is None:
        return
    if letter.tag == w("sym"):
        letter.set(w("font"), font or "Wingdings")
        letter.set(w("char"), code if font else "F0FE")
        return
    run = inside(letter, "r")
    assert run is not None
    for new in pen.content(chr(int(code, 16)), plain_look(run.find(w("rPr")))):
        run.addprevious(new)
    pen.cut(run)


def is_ticked(control: Element) -> bool:
    """Whether a box is ticked now."""
    state = control.find(f"{w('sdtPr')}/{w14('checkbox')}/{w14('checked')}")
    return state is not None and state.get(w14("val"), "1") in ("1", "true", "on")


def words_before(control: Element) -> str:
    """The text of the paragraph in front of a control, up to the control before it."""
    paragraph = inside(control, "p")
    said = ""
    for piece in pieces(paragraph) if paragraph is not None else ():
        around = inside(piece.run, "sdt")
        if around is control:
            break
        said = said + piece.text if around is None else ""
    return said
