"""Our styles, put among those of a company's template: what it has stays as it is, what it lacks follows its look."""

from __future__ import annotations

import copy
import re
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ncr_toolkit.word.styles import ACCENT, BULLETS, CODE_LETTERS, INK, STYLES, W, style_id
from ncr_toolkit.word.template.hidden_styles import is_bare, why_hidden
from ncr_toolkit.word.template.palette import Palette, Styles

LINE = "Response line"
"""The style of what we write into the header and footer of others, whose own styles have other tabs."""
_OURS_ALWAYS = {LINE.casefold(), "draft"}  # what must be seen is not left to a style of the same name
_NEVER = {"header", "footer"}
_HEADINGS = {"Title", "Subtitle", "heading 1", "heading 2"}
_KINDS = {qn("w:basedOn"), qn("w:next"), qn("w:link")}
_EVEN = ("left", "start", "right", "end", "firstLine", "hanging")


def adopt(root: Any, numbering: Any, palette: Palette, width: int) -> dict[str, str]:
    """Add to the styles `root` (and its `numbering`) what ours needs and they lack.

    `width`: of the text, in twips. Gives for the ids of our styles the ids they have there.
    """
    styles, ids = Styles(root), {}
    ours = [parse_xml(f'<w:all xmlns:w="{W}">{each}</w:all>')[0] for each in (*STYLES, *_lines())]
    wanted = [(_name(each), each) for each in ours if _name(each) not in _NEVER]
    added = []
    for name, style in wanted:
        theirs = _same(styles, name, style)
        if theirs is not None:
            ids[style_of(style)] = theirs.get(qn("w:styleId"))
            if name in _HEADINGS and styles.value(theirs, "w:pPr/w:keepNext") is None:
                theirs.get_or_add_pPr().get_or_add_keepNext()  # no heading alone at the foot of a page
        else:
            ids[style_of(style)] = _free(styles, style_of(style))
            added.append((name, style))
    ids["Header"] = ids["Footer"] = ids[style_id(LINE)]
    bullet = _bullet(numbering) if any(name == "Gap" for name, _ in added) else ""
    for name, style in added:
        _derive(style, name, styles, ids, palette, width, bullet)
        root.append(style)
    return ids


def hidden(styles: Styles) -> list[str]:
    """The template's styles in whose place ours are used because nobody would see them, each with the reason."""
    names = [_name(parse_xml(f'<w:all xmlns:w="{W}">{each}</w:all>')[0]) for each in STYLES]
    return [f"{name} ({why})" for name in names if name not in _NEVER and (found := styles.find(name)) is not None
            and found.get(qn("w:type"), "paragraph") == "paragraph" and not found.get(qn("w:default"))
            and (why := why_hidden(styles, found))]


def style_of(style: Any) -> str:
    """The id of a style."""
    return str(style.get(qn("w:styleId"), ""))


def _name(style: Any) -> str:
    return str(style.find(qn("w:name")).get(qn("w:val")))


def _lines() -> list[str]:
    """Our line in a header, made of our header's style."""
    return [each.replace('"Header"', f'"{style_id(LINE)}"').replace('"header"', f'"{LINE}"')
            for each in STYLES if '<w:name w:val="header"/>' in each]


def _same(styles: Styles, name: str, ours: Any) -> Any:
    """The template's own style in the place of ours; None where it has none that will do."""
    kind = ours.get(qn("w:type"))
    if ours.get(qn("w:default")) and (default := styles.default(kind)) is not None:
        return default
    found = styles.find(name)
    usable = found is not None and found.get(qn("w:type"), "paragraph") == kind and style_of(found) \
        and not (kind == "paragraph" and (why_hidden(styles, found) or (name == "Title" and is_bare(found))))
    return found if usable and name.casefold() not in _OURS_ALWAYS else None


def _free(styles: Styles, id: str) -> str:
    """An id that no style of the template has."""
    taken = {each.casefold() for each in styles.ids}
    return next(each for each in (id, *(f"{id}{number}" for number in range(2, 10_000)))
                if each.casefold() not in taken)


def _derive(style: Any, name: str, styles: Styles, ids: dict[str, str], palette: Palette, width: int,
            bullet: str) -> None:
    """Make one of our styles follow the template."""
    style.set(qn("w:styleId"), ids[style_of(style)])
    if styles.find(name) is not None:  # a style of another kind has our name
        taken = next(f"{name} ({number})" for number in range(2, 10_000) if styles.find(f"{name} ({number})") is None)
        style.find(qn("w:name")).set(qn("w:val"), taken)
    scale = palette.tables if name.startswith("Table") else palette.scale
    for element in list(style.iter()):
        if element.tag in _KINDS:
            element.set(qn("w:val"), ids[element.get(qn("w:val"))])
        elif element.tag in (qn("w:sz"), qn("w:szCs")):
            element.set(qn("w:val"), str(round(int(element.get(qn("w:val"))) * scale)))
        elif element.tag == qn("w:numId"):
            element.set(qn("w:val"), bullet)
        elif element.tag == qn("w:tab"):
            element.set(qn("w:pos"), str(width))
        elif element.tag == qn("w:rFonts") and element.get(qn("w:ascii")) != CODE_LETTERS:
            element.getparent().remove(element)
        else:
            _coloured(element, palette)
    if style.get(qn("w:type")) == "paragraph" and not style.get(qn("w:default")):
        _headed(style, palette) if name in _HEADINGS else _straight(style, styles)


def _coloured(element: Any, palette: Palette) -> None:
    name = qn("w:val") if element.tag == qn("w:color") else qn("w:color")
    colour = element.get(name)
    if colour == INK:
        element.getparent().remove(element)
    elif colour == ACCENT:
        element.set(name, palette.accent)


def _headed(style: Any, palette: Palette) -> None:
    """A heading the template lacks has the letters of those it has."""
    if palette.heading_font is not None and (letters := style.find(qn("w:rPr"))) is not None:
        letters.insert(0, copy.deepcopy(palette.heading_font))


def _straight(style: Any, styles: Styles) -> None:
    """No justified lines and first-line indents in tables and labels, whatever the company's text has."""
    normal = styles.default("paragraph")
    settings = style.get_or_add_pPr()
    if styles.value(normal, "w:pPr/w:jc") is not None and settings.find(qn("w:jc")) is None:
        settings._add_jc().set(qn("w:val"), "left")
    theirs = styles.value(normal, "w:pPr/w:ind")
    if theirs is not None and settings.find(qn("w:ind")) is None:
        indent = settings.get_or_add_ind()
        for side in ("left", "right", "firstLine"):
            indent.set(qn(f"w:{side}"), "0")


def _bullet(numbering: Any) -> str:
    """Add our bullet to the numbering; gives its number."""
    lists: Any
    numbers: Any
    lists, numbers = parse_xml(f'<w:all xmlns:w="{W}">{BULLETS}</w:all>')
    known = {tag: [int(each.get(qn(f"w:{tag}Id"))) for each in numbering.findall(qn(f"w:{tag}"))
                   if re.fullmatch(r"-?\d+", each.get(qn(f"w:{tag}Id"), ""))] for tag in ("abstractNum", "num")}
    list_id, number = (str(max(known[tag], default=0) + 1) for tag in ("abstractNum", "num"))
    lists.set(qn("w:abstractNumId"), list_id)
    numbers.set(qn("w:numId"), number)
    numbers.find(qn("w:abstractNumId")).set(qn("w:val"), list_id)
    first = next((each for each in numbering if each.tag in (qn("w:num"), qn("w:numIdMacAtCleanup"))), None)
    if first is None:
        numbering.append(lists)
    else:
        first.addprevious(lists)
    last = numbering.find(qn("w:numIdMacAtCleanup"))
    if last is None:
        numbering.append(numbers)
    else:
        last.addprevious(numbers)
    return number
