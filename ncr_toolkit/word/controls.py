"""Content controls: fields of a document that somebody else fills in, each with a tag by which it is found again.

Structured document tags: ECMA-376 Part 1, 17.5.2; tick-boxes as in [MS-DOCX].
"""

from __future__ import annotations

from ncr_toolkit.word.blocks import escaped, run

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_GOTHIC = '<w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/>'
_FIRST = 42_000_000  # ids of controls begin here
_ROOM = "\u2002" * 12  # en spaces: wide enough to click on, and nothing on paper
EMPTY, TICKED = "\u2610", "\u2612"
_DAY = ('<w:date><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="en-GB"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>')


def tick_box(name: str, tag: str, number: int) -> str:
    """An empty box that is ticked with a click; `number`: its own within the document."""
    states = "".join(f'<w14:{state}edState w14:val="{ord(letter):04X}" w14:font="MS Gothic"/>'
                     for state, letter in (("check", TICKED), ("uncheck", EMPTY)))
    return _control(name, tag, number, f'<w14:checkbox xmlns:w14="{_W14}"><w14:checked w14:val="0"/>{states}'
                    "</w14:checkbox>", run(EMPTY, more=_GOTHIC))


def text_field(name: str, tag: str, number: int) -> str:
    """An empty field for a text of one line or several: a rich one: LibreOffice 7 loses the line breaks of a plain
    one."""
    return _control(name, tag, number, "<w:richText/>", run(_ROOM), blank=True)


def day_field(name: str, tag: str, number: int) -> str:
    """An empty field for a day, chosen from a calendar and shown as 2026-06-30."""
    return _control(name, tag, number, _DAY, run(_ROOM), blank=True)


def _control(name: str, tag: str, number: int, kind: str, content: str, *, blank: bool = False) -> str:
    """`blank`: what it shows goes with the first letter that is typed."""
    return (f'<w:sdt><w:sdtPr><w:alias w:val="{escaped(name)}"/><w:tag w:val="{escaped(tag)}"/>'
            f'<w:id w:val="{_FIRST + number}"/>{"<w:showingPlcHdr/>" if blank else ""}{kind}</w:sdtPr>'
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>")
