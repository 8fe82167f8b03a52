"""The front door for programs: what `import ncr_toolkit` gives, without click, printing or the clock."""

from __future__ import annotations

import ast
import inspect
import io
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pandas
import pytest
from docx import Document

import ncr_toolkit as ncr
from ncr_toolkit.api_reference import api_reference
from ncr_toolkit.core.model import RECORDS, Settings
from ncr_toolkit.demo.sample import TODAY
from tests.samples import lay_out
from tests.tables import parse, save

HOUSE = Path(ncr.__file__).parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The sample register with its evidence."""
    place = tmp_path_factory.mktemp("api")
    lay_out(place)
    return place


@pytest.fixture(scope="module")
def assessment(folder) -> ncr.Assessment:
    return ncr.load(folder / "register.xlsx", today=TODAY)


def test_ten_lines_print_the_overdue_majors(folder):
    script = f"""
from datetime import date
import ncr_toolkit as ncr
found = ncr.load({str(folder / "register.xlsx")!r}, today=date(2026, 9, 1))
for finding in found.findings:
    late = ncr.overdue_days(finding, found.review.today)
    if finding.grade == "Major" and late:
        print(finding.id, finding.close_due, finding.cell("close_due"), finding.owner)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    late = [line.split()[:2] for line in done.stdout.splitlines()]
    assert ["NC-2026-04", "2026-08-05"] in late and ["NC-2025-04", "2026-06-15"] in late
    assert done.stderr == ""


def test_importing_it_imports_nothing_else():
    code = "import sys, ncr_toolkit; print([m for m in sys.modules if m.startswith('ncr_toolkit.') or m == 'click'])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_every_public_name_is_there_and_says_what_it_is():
    for name in ncr.__all__:
        assert inspect.getdoc(getattr(ncr, name)), name
    assert set(ncr.__all__) <= set(dir(ncr))
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = ncr.no_such_name


def test_what_a_checker_of_types_sees_is_what_there_is():
    """The names under TYPE_CHECKING are typed by hand: they and the lazy ones are the same."""
    tree = ast.parse((HOUSE / "__init__.py").read_text(encoding="utf-8"))
    typed = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
             and (node.module or "").startswith("ncr_toolkit.") for alias in node.names}
    assert typed == {*ncr.__all__, "__version__"} and ncr.__version__


@pytest.mark.parametrize("module", ["api", "loader", "core/frame", "submission/responses", "submission/package"])
def test_no_click_no_printing_no_clock(module):
    tree = ast.parse((HOUSE / f"{module}.py").read_text(encoding="utf-8"))
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not {name for name in called if name == "print" or name.endswith((".today", ".now")) or "click" in name}


def test_what_is_loaded_is_what_check_says(assessment):
    assert {"problems", "findings", "figures"} <= set(dir(assessment))
    assert assessment.figures["total"] == len(assessment.findings) == len(assessment.review.register.findings)
    first = assessment.findings[0]
    assert first.grade == "Major" and isinstance(assessment.readiness(first), ncr.Readiness)
    assert all(isinstance(each, ncr.Problem) and isinstance(each.level, ncr.Level) for each in assessment.problems)


def test_a_register_alone_is_not_judged(folder):
    register = ncr.load_register(str(folder / "register.xlsx"))
    assert isinstance(register, ncr.Register) and register.findings and list(register.unread())


def test_previous_is_compared_with(tmp_path):
    one = "Findings\n| Finding ID | Grade |\n|---|---|\n| NC-1 | Minor |\n| NC-2 | Minor |"
    old = save(parse(one), tmp_path / "old.xlsx")
    new = save(parse(one.replace("| NC-2 | Minor |", "")), tmp_path / "new.xlsx")
    assert any("NC-2" in each.message for each in ncr.load(new, today=TODAY, previous=old).problems)
    assert not any("NC-2" in each.message for each in ncr.load(new, today=TODAY).problems)


@pytest.mark.parametrize("kind", (Settings, *RECORDS), ids=lambda kind: kind.SHEET.name)
def test_a_frame_says_what_the_records_say_and_where(assessment, kind):
    register = assessment.review.register
    frame = ncr.to_frame(register, kind.SHEET.name.upper())
    records = register.records.get(kind, [register.settings])
    assert list(frame.columns) == ["cell", *(column.name for column in kind.SHEET.typed_columns), "unread"]
    assert len(frame) == len(records)
    for record, row in zip(records, frame.to_dict("records"), strict=True):
        for column in kind.SHEET.typed_columns:
            value = row[column.name]
            read = None if pandas.isna(value) else value.date() if isinstance(value, datetime) else value
            assert read == record.value(column.name), column.key
            if letter := frame.attrs["letters"].get(column.name):
                assert str(record.cell(column.name)) == f"{record.at.sheet}!{letter}{record.at.row}"
        assert row["unread"].count(": ") >= len(record.unread)


def test_a_frame_counts_with_pandas(tmp_path):
    register = ncr.load_register(save(parse("""
    Findings
    | Finding ID | Grade | Close due    |
    |---|---|---|
    | NC-1       | Major | 2026-06-01   |
    | NC-2       | Minor | "03/05/2026" |
    | NC-3       | Minor | 9999-12-31   |
    """), tmp_path / "register.xlsx"))
    frame = ncr.to_frame(register, "Findings")
    assert frame.groupby("grade")["id"].count().to_dict() == {"Major": 1, "Minor": 2}
    assert list(frame["close_due"] < "2026-07-01") == [True, False, False]
    assert "03/05/2026" in frame["unread"][1] and frame["cell"][1] == "Findings!A5"


def test_an_unknown_sheet_is_said_in_a_sentence(assessment):
    with pytest.raises(ncr.CannotRun, match="no sheet 'Findngs'; did you mean Findings"):
        ncr.to_frame(assessment.review.register, "Findngs")


def test_a_response_is_the_one_the_command_writes(assessment):
    by_id = ncr.respond(assessment, "nc-2026-01")
    by_finding = ncr.respond(assessment, assessment.choose(["NC-2026-01"])[0])
    assert by_id == by_finding and Document(io.BytesIO(by_id)).core_properties.subject == "NC-2026-01"
    assert ncr.respond(assessment, "NC-2026-01", template=ncr.load_template(paper="Letter")) != by_id
    with pytest.raises(ncr.CannotRun, match="did you mean NC-2026-01"):
        ncr.respond(assessment, "NC-2026-1")


def test_a_package_holds_what_is_ready_and_says_the_rest(assessment, tmp_path):
    packed = ncr.package(assessment, tmp_path / "all.zip")
    assert packed.path and "NC-2026-01" in packed.findings and packed.refused["NC-2026-04"]
    assert "responses/NC-2026-01_response.docx" in zipfile.ZipFile(packed.path).namelist()
    with pytest.raises(ncr.CannotRun, match="exists already"):
        ncr.package(assessment, tmp_path / "all.zip")
    assert ncr.package(assessment, tmp_path / "all.zip", overwrite=True).path


def test_a_package_of_named_findings_is_all_or_nothing(assessment, tmp_path):
    packed = ncr.package(assessment, tmp_path / "two.zip", ["NC-2026-01", "NC-2026-04"])
    assert packed.path is None and list(packed.refused) == ["NC-2026-04"] and not list(tmp_path.iterdir())


def test_a_package_never_takes_the_place_of_the_register(folder, assessment):
    for out in (folder / "register.xlsx", folder / "evidence" / "answers.zip", folder / "sent"):
        (folder / "sent").mkdir(exist_ok=True)
        with pytest.raises(ncr.CannotRun):
            ncr.package(assessment, out, overwrite=True)


def test_a_package_can_be_noted_as_sent(tmp_path):
    lay_out(tmp_path)
    register = tmp_path / "register.xlsx"
    record = ncr.SentRecord(register, "Ana Lima", datetime(2026, 6, 30, 9).astimezone())
    ncr.package(ncr.load(register, today=TODAY), tmp_path / "a.zip", ["NC-2026-01"], record=record)
    sent = ncr.load(register, today=TODAY).review.sent
    assert [(each.way, each.file) for each in sent.of("NC-2026-01")] == [("package", "a.zip")]


def test_the_evidence_is_looked_after(assessment):
    found = ncr.survey_evidence(assessment.review, ["NC-2026-02"])
    assert found.errors and {each.proof.finding for each in found.entries} == {"NC-2026-02"}
    with pytest.raises(ncr.CannotRun, match="no finding or evidence"):
        ncr.survey_evidence(assessment.review, ["NC-9"])


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04broken"])
def test_bad_input_is_one_sentence(tmp_path, content):
    path = tmp_path / "bad.xlsx"
    path.write_bytes(content)
    for call in (lambda: ncr.load(path, today=TODAY), lambda: ncr.load_register(path), lambda: ncr.load_form(path),
                 lambda: ncr.load_template(path), lambda: ncr.load(tmp_path / "none.xlsx", today=TODAY)):
        with pytest.raises(ncr.CannotRun) as told:
            call()
        assert str(told.value).endswith(".") and "\n" not in str(told.value)


@pytest.mark.parametrize("call", [
    lambda a, out: ncr.load(a.review.register.path, today="2026-06-30"),
    lambda a, out: ncr.load(a.review.register.path, today=datetime(2026, 6, 30)),
    lambda a, out: ncr.respond(a, "NC-2026-01", stage="prof"),
    lambda a, out: ncr.package(a, out, stage="never"),
    lambda a, out: ncr.package(a, out, "NC-2026-0"),
    lambda a, out: ncr.load_template(paper="A3"),
])
def test_a_slip_of_the_programmer_is_one_sentence_too(assessment, tmp_path, call):
    with pytest.raises(ncr.CannotRun) as told:
        call(assessment, tmp_path / "a.zip")
    assert str(told.value).endswith(".") and "'N'" not in str(told.value)
    assert not list(tmp_path.iterdir())


def test_each_answer_is_packed_once_however_it_is_named(assessment, tmp_path):
    [finding] = assessment.choose("NC-2026-01")
    many = ncr.package(assessment, tmp_path / "a.zip", iter([finding, "NC-2026-01", "nc-2026-01"]))
    assert many.findings == ("NC-2026-01",)
    names = zipfile.ZipFile(tmp_path / "a.zip").namelist()
    assert len(names) == len(set(names))
    assert ncr.package(assessment, tmp_path / "b.zip", "NC-2026-01").findings == ("NC-2026-01",)


def test_open_is_what_the_dashboard_calls_open(assessment):
    assert sum(map(ncr.is_open, assessment.findings)) == assessment.figures["open"]
    assert assessment.count("error") == assessment.count(ncr.Level.ERROR) > 0


def test_progress_is_told_to_who_asks(assessment, tmp_path):
    labels = []

    class Told(ncr.Progress):
        def each(self, items, label):
            labels.append(f"{label}: {len(items)}")
            return items

    ncr.package(assessment, tmp_path / "a.zip", ["NC-2026-01"], progress=Told())
    assert labels == ["Writing responses: 1"]


def test_the_page_names_everything():
    page = api_reference()
    assert all(f"### `ncr.{name}`" in page for name in ncr.__all__)
    assert "object at 0x" not in page and "<factory>" not in page
    exec(compile(page.split("```python")[1].split("```")[0].replace(
        '"findings.xlsx"', repr(str(Path(__file__).parent.parent / "samples" / "register.xlsx"))).replace(
        "date.today()", "date(2026, 6, 30)"), "API.md", "exec"), {"date": date})
