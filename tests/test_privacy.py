"""What is for the house alone never goes to the body, and no command speaks to a network."""

from __future__ import annotations

import io
import re
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from ncr_toolkit.cli import COMMANDS
from ncr_toolkit.common.money import LEFT_OUT
from ncr_toolkit.core.schema import Kind
from ncr_toolkit.exports import FORMATS
from tests.conftest import TODAY
from tests.forms import docx, fields_form, p, tags_form
from tests.parcels import house
from tests.tables import kind_of
from tests.trackers import LOG, workbook

CANARY = "KanarieQ"
INTERNAL = {"Findings": ("Internal note",), "Decisions": ("Reason",), "Check settings": ("Reason",),
            "People": ("E-mail",)}
"""The columns that are for the house alone. The letter names the e-mail address of the owner of the register."""
DAY = f"--today {TODAY}"
COMMANDS_RUN = {
    "export": f"export register.xlsx --to json -o all.json {DAY}",
    "demo": "demo tour", "new": "new mine.xlsx", "import": "import log.xlsx theirs.xlsx",
    "check": f"check register.xlsx {DAY}",
    "due": f"due register.xlsx {DAY}", "chase": f"chase register.xlsx -o drafts {DAY}",
    "split": f"split register.xlsx -o parts {DAY}", "collect": f"collect parts register.xlsx --dry-run {DAY}",
    "respond": f"respond register.xlsx --form form.docx -o filled {DAY}",
    "form": f"form form.docx register.xlsx NC-1 {DAY}", "evidence": f"evidence register.xlsx {DAY}",
    "package": f"package register.xlsx NC-1 NC-2 -o a.zip --no-pdf --form form.docx {DAY}", "verify": "verify a.zip",
    "review": f"review register.xlsx -o paper.docx {DAY}",
    "reply": "reply filled/NC-1_response.docx register.xlsx", "run": f"run register.xlsx {DAY}",
    "compare": "compare register.xlsx register.xlsx", "history": "history register.xlsx", "explain": "explain DAT003",
    "portfolio": f"portfolio register.xlsx {DAY}", "doctor": "doctor register.xlsx",
    "upgrade": "upgrade register.xlsx -o new.xlsx", "sent": f"sent register.xlsx NC-1 --on {TODAY} --dry-run {DAY}",
    "fill": f"fill register.xlsx --dry-run {DAY}",
    "extend": f"extend register.xlsx NC-1 --until 2027-03-01 --reason supplier {DAY}",
    "schedule": "schedule register.xlsx", "completion": "completion bash"}


def only_for_the_house(rows: dict) -> None:
    """Put the canary into every internal cell of the tables of a house."""
    owner = rows["Register"][0]["Register owner"]
    for sheet, columns in INTERNAL.items():
        for number, row in enumerate(rows.get(sheet, ())):
            for column in columns:
                if sheet != "People" or row["Name"] != owner:
                    row[column] = f"{CANARY}{number}@example.org" if column == "E-mail" else f"{CANARY} {number}"


@pytest.fixture
def company(tmp_path) -> Path:
    (tmp_path / "form.docx").write_bytes(tags_form())
    workbook(tmp_path / "log.xlsx", Findings=LOG)
    (tmp_path / "fields.docx").write_bytes(fields_form())
    return house("startup", tmp_path, change=only_for_the_house)


def contents(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and what it packs, packages within packages too."""
    yield name, content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for inner in package.namelist():
                yield from contents(f"{name}!{inner}", package.read(inner))


def test_nothing_internal_goes_to_the_body(ncr, company):
    home = company.parent
    assert CANARY in str([part for _, part in contents("", company.read_bytes())]), "the register holds the canaries"
    made = {"responses": f"respond register.xlsx -o responses {DAY}",
            "filled": f"respond register.xlsx --form form.docx -o filled {DAY}",
            "fields": f"respond register.xlsx --form fields.docx -o fields {DAY}",
            "a.zip": f"package register.xlsx NC-1 NC-2 -o a.zip --no-pdf --form form.docx {DAY}"}
    for name, words in made.items():
        done = ncr(*words.split())
        assert done.returncode in (0, 1), done.stderr
        files = [path for path in [home / name, *(home / name).rglob("*")] if path.is_file()]
        assert files, done.stderr
        for path in files:
            for part, content in contents(path.name, path.read_bytes()):
                assert CANARY.encode() not in content, part


def test_internal_notes_stand_in_no_reminder_paper_or_record(ncr, company):
    home = company.parent
    for words in (f"chase register.xlsx -o drafts {DAY}", f"split register.xlsx -o parts {DAY}",
                  f"review register.xlsx -o paper.docx {DAY}",
                  f"package register.xlsx NC-1 NC-2 -o a.zip --no-pdf {DAY}"):
        assert ncr(*words.split()).returncode in (0, 1)
    files = [path for name in ("drafts", "sent", "parts", "shared-out", "paper.docx")
             for path in [home / name, *(home / name).rglob("*")]]
    for path in filter(Path.is_file, files):
        if path.name == "register.xlsx":  # the register as it was: the record is kept in the house
            continue
        for part, content in contents(path.name, path.read_bytes()):
            assert f"{CANARY} ".encode() not in content, part  # addresses stand in reminders: they are sent there


def marked(rows: dict) -> None:
    """Every text of a record that belongs to a finding ends in the name of that one; internal notes and reasons hold
    the canary."""
    only_for_the_house(rows)
    for sheet, lines in rows.items():
        texts = {each.header for each in kind_of(sheet).SHEET.typed_columns if each.kind is Kind.LONG} | {"Title"}
        for row in lines:
            for column in texts - {*INTERNAL.get(sheet, ())}:
                if row.get(column) and (id := row.get("Finding ID")):
                    row[column] += f" Kx{id}x"


def test_of_one_finding_nothing_of_another_goes_to_the_body(ncr, company):
    house("startup", company.parent, change=marked)
    for words, name in ((f"respond register.xlsx NC-1 -o out {DAY}", "out"),
                        (f"respond register.xlsx NC-1 --form form.docx -o filled {DAY}", "filled"),
                        (f"form form.docx register.xlsx NC-1 --format json {DAY}", ""),
                        (f"package register.xlsx NC-1 -o a.zip --no-pdf --form form.docx {DAY}", "a.zip")):
        done = ncr(*words.split())
        assert done.returncode in (0, 1), done.stderr
        place = company.parent / name if name else None
        files = [path for path in (place, *place.rglob("*")) if path.is_file()] if place else []
        told = done.stdout + "".join(part.decode("utf-8", "ignore") for path in files
                                     for _, part in contents(path.name, path.read_bytes()))
        assert {*re.findall(r"Kx([\w-]+?)x", told)} == {"NC-1"}, words
        assert CANARY not in told, words


@pytest.mark.office
def test_in_the_pdfs_of_a_package_stands_nothing_internal_and_nothing_of_another_finding(ncr, company, office):
    """A PDF is drawn anew by another program, and what its pages say is packed: it is read as people read it."""
    house("startup", company.parent, change=marked)
    done = ncr(*f"package register.xlsx NC-1 -o a.zip --form form.docx {DAY}".split())
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(company.parent / "a.zip") as package:
        pdfs = {name: PdfReader(io.BytesIO(package.read(name))) for name in package.namelist() if name.endswith(".pdf")}
    assert len(pdfs) == 4, "the letter, the response, the form, and all of it as one"
    told = "".join(f"{pdf.metadata}{pdf.attachments}" + "".join(page.extract_text() for page in pdf.pages)
                   for pdf in pdfs.values())
    told = "".join(told.split())  # lines end anywhere
    assert {*re.findall(r"Kx([\w-]+?)x", told)} == {"NC-1"}
    assert CANARY not in told


def test_lists_and_pages_for_others_hold_no_internal_note_and_a_reminder_no_address_but_its_own(ncr, company):
    home = company.parent
    for words in ("check register.xlsx --format html", "check register.xlsx --format json", "due register.xlsx",
                  "evidence register.xlsx --format csv", "review register.xlsx --format html -o review.html",
                  "portfolio register.xlsx --jobs 1 --format json", "chase register.xlsx -o drafts --all"):
        done = ncr(*words.split(), *DAY.split())
        assert done.returncode in (0, 1), done.stderr
        assert f"{CANARY} " not in done.stdout, words
    assert f"{CANARY} " not in (home / "review.html").read_text(encoding="utf-8")
    drafts = list((home / "drafts").glob("*.eml"))
    assert len(drafts) > 2
    for draft in drafts:
        assert len({*re.findall(rf"{CANARY}\d+@", draft.read_text(encoding="utf-8"))}) <= 1, draft.name


def test_what_is_for_the_house_alone_leaves_for_no_other_program_unasked(ncr, company):
    """It goes to another program of the house, and from there to whoever sees that. Jira knows people by their
    addresses alone."""
    told = {}
    for name, form in FORMATS.items():
        for words in ((), ("--internal",)):
            out = company.parent / f"{name}{len(words)}{form.ending}"
            done = ncr("export", "register.xlsx", "--to", name, "-o", out, *words, *DAY.split())
            assert done.returncode in (0, 1), done.stderr
            told[name, bool(words)] = b"".join(
                content for path in ([out] if form.ending else out.iterdir())
                for _, content in contents(path.name, path.read_bytes()))
    assert [name for (name, asked), found in told.items() if CANARY.encode() in found and not asked] == ["jira"]
    assert [name for (name, asked), found in told.items() if f"{CANARY} ".encode() in found and asked] == \
        ["json", "csv", "oscal", "fedramp"], "the others have no place for a note"


AMOUNT = "54321"
RESOURCES = f"3 days of KanarieTeam, EUR {AMOUNT}"
ASKED = "Actions {% for action in actions %}{{ action.id }} {{ action.resources }} {% endfor %}"


@pytest.mark.parametrize(("setting", "amount", "team", "said"), [
    ("", False, True, True), ("Without amounts of money", False, True, True), ("As typed", True, True, False),
    ("Left out", False, False, False), ("without amuonts", False, False, False)])
def test_the_body_is_told_of_resources_what_the_register_says(ncr, tmp_path, setting, amount, team, said):
    def typed(rows: dict) -> None:
        rows["Register"][0]["Resources in the response"] = setting
        for row in rows["Actions"]:
            row["Resources"] = RESOURCES

    house("startup", tmp_path, change=typed)
    (tmp_path / "form.docx").write_bytes(docx(p(ASKED)))
    made = {"responses": f"respond register.xlsx NC-1 -o responses {DAY}",
            "filled": f"respond register.xlsx NC-1 --form form.docx -o filled {DAY}",
            "a.zip": f"package register.xlsx NC-1 -o a.zip --no-pdf {DAY}",
            "json": f"form form.docx register.xlsx NC-1 --format json {DAY}"}
    for name, words in made.items():
        done = ncr(*words.split())
        assert done.returncode in (0, 1), done.stderr
        files = [path for path in [tmp_path / name, *(tmp_path / name).rglob("*")] if path.is_file()]
        told = done.stdout + "".join(part.decode("utf-8", "ignore") for path in files
                                     for _, part in contents(path.name, path.read_bytes()))
        if name != "json":  # it tells which places there are, and of a loop not what stands in it
            assert (AMOUNT in told, "KanarieTeam" in told, LEFT_OUT in told) == (amount, team, said), name
        assert amount or AMOUNT not in told, name


def test_every_command_is_tried():
    assert set(COMMANDS_RUN) == set(COMMANDS)


def test_no_command_speaks_to_a_network(ncr, company, monkeypatch):
    """The command runs in a copy of this process, and so with these: whatever would leave the machine leaves a mark."""
    mark = company.parent / "called"

    def refused(*words: object, **_: object) -> None:
        with mark.open("a") as stream:
            stream.write(f"{words}\n")
        raise OSError("no network here")

    connect = socket.socket.connect

    def connected(self: socket.socket, address: object) -> None:  # processes of one machine may speak to each other
        refused(address) if self.family != getattr(socket, "AF_UNIX", None) else connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connected)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.setattr(socket, "gethostbyname", refused)
    for words in COMMANDS_RUN.values():
        done = ncr(*words.split())
        assert done.returncode in (0, 1), (words, done.stderr)
    assert not mark.exists(), mark.read_text()
    with pytest.raises(OSError, match="no network"):  # and the trap is set
        socket.create_connection(("198.51.100.7", 80), timeout=1)
