"""A thousand responses, against docxtpl filling a template with the same paragraphs, tables and rows, in one run.

    python benchmarks/responses.py [HOW MANY]

The template is one of our responses in which every text is a tag and every table with a header row is a loop; its
values are the texts that stood there. Both write the whole document to memory.
"""

from __future__ import annotations

import copy
import io
import resource
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.register import Review
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.word.response import response_bytes

SAMPLE = Path(__file__).parent.parent / "samples"


def memory() -> float:
    """The most memory held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tagged(element: Any, name: str) -> str:
    """The text of an element, and a tag in its place."""
    texts = list(element.iter(qn("w:t")))
    said = "".join(text.text or "" for text in texts)
    for text in texts:
        text.text = ""
    if texts:
        texts[0].text = "{{ " + name + " }}"
    return said


def template(response: bytes) -> tuple[bytes, dict[str, Any]]:
    """One of our responses as a template, and the values that make it what it was."""
    document, values = Document(io.BytesIO(response)), {}
    for number, block in enumerate(list(document.element.body)):
        if block.tag == qn("w:p") and list(block.iter(qn("w:t"))) and not list(block.iter(qn("w:drawing"))):
            values[f"p{number}"] = tagged(block, f"p{number}")
        elif block.tag == qn("w:tbl"):
            looped(block, f"t{number}", values)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue(), values


def looped(table: Any, name: str, values: dict[str, Any]) -> None:
    """The rows of a table as a loop over one; a table without a header row keeps its rows, each cell a tag."""
    rows = list(table.iter(qn("w:tr")))
    if not list(rows[0].iter(qn("w:tblHeader"))):
        for place, cell in enumerate(table.iter(qn("w:tc"))):
            values[f"{name}c{place}"] = tagged(cell, f"{name}c{place}")
        return
    body = rows[1:]
    values[name] = [["".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
                    for row in body]
    for row in body[1:]:
        table.remove(row)
    for place, cell in enumerate(body[0].iter(qn("w:tc"))):
        tagged(cell, f"r[{place}]")
    for tag, put in (("{%tr for r in " + name + " %}", body[0].addprevious), ("{%tr endfor %}", body[0].addnext)):
        mark = copy.deepcopy(body[0])
        for place, text in enumerate(mark.iter(qn("w:t"))):
            text.text = "" if place else tag
        put(mark)


def main(many: int) -> None:
    register = read_register(SAMPLE / "register.xlsx")
    review = Review(register, packs.load("iso42001"), TODAY, SAMPLE / "evidence")
    assessment = Assessment(review, run(review))
    finding = next(each for each in register.findings if each.id == "NC-2026-01")
    readiness = assessment.readiness(finding)
    ours = response_bytes(review, finding, readiness)
    theirs, values = template(ours)
    cells = sum(len(row) for rows in values.values() if isinstance(rows, list) for row in rows)
    print(f"{finding.id}: {len(ours) // 1024} KB, {len(values)} tags and loops, {cells} cells in the loops")

    began, first = time.process_time(), 0.0
    for number in range(many):
        response_bytes(review, finding, readiness)
        if number == many // 10:
            first = memory()
    mine = (time.process_time() - began) / many * 1000
    print(f"our response     {mine:6.1f} ms; memory {first:.0f} MB after a tenth, {memory():.0f} MB after all {many}")

    began = time.process_time()
    for _ in range(some := max(many // 10, 10)):
        document = DocxTemplate(io.BytesIO(theirs))
        document.render(values, autoescape=True)
        document.save(io.BytesIO())
    other = (time.process_time() - began) / some * 1000
    print(f"docxtpl          {other:6.1f} ms ({some} of them); ours takes {mine / other:.2f} of that")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
