"""PDFs by a program that is not LibreOffice but takes the same words: what is made counts, what is cut off does not."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from ncr_toolkit.submission.made import Made
from ncr_toolkit.submission.package_pdfs import pdfs_beside
from ncr_toolkit.submission.pdf_export import convert

PDF = b"%PDF-1.4\n/CreationDate (D:20260630101112+02'00')\n%%EOF\n"
PROGRAM = """#!{python}
import pathlib, sys
words = sys.argv[1:]
out = pathlib.Path(words[words.index("--outdir") + 1])
for each in map(pathlib.Path, words[words.index("--outdir") + 2:]):
    if not each.stem.endswith("refused"):
        (out / (each.stem + ".pdf")).write_bytes({pdf!r} if each.stem != "cut" else {pdf!r}[:20])
sys.exit({code})
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a script is no program on Windows")


@pytest.fixture
def program(tmp_path):
    """A function: such a program, which ends with this code."""
    def make(code: int):
        path = tmp_path / "office"
        path.write_text(PROGRAM.format(python=sys.executable, pdf=PDF, code=code))
        path.chmod(0o755)
        return str(path)

    return make


@pytest.mark.parametrize("code", [0, 1])
def test_what_was_made_counts_whatever_the_program_says(tmp_path, program, code):
    documents = [tmp_path / f"{name}.docx" for name in ("one", "refused", "cut", "two")]
    made = convert(documents, tmp_path, program(code), date(2026, 5, 1))
    assert made == [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    assert b"(D:20260501000000Z" in made[0].read_bytes() and len(made[0].read_bytes()) == len(PDF)


def test_a_program_that_is_not_there_makes_nothing(tmp_path):
    assert convert([tmp_path / "one.docx"], tmp_path, str(tmp_path / "none"), date(2026, 5, 1)) == []


def test_each_pdf_lies_beside_its_document(tmp_path, program):
    made = Made(tmp_path)
    for name in ("letter.docx", "responses/one.docx", "responses/refused.docx", "responses/ONE.docx"):
        made.documents[name] = tmp_path / name
        made.documents[name].parent.mkdir(exist_ok=True)
        made.documents[name].write_bytes(b"")
    annex = tmp_path / "annex.docx"
    assert list(pdfs_beside(made, program(0), date(2026, 5, 1), [annex, tmp_path / "refused.docx"])) == [annex]
    assert made.without_pdf == ["responses/refused.docx"]
    assert made.pdfs == {"letter.docx": "letter.pdf", "responses/one.docx": "responses/one.pdf",
                         "responses/ONE.docx": "responses/ONE.pdf"}
    assert all((tmp_path / pdf).read_bytes().startswith(b"%PDF") for pdf in made.pdfs.values())


STARTS_ANOTHER = """#!{python}
import pathlib, subprocess, sys
pathlib.Path({told!r}).write_text(str(subprocess.Popen(["sleep", "600"]).pid))
sys.stdin.read() or subprocess.run(["sleep", "600"])
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no list of processes")
def test_what_the_program_started_does_not_live_on_when_we_are_stopped(tmp_path, monkeypatch):
    told, path, wait = tmp_path / "told", tmp_path / "office", subprocess.Popen.wait
    path.write_text(STARTS_ANOTHER.format(python=sys.executable, told=str(told)))
    path.chmod(0o755)

    def stopped(process, timeout=None):
        if timeout is None:
            return wait(process)
        while not (told.exists() and told.read_text()):
            os.sched_yield()
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "wait", stopped)
    with pytest.raises(KeyboardInterrupt):
        convert([tmp_path / "one.docx"], tmp_path, str(path), date(2026, 5, 1))
    for _ in range(1_000_000):  # the system takes a moment to end it
        if not lives(told.read_text()):
            return
        os.sched_yield()
    pytest.fail("it lives on")


def lives(number: str) -> bool:
    try:
        return Path("/proc", number, "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
