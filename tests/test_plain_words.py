"""What a file that cannot be read is told of: in words of ours, never in those of the libraries that read it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from ncr_toolkit.common.packages.errors import PackageError, Reason
from tests.conftest import TODAY
from tests.packages import edit
from tests.parcels import house

FORMS = Path(__file__).parent / "fixtures" / "forms"
LIBRARY = re.compile(
    r"\b(line \d+|column \d+|attribute|CRC|BadZip|not a zip|Start tag|start-tag|Premature|EntityRef|xmlParse|Traceback|"
    r"Exception|KeyError|NoneType|mandates|local file header|magic)\b", re.IGNORECASE)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-900])


def _flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(bytes(content))


def _cut_part(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        mains = ("word/document.xml", "xl/workbook.xml", "manifest.json")
        main = next(name for name in mains if name in package.namelist())
    edit(path, main, lambda xml: xml[:len(xml) * 2 // 3])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _no_zip(path: Path) -> None:
    path.write_bytes(b"PK\3\4" + b"nothing that anybody packed" * 40)


@pytest.fixture(scope="module")
def whole(_few_rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    register = house("startup", folder)
    from tests.commands import ran

    for words in ("respond register.xlsx NC-1 -o resp", "package register.xlsx NC-1 -o answers.zip --no-pdf"):
        assert ran([*words.split(), "--today", f"{TODAY}"], folder).returncode == 0
    return {"register": register, "response": folder / "resp/NC-1_response.docx", "package": folder / "answers.zip",
            "form": FORMS / "tags.docx"}


@pytest.mark.parametrize("damage", [_cut, _flipped, _cut_part, _empty, _no_zip])
@pytest.mark.parametrize(("kind", "words"), [
    ("response", "reply FILE REGISTER"), ("response", "verify FILE"), ("response", "form FILE"),
    ("package", "verify FILE"), ("register", "check FILE"), ("register", "doctor FILE"), ("form", "form FILE"),
    ("response", "import FILE new.xlsx"),
    ("response", "respond REGISTER NC-1 --style FILE -o out")])
def test_a_damaged_file_is_told_in_plain_words(ncr, whole, tmp_path, damage, kind, words):
    file = tmp_path / whole[kind].name
    file.write_bytes(whole[kind].read_bytes())
    damage(file)
    done = ncr(*(f"{file}" if word == "FILE" else f"{whole['register']}" if word == "REGISTER" else
                 f"{tmp_path / word}" if word in ("new.xlsx", "out") else word for word in words.split()))
    said = " ".join(done.stderr.replace(str(tmp_path), "").split())
    assert done.returncode in (0, 1, 2) and not LIBRARY.search(said), said
    assert done.returncode != 2 or said.endswith((".", ")", "?")), said


@pytest.mark.parametrize("reason", Reason)
def test_an_error_of_a_package_speaks_plainly_and_keeps_the_detail(reason):
    error = PackageError(reason, "File is not a zip file")
    assert "zip file" not in str(error) and error.detail == "File is not a zip file"
