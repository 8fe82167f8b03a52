"""Whatever lies in a file, every command ends with 0, 1 or 2, says one sentence where it could not run, and leaves
nothing half-written and nothing changed.

`NCR_FUZZ=2000 pytest tests/test_fuzz.py -n 0` tries as many damages for each way of calling a command; NCR_FUZZ_FROM=N
begins with damage N. What fails is told with its number, which makes the same damage again.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from ncr_toolkit.cli import COMMANDS
from tests import companies, excel_forms, no_proof, reports, telling
from tests.commands import ran
from tests.conftest import TODAY
from tests.damage import MAIL, ODD, damaged
from tests.forms import controls_form, fields_form, mixed_form, tags_form
from tests.parcels import house
from tests.replies import answered, put, send, unsent
from tests.shares import Filled
from tests.trackers import LOG, semicolons, workbook

FIRST, TRIES = int(os.environ.get("NCR_FUZZ_FROM", "0")), int(os.environ.get("NCR_FUZZ", "1"))
DAY = f"--today {TODAY}"
FORMS = ("controls.docx", "fields.docx", "mixed.docx", "tags.docx", "car.xlsx", "log.xlsx", "parts.xlsx")
CALLS = {
    f"check register.xlsx --previous before.xlsx {DAY} --format json -o out.json": ("register.xlsx", "before.xlsx"),
    f"check register.xlsx {DAY} --marked out.xlsx": ("register.xlsx",),
    f"check made.xlsx {DAY} --write-back": ("made.xlsx",),
    f"check register.xlsx {DAY} --format html -o out.html": ("register.xlsx",),
    f"check reported.xlsx {DAY}": ("report.docx", "report.pdf"),
    f"due register.xlsx {DAY} --by owner": ("register.xlsx",),
    f"chase register.xlsx {DAY} -o out --all": ("register.xlsx",),
    f"split register.xlsx {DAY} -o out": ("register.xlsx", "SHARED"),
    f"collect parts/NC-1.xlsx register.xlsx {DAY} --yes": ("parts/NC-1.xlsx", "register.xlsx", "SHARED"),
    f"collect parts/NC-1.xlsx register.xlsx {DAY} --decided open.xlsx --ask out.xlsx --yes": ("open.xlsx",),
    f"respond register.xlsx {DAY} -o out": ("register.xlsx", "SENT"),
    f"respond register.xlsx {DAY} -o again": ("AGAIN", "register.xlsx"),
    f"respond register.xlsx NC-2 {DAY} -o out --final": ("register.xlsx", "SENT"),
    f"respond register.xlsx NC-1 {DAY} -o out --style style.docx": ("style.docx",),
    f"respond register.xlsx NC-1 {DAY} -o out --form FORM --mapping mapping.toml": ("FORM", "mapping.toml"),
    f"form FORM register.xlsx NC-1 {DAY}": ("FORM", "register.xlsx"),
    "form FORM --write-mapping out.toml": ("FORM",),
    "form FORM --mapping mapping.toml --format json": ("mapping.toml", "FORM"),
    f"reply returned.docx register.xlsx {DAY}": ("returned.docx", "register.xlsx", "SENT"),
    f"reply returned.docx register.xlsx {DAY} --write-back": ("returned.docx", "register.xlsx"),
    f"reply signed/returned.xlsx signed/register.xlsx {DAY} --write-back": ("signed/returned.xlsx", "SIGNED"),
    f"evidence register.xlsx {DAY} --format json -o out.json": ("register.xlsx",),
    f"evidence made.xlsx {DAY} --write-back": ("made.xlsx",),
    f"evidence proofs/register.xlsx {DAY}": ("PROOF",),
    f"package register.xlsx NC-2 {DAY} -o out.zip --no-pdf --form FORM": ("register.xlsx", "FORM", "SENT"),
    f"package proofs/register.xlsx NC-1 {DAY} -o out.zip --no-pdf": ("PROOF",),
    f"verify answers.zip register.xlsx {DAY}": ("answers.zip", "register.xlsx"),
    f"review register.xlsx {DAY} -o out.docx --style style.docx": ("register.xlsx", "style.docx", "RUN"),
    f"review register.xlsx {DAY} -o out.html --format html": ("register.xlsx", "RUN"),
    f"run register.xlsx {DAY} --who fuzz --yes": ("register.xlsx", "RUN", "SENT"),
    f"compare before.xlsx register.xlsx {DAY} --format html -o out.html": ("before.xlsx", "register.xlsx"),
    "history register.xlsx": ("RUN", "SENT", "register.xlsx"),
    f"portfolio . {DAY} --jobs 1 --kept kept.json": ("register.xlsx", "kept.json"),
    "doctor register.xlsx --format json -o out.json": ("register.xlsx",),
    "doctor made.xlsx": ("made.xlsx",),
    f"upgrade made.xlsx {DAY} -o out.xlsx --report out.csv": ("made.xlsx",),
    f"upgrade register.xlsx {DAY} -o out.xlsx": ("register.xlsx",),
    f"import tracker.xlsx out.xlsx {DAY}": ("tracker.xlsx",),
    f"import tracker.csv out.xlsx --map tracker.toml {DAY}": ("tracker.csv", "tracker.toml"),
    f"import tracker.docx out.xlsx --dry-run --format json {DAY}": ("tracker.docx",),
    f"import report.docx out.xlsx {DAY}": ("report.docx",),
    f"import report.pdf out.xlsx {DAY}": ("report.pdf",),
    f"import tracker.xlsx register.xlsx --merge --map tracker.toml {DAY}": ("tracker.xlsx", "tracker.toml",
                                                                            "register.xlsx"),
    f"import exported.json out.xlsx {DAY}": ("exported.json",),
    f"import plan.json out.xlsx {DAY}": ("plan.json",),
    f"export register.xlsx --to json -o out.json --internal {DAY}": ("register.xlsx",),
    f"export register.xlsx --to oscal -o out.json {DAY}": ("register.xlsx",),
    f"export register.xlsx --to csv -o out {DAY}": ("register.xlsx",),
    f"export register.xlsx --to jira -o out.csv {DAY}": ("register.xlsx",),
    f"export register.xlsx --to ciso-assistant -o out.xlsx {DAY}": ("register.xlsx",),
    f"export register.xlsx NC-1 --to fedramp -o out.xlsx {DAY}": ("register.xlsx",),
    f"sent register.xlsx NC-2 --on {TODAY} --yes {DAY}": ("register.xlsx", "SENT"),
    f"sent register.xlsx --package final.docx --on {TODAY} --yes {DAY}": ("final.docx", "register.xlsx"),
    f"fill made.xlsx --yes {DAY}": ("made.xlsx",),
    f"extend register.xlsx NC-1 --until 2027-03-01 --reason WORD --write-back --yes {DAY}": ("register.xlsx",),
    "schedule register.xlsx --day 3": ("register.xlsx",),
    "completion WORD": (),
    "explain WORD": (),
    f"new out.xlsx --organisation WORD {DAY}": (),
    f"new out.xlsx --pack WORD {DAY}": (),
    "demo WORD": (),
}
"""The ways of calling, and the files of each that are damaged. FORM: one of the forms; RUN, SENT, AGAIN, SIGNED,
SHARED: any file of what was kept of a run, as sent, of the last responses, as sent in a workbook, or as shared out;
PROOF: any file of the evidence, of many kinds; WORD: something odd is typed there."""
KEPT = {"RUN": "runs", "SENT": "sent", "AGAIN": "again", "SIGNED": "signed/sent", "SHARED": "shared-out",
        "PROOF": "proofs/evidence"}
PROOFS = ("report.pdf", "author.docx", "table.xlsx", "phone.jpg", "iphone.heic", "slides.pptx", "text.odt",
          "message.msg", "message.eml", "pack.zip")
"""Files of `telling`, a row of evidence each."""
EMPTY = "retention-setting.png"
"""Of the sample's evidence: a screenshot that was not saved, which the check tells."""
PARTS = tuple((label, text) for id in ("NC-2", "NC-1") for label, text in (
    ("NC No.", id), ("Correction", ""), ("Root cause", ""), ("Corrective action", ""), ("Target date", ""),
    ("To be completed by the auditor", None), ("Decision", ""), ("Comments", ""), ("Date", "")))
"""A form with the parts of two findings, one below the other."""
CHANGED_BY = {"check": ("made.xlsx",), "evidence": ("made.xlsx",), "reply": ("register.xlsx", "signed/register.xlsx"),
              "run": ("runs/",), "portfolio": ("kept.json",), "respond": ("sent/", "again/"),
              "package": ("sent/", "proofs/sent"),
              "chase": ("reminders",), "sent": ("register.xlsx",), "split": ("shared-out/",),
              "collect": ("register.xlsx", "shared-out/"), "fill": ("made.xlsx",),
              "extend": ("register.xlsx",), "import": ("register.xlsx",)}
"""What a command itself changes of what lies there."""


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    """A register with evidence, forms, a style, an earlier register, a package, runs, and an answer that came back."""
    folder = tmp_path_factory.mktemp("fuzz") / "base"
    register = house("startup", folder, change=unsent)
    shutil.copy(register, folder / "before.xlsx")
    for name, content in zip(FORMS, (controls_form(), fields_form(), mixed_form(), tags_form(), excel_forms.car_form(),
                                     excel_forms.log_form(), excel_forms.grid(*PARTS)), strict=True):
        (folder / name).write_bytes(content)
    companies.template(folder / "style.docx")
    _trackers(folder)
    _reports(folder)
    house("startup", folder / "proofs", change=_proofs)
    for name in PROOFS:
        (folder / "proofs" / "evidence" / name).write_bytes(telling.content(name))
    _signed(folder / "signed")
    for words in ("upgrade register.xlsx -o made.xlsx", f"respond register.xlsx -o again {DAY}",
                  "form mixed.docx --write-mapping mapping.toml",
                  "export register.xlsx --to json -o exported.json --internal",
                  "export register.xlsx --to oscal -o plan.json",
                  "package register.xlsx NC-1 -o answers.zip --no-pdf --no-record",
                  f"portfolio . {DAY} --jobs 1 --kept kept.json", "run register.xlsx --today 2026-06-10 --yes"):
        assert (done := ran(words.split(), folder)).returncode in (0, 1), words + done.stderr
    send(register, "NC-1")
    (folder / "returned.docx").write_bytes(answered(next(folder.glob("out/*.docx")).read_bytes(), "Plan accepted"))
    shutil.move(next(folder.glob("out/*.docx")), folder / "final.docx")
    shutil.rmtree(folder / "out")
    assert ran(f"split register.xlsx -o parts --by finding {DAY}".split(), folder).returncode in (0, 1)
    with Filled(folder / "parts" / "NC-1.xlsx") as part:
        part.type("NC-1", finding__consequences="three more cases")
        part.type("NC-1", finding__response_due=date(2026, 12, 1))
        part.add("action", id="CA-90", finding="NC-1", what="teach the team", due=date(2026, 9, 1))
    assert ran(f"collect parts/NC-1.xlsx register.xlsx --dry-run --ask open.xlsx {DAY}".split(), folder).returncode == 1
    return folder


def _trackers(folder: Path) -> None:
    """Lists of findings of other make, and a mapping for them."""
    workbook(folder / "tracker.xlsx", Findings=LOG)
    semicolons(folder / "tracker.csv")
    document = Document()
    table = document.add_table(2, len(LOG[2]))
    for row, texts in zip(table.rows, LOG[2:4], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(folder / "tracker.docx")
    assert ran(["import", "tracker.xlsx", "first.xlsx"], folder).returncode == 1
    (folder / "first-import.toml").rename(folder / "tracker.toml")
    for name in ("first.xlsx", "first-import.csv"):
        (folder / name).unlink()


def _reports(folder: Path) -> None:
    """The body's report, as Word document and as PDF, and a register that is held against both."""
    reports.cards(folder / "report.docx")
    lines = [f"{label}: {text}" for finding in reports.FINDINGS for label, text in finding.items()]
    shown = "".join(f"BT /F1 9 Tf 40 {800 - 14 * at} Td ({line}) Tj ET\n" for at, line in enumerate(lines))
    (folder / "report.pdf").write_bytes(no_proof.pages(shown.encode()))
    (folder / "register.xlsx").rename(folder / "kept.xlsx")
    house("startup", folder, change=_reported).rename(folder / "reported.xlsx")
    (folder / "kept.xlsx").rename(folder / "register.xlsx")


def _reported(rows: dict) -> None:
    unsent(rows)
    rows["Register"][0]["Register ID"] = "R-2"
    for audit, file in zip(rows["Audits"], ("report.docx", "report.pdf"), strict=False):
        audit["Report file"] = file


def _proofs(rows: dict) -> None:
    """Each row of evidence names a file of another kind."""
    unsent(rows)
    rows["Register"][0]["Register ID"] = "R-3"
    for row, name in zip((row for row in rows["Evidence"] if "://" not in row["File or link"]), PROOFS, strict=True):
        row["File or link"] = name


def _signed(folder: Path) -> None:
    """A register of which an answer was sent in the body's workbook, and came back filled in."""
    register = house("startup", folder, change=unsent)
    put(folder, "form.xlsx", excel_forms.grid(*PARTS))
    send(register, "NC-1", more=("--form", "form.xlsx"))
    book = load_workbook(folder / "out" / "NC-1_response.xlsx")
    decision = next(cell for cell in book["Form"]["A"] if cell.value == "Decision" and cell.row > len(PARTS) // 2)
    book["Form"].cell(decision.row, 2).value = "Accepted"
    book.save(folder / "returned.xlsx")
    shutil.rmtree(folder / "out")


def test_every_command_is_called():
    assert {call.split()[0] for call in CALLS} == set(COMMANDS)


@pytest.mark.parametrize("call", CALLS)
def test_whatever_lies_in_a_file(call, base, tmp_path):
    for number in range(FIRST, FIRST + TRIES):
        folder = Path(shutil.copytree(base, tmp_path / "work"))
        words = _prepared(call, folder, random.Random(f"{number} {call}"))
        before = _files(folder)
        done = ran(words, folder)
        wrong = _wrong(done.returncode, done.stdout, done.stderr) or _spoilt(words[0], before, folder, done.returncode)
        assert not wrong, f"{wrong}\nNCR_FUZZ_FROM={number}: ncr {' '.join(words)[:400]}\nin {folder}"
        shutil.rmtree(folder)


def _prepared(call: str, folder: Path, dice: random.Random) -> list[str]:
    """Damage one of the files; gives the words of the call."""
    form, odd = dice.choice(FORMS), dice.choice(ODD + MAIL)
    if files := CALLS[call]:
        name = dice.choice(files)
        path = dice.choice(_kept(folder / KEPT[name])) if name in KEPT else folder / name.replace("FORM", form)
        path.chmod(0o644)
        path.write_bytes(damaged(path.read_bytes(), dice))
    return [odd if word == "WORD" else word.replace("FORM", form) for word in call.split()]


def _kept(folder: Path) -> list[Path]:
    """Its files, of which the lists are as likely as all others together: they steer the rest."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lists = [path for path in files if path.suffix in (".json", ".jsonl")]
    return files + lists * (len(files) // (len(lists) or 1))


def _wrong(code: int, out: str, err: str) -> str:
    """What is wrong with how a command ended, '' if nothing."""
    if code not in (0, 1, 2):
        return f"exit code {code}: {err}"
    if "Traceback (most" in out + err or "fault of ncr" in out + err:
        return out[-300:] + err
    said = [line for line in err.splitlines() if line.startswith("ncr: ")]
    if code == 2 and (len(said) != 1 or not said[0].rstrip().endswith((".", "!", "?", "ncr new", "…"))):
        return f"no one sentence: {err[-2000:]!r} {out[:500]!r}"
    return ""


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _spoilt(command: str, before: dict[str, bytes], folder: Path, code: int) -> str:
    """What a command left half, or changed though it was not to, '' if nothing."""
    after = _files(folder)
    own = CHANGED_BY.get(command, ())
    changed = sorted(name for name, content in before.items() if after.get(name) != content)
    if not_to := [name for name in changed if code == 2 or not name.startswith(own)]:
        return f"changed: {not_to}"
    new = sorted(after.keys() - before.keys())
    if half := [name for name in new + changed if not _is_whole(folder / name)]:
        return f"half: {half}"
    if left := [name for name in new if code == 2 or name.endswith((".part", ".lock"))]:
        return f"left behind with exit code {code}: {left}"
    return ""


def _is_whole(path: Path) -> bool:
    """Whether a file can be read to its end; of other kinds, whether there is anything."""
    try:
        if path.suffix in (".zip", ".xlsx", ".docx") and "runs" not in path.parts:  # a run keeps what it was given
            with zipfile.ZipFile(path) as package:
                return package.testzip() is None
        if path.suffix == ".json":
            json.loads(path.read_bytes())
    except (zipfile.BadZipFile, ValueError):
        return False
    return path.stat().st_size > 0 or path.name == EMPTY
