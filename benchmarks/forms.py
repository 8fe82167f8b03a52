"""How long a form takes: our six, and the one with tags against plain docxtpl on the same template and values.

    python benchmarks/forms.py
"""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from docxtpl import DocxTemplate
from jinja2 import Environment

from ncr_toolkit.core import packs
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.forms import load
from ncr_toolkit.forms.meaning.answers import Answers
from ncr_toolkit.forms.tags.sandbox import FILTERS
from ncr_toolkit.forms.tags.values import context
from ncr_toolkit.word.case import Case
from tests.conftest import TODAY
from tests.forms import FOLDER, FORMS

TIMES = 50


def milliseconds(work, times: int = TIMES) -> float:
    work()
    began = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - began) * 1000 / times


def plain_docxtpl(template: Path, values: dict) -> None:
    """What docxtpl alone needs for an equal document: open, render, save."""
    document = DocxTemplate(template)
    environment = Environment(autoescape=True)
    environment.filters |= {name: FILTERS[name] for name in ("date", "default")}
    document.render(values, environment)
    document.save(io.BytesIO())


def main() -> None:
    register = read_register(Path(__file__).parent.parent / "samples" / "register.xlsx")
    review = Review(register, packs.load("iso42001"), TODAY)
    finding = next(each for each in register.findings if each.id == "NC-2026-01")
    for name in FORMS:
        path = FOLDER / f"{name}.docx"
        form = load(path)
        print(f"{name:<20} read {milliseconds(lambda path=path: load(path), 10):6.1f} ms   "
              f"fill {milliseconds(lambda form=form: form.fill(review, finding, Readiness())):6.1f} ms")
    values = context(Answers(Case(review, finding, Readiness(), Purpose.PROOF)))
    document = FORMS["tags"]()
    template = Path("/tmp") / "ncr-benchmark-tags.docx"
    # docxtpl knows no loops that end in another cell or line: the same, written as it wants them
    from ncr_toolkit.forms.docx import form_file
    from ncr_toolkit.forms.tags import loops
    from ncr_toolkit.forms.tags.render import _gathered

    template.write_bytes(document)
    read = form_file.read(template, document)
    tree = read.parse(read.document)
    _gathered(tree, "", {})
    loops.settle(tree)
    template.write_bytes(read.packed({read.document: form_file.serialised(tree)}))
    print(f"{'plain docxtpl':<20} open, render, save {milliseconds(lambda: plain_docxtpl(template, values)):6.1f} ms")
    template.unlink()


if __name__ == "__main__":
    main()
