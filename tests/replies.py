"""A certification body that answers: it fills in the block of a response as Word does, or as nobody expects."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from lxml import etree

from ncr_toolkit.word.returned import blocks, tag, w
from ncr_toolkit.word.review_block import Tag, box_tag
from tests.commands import ran
from tests.conftest import TODAY
from tests.parcels import type_in

UNSENT = {"Body's decision": "", "Body's comment": "", "Status": "In progress", "Response sent on": "", "Closed on": "",
          "Closed by": ""}
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
DOCUMENT = "word/document.xml"


def unsent(rows: dict) -> None:
    """A change to the tables of a house: nothing was sent yet."""
    rows["Register"][0]["Register ID"] = "R-1"
    for row in rows["Findings"]:
        row.update({name: value for name, value in UNSENT.items() if name in row})


def send(register: Path, *ids: str, folder: str = "out", day: date = TODAY, more: tuple[str, ...] = ()) -> None:
    """Write the answers and note in the register that they went out that day."""
    done = ran(["respond", register.name, *ids, "--final", "-o", folder, "--today", str(day), *more], register.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    for id in ids:
        type_in(register, id, finding__body_decision="Sent", finding__status="Submitted",
                finding__response_sent_on=day)


def edited(data: bytes, change: Callable[[etree._Element], object], part: str = DOCUMENT) -> bytes:
    """A document in which `change` was made to the tree of a part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                root = etree.fromstring(content)
                change(root)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, content)
    return stream.getvalue()


def without(data: bytes, part: str) -> bytes:
    """A document without a part, and without what leads to it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name in ("_rels/.rels", "[Content_Types].xml"):
                content = re.sub(rb"<(?:Relationship|Override)\b[^>]*%s[^>]*/>" % part.encode(), b"", content)
            if name != part:
                new.writestr(name, content)
    return stream.getvalue()


def field(root: etree._Element, name: str) -> etree._Element:
    """The control with that tag."""
    return next(each for each in root.iter(w("sdt")) if tag(each) == name)


def tick(root: etree._Element, decision: str, letter: str = "\u2612", of: Tag = Tag.DECISION) -> None:
    """Tick a box as Word does: what it holds and what it shows."""
    control = field(root, box_tag(decision, of))
    next(control.iter(f"{W14}checked")).set(f"{W14}val", "1")
    next(control.iter(w("t"))).text = letter


def write(root: etree._Element, name: str, text: str) -> None:
    """Type into a field as Word does: its placeholder goes, line breaks become breaks."""
    control = field(root, name)
    for switch in control.findall(f"{w('sdtPr')}/{w('showingPlcHdr')}"):
        switch.getparent().remove(switch)
    run = next(control.iter(w("r")))
    for each in run.findall(w("t")):
        run.remove(each)
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(run, w("br"))
        etree.SubElement(run, w("t")).text = line


def choose(root: etree._Element, name: str, day: str, shown: str = "") -> None:
    """Choose a day in a calendar field, which shows it in its own way."""
    write(root, name, shown or day)
    field(root, name).find(f"{w('sdtPr')}/{w('date')}").set(w("fullDate"), f"{day}T00:00:00Z")


def answered(data: bytes, decision: str = "Returned", comment: str = "", name: str = "Maria Silva",
             decided: str = "2026-06-12", revised_by: str = "") -> bytes:
    """A response that the body has filled in; what is '' stays blank."""
    def fill(root: etree._Element) -> None:
        if decision:
            tick(root, decision)
        for place, text in ((Tag.COMMENT, comment), (Tag.NAME, name)):
            if text:
                write(root, place, text)
        for place, day in ((Tag.DATE, decided), (Tag.REVISED_BY, revised_by)):
            if day:
                choose(root, place, day)

    return edited(data, fill)


def block(root: etree._Element) -> etree._Element:
    """The block of a response."""
    return blocks(root.find(w("body")))[0]


def put(folder: Path, name: str, data: bytes) -> Path:
    """A file that came back."""
    path = folder / name
    path.write_bytes(data)
    return path


def body_of(data: bytes) -> etree._Element:
    """The body of a document."""
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(DOCUMENT)).find(w("body"))
