"""`ncr verify`: a package that is not as it was made is seen, and so is an answer that reads otherwise now."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile

import pytest

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages.reader import ZipPackage
from ncr_toolkit.submission.verify_package import verify
from tests.conftest import TODAY
from tests.parcels import house, repack, type_in


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """A register and a package of two of its answers; for tests that change neither."""
    import subprocess
    import sys

    register = house("startup", tmp_path_factory.mktemp("packed"))
    package = register.parent / "answers.zip"
    subprocess.run([sys.executable, "-m", "ncr_toolkit", "package", str(register), "NC-1", "NC-2", "-o", str(package),
                    "--no-pdf", "--today", str(TODAY)], check=True, capture_output=True)
    return register, package


def told(ncr, *words) -> tuple[int, dict]:
    done = ncr("verify", *words, "--format", "json", "--today", TODAY)
    return done.returncode, json.loads(done.stdout) if done.stdout else {"stderr": done.stderr}


def test_a_package_as_it_was_made_is_whole(ncr, packed):
    register, package = packed
    code, found = told(ncr, package, register)
    assert code == 0 and found["whole"] and [each["same"] for each in found["answers"]] == [True, True]
    assert ncr("verify", package).returncode == 0


def test_the_code_is_how_the_fingerprint_of_the_manifest_begins_and_only_that_one_is_taken(ncr, packed):
    _, package = packed
    with zipfile.ZipFile(package) as held:
        digits = hashlib.sha256(held.read("manifest.json")).hexdigest()[:16]
    code = told(ncr, package)[1]["code"]
    assert code.replace("-", "").casefold() == digits
    assert "no package can prove" in ncr("verify", package).stdout
    for typed in (code, code.casefold(), digits, code.replace("-", " ")):
        done = ncr("verify", package, "--code", typed)
        assert done.returncode == 0 and "the code you were told" in " ".join(done.stdout.split())
    done = ncr("verify", package, "--code", "0000-0000-0000-0000")
    assert done.returncode == 1 and "The code is not the one of this package" in done.stdout
    for typed in ("", "3F9A", f"{code}0", "ZZZZ-0000-0000-0000"):
        done = ncr("verify", package, "--code", typed)
        assert done.returncode == 2 and "is no code of a package" in done.stderr


def test_a_package_made_anew_from_beginning_to_end_has_another_code(packed, tmp_path):
    _, package = packed
    with zipfile.ZipFile(package) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    parts["responses/NC-1_response.docx"] = b"forged"
    found = json.loads(parts["manifest.json"])
    for each in found["files"]:
        each |= {"size": len(parts[each["name"]]), "sha256": hashlib.sha256(parts[each["name"]]).hexdigest()}
    parts["manifest.json"] = json.dumps(found).encode()
    named = [name for name in parts if name != "SHA256SUMS"]
    parts["SHA256SUMS"] = "".join(f"{hashlib.sha256(parts[name]).hexdigest()}  {name}\n" for name in named).encode()
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(forged, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    seen, made = verify(forged), verify(package)
    assert not seen.faults and seen.code != made.code  # by itself it looks whole


def _entry(name: str, mode: int = 0o100644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr, info.create_system = mode << 16, 3
    return info


FAULTS = {
    "a response changed": ({"change": {"responses/NC-1_response.docx": b"other"}}, "was changed"),
    "an index changed": ({"change": {"index.html": b"other"}}, "was changed"),
    "the sums changed": ({"change": {"SHA256SUMS": b""}}, "do not say the same"),
    "a file dropped": ({"drop": ("index.xlsx",)}, "is missing"),
    "the sums dropped": ({"drop": ("SHA256SUMS",)}, "is missing"),
    "a file added": ({"add": (("evidence/NC-1/more.txt", b"x"),)}, "was added"),
    "a program added": ({"add": (("setup.exe", b"MZ"),)}, "was added"),
    "a way out": ({"add": ((_entry("../../up.txt"), b"x"),)}, "leads out"),
    "a way out for Windows": ({"add": ((_entry(r"..\up.txt"), b"x"),)}, "leads out"),
    "the root": ({"add": ((_entry("/etc/cron.d/x"), b"x"),)}, "leads out"),
    "a drive": ({"add": ((_entry("C:/x.txt"), b"x"),)}, "leads out"),
    "a server": ({"add": ((_entry(r"\\server\x.txt"), b"x"),)}, "leads out"),
    "a link": ({"add": ((_entry("evidence/x", stat.S_IFLNK | 0o777), b"/etc/passwd"),)}, "is a link"),
    "a device": ({"add": ((_entry("evidence/CON.txt"), b"x"),)}, "not every system"),
    "a name twice": ({"add": (("INDEX.html", b"x"),)}, "2 times"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_package_that_was_changed_is_seen(ncr, packed, tmp_path, name):
    how, says = FAULTS[name]
    code, found = told(ncr, repack(packed[1], tmp_path / "other.zip", **how))
    assert code == 1 and not found["whole"] and any(says in fault for fault in found["faults"]), found["faults"]


def test_a_forged_package_is_none_of_those_that_were_noted(ncr, packed, tmp_path):
    register, package = packed
    forged = b"another response"
    with zipfile.ZipFile(package) as old:
        manifest = json.loads(old.read("manifest.json"))
        for each in manifest["files"]:
            if each["name"] == "responses/NC-1_response.docx":
                each |= {"size": len(forged), "sha256": hashlib.sha256(forged).hexdigest()}
        listed = json.dumps(manifest).encode()
        sums = "".join(f"{each['sha256']}  {each['name']}\n" for each in manifest["files"])
    sums += f"{hashlib.sha256(listed).hexdigest()}  manifest.json\n"
    other = repack(package, tmp_path / "other.zip", change={
        "responses/NC-1_response.docx": forged, "manifest.json": listed, "SHA256SUMS": sums.encode()})
    assert told(ncr, other)[0] == 0, "it fits its own list"
    code, found = told(ncr, other, register)
    assert code == 1 and "none of the packages that were noted" in found["faults"][0]


def _in_folder(package, target, folder: str, *, entries: bool = True):
    """A package as Windows or a Mac zips the folder into which it was unpacked."""
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        folders = {f"{folder}{name[:at + 1]}" for name in names for at, sign in enumerate(name) if sign == "/"}
        ways = {folder[:at + 1] for at, sign in enumerate(folder) if sign == "/"}
        for each in sorted(folders | ways) if entries else ():
            new.mkdir(each.rstrip("/"))
        for name in names:
            new.writestr(f"{folder}{name}", old.read(name))
    return target


@pytest.mark.parametrize("entries", [True, False], ids=["with entries of folders", "without"])
@pytest.mark.parametrize("folder", ["", "answers/", "answers/answers/", "Für den Auditor/"])
def test_a_package_zipped_again_with_its_folder_is_whole(ncr, packed, tmp_path, folder, entries):
    again = _in_folder(packed[1], tmp_path / "again.zip", folder, entries=entries)
    code, found = told(ncr, again)
    assert code == 0 and found["whole"] and found["folder"] == folder.rstrip("/")
    assert found["code"] == told(ncr, packed[1])[1]["code"]


def test_what_was_changed_or_added_is_seen_in_a_folder_too(ncr, packed, tmp_path):
    changed = repack(packed[1], tmp_path / "changed.zip", change={"index.html": b"x"}, add=(("more.txt", b"x"),))
    code, found = told(ncr, _in_folder(changed, tmp_path / "again.zip", "answers/"))
    assert code == 1 and {"'index.html' was changed: it is not the file that was packed.",
                          "'more.txt' was added: the package was made without it."} == set(found["faults"])
    beside = repack(_in_folder(packed[1], tmp_path / "a.zip", "answers/"), tmp_path / "b.zip", add=(("x.exe", b"x"),))
    assert told(ncr, beside)[0] == 2, "it is no package then"


def test_one_zipped_again_is_the_noted_one_where_its_code_was_told(ncr, packed, tmp_path):
    register, package = packed
    again = _in_folder(package, tmp_path / "again.zip", "answers/")
    code, found = told(ncr, again, register)
    assert code == 1 and "zipped again" in found["faults"][0] and "--code" in found["faults"][0]
    assert told(ncr, again, register, "--code", found["code"])[0] == 0


@pytest.mark.parametrize("name", ["", "manifest.json"])
def test_an_unpacked_package_is_told_how_to_be_looked_at(ncr, tmp_path, name):
    (tmp_path / "answers").mkdir()
    if name:
        (tmp_path / "answers" / name).write_text("{}")
    done = ncr("verify", tmp_path / "answers")
    said = " ".join(done.stderr.split())
    assert done.returncode == 2 and ("was unpacked: name the zip" in said if name else "is a folder; name" in said)


BY_SYSTEM = {".DS_Store": "A Mac", "evidence/.DS_Store": "A Mac", "__MACOSX/": "A Mac",
             "__MACOSX/._index.html": "A Mac",
             "__MACOSX/evidence/NC-1/._log.txt": "A Mac", "._index.html": "A Mac", "Thumbs.db": "Windows",
             "evidence/desktop.ini": "Windows"}


@pytest.mark.parametrize("name", BY_SYSTEM)
def test_what_a_system_puts_in_by_itself_is_said_and_no_fault(ncr, packed, tmp_path, name):
    other = repack(packed[1], tmp_path / "other.zip", add=((name, b"[.ShellClassInfo]" if name[-1] != "/" else b""),))
    code, found = told(ncr, other)
    assert code == 0 and found["whole"] and found["put_in_by_system"] == [name]
    said = " ".join(ncr("verify", other).stdout.split())
    assert f"{BY_SYSTEM[name]} put in by itself what is not of the package, and harmless: '{name}'" in said
    assert "no other was added" in said and "do not unpack" not in said


@pytest.mark.parametrize(("name", "content", "says"), [
    ("desktop.ini", b"[.ShellClassInfo]\nIconResource=\\\\server\\x.ico", "was added"),
    ("__MACOSX/setup.exe", b"MZ", "was added"),
    ("../.DS_Store", b"x", "leads out"), (".hidden.sh", b"x", "was added"), ("thumbs.db.exe", b"x", "was added"),
    ("evidence/._a\\..\\b", b"x", "leads out")])
def test_what_only_looks_like_it_is_a_fault(ncr, packed, tmp_path, name, content, says):
    code, found = told(ncr, repack(packed[1], tmp_path / "other.zip", add=((_entry(name), content),)))
    assert code == 1 and says in found["faults"][0] and not found["put_in_by_system"], found["faults"]


@pytest.mark.parametrize("where", ["before", "behind", "comment"])
def test_what_stands_before_or_behind_the_zip_is_seen(ncr, packed, tmp_path, where):
    content = packed[1].read_bytes()
    (tmp_path / "other.zip").write_bytes(b"MZ evil" * 100 + content if where == "before" else content + b"MZ evil" * 20)
    if where == "comment":
        (tmp_path / "other.zip").write_bytes(content)
        with zipfile.ZipFile(tmp_path / "other.zip", "a") as package:
            package.comment = b"call this number"
    done = ncr("verify", tmp_path / "other.zip")
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr and "fault of ncr" not in done.stderr
    assert "before or behind" in done.stdout + done.stderr or done.returncode == 2


ENDLESS = '{"format": 1, "files": [], "findings": [{"id": 1, "version": Infinity, "answer": "", "response": ""}]}'


@pytest.mark.parametrize("manifest", ['{"format": 1, "files": [{"name": "a", "size": Infinity, "sha256": ""}]}',
                                      "[" * 100_000, ENDLESS])
def test_a_manifest_made_to_do_harm_gets_a_sentence(ncr, tmp_path, manifest):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as package:
        package.writestr("manifest.json", manifest)
    done = ncr("verify", tmp_path / "x.zip")
    assert done.returncode == 2 and "fault of ncr" not in done.stderr and "Traceback" not in done.stderr


def test_a_manifest_larger_than_its_files_ask_for_is_not_taken_apart(tmp_path, monkeypatch):
    """49 MB of it lie in 47 kB, and took 1.2 GB."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("manifest.json", '{"format": 1, "findings": [], "files": [' + "{}," * 16_000_000 + "{}]}")
    monkeypatch.setattr(ZipPackage, "read", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(CannotRun, match="far too large"):
        verify(tmp_path / "x.zip")


def test_a_bomb_is_not_unpacked(ncr, packed, tmp_path):
    bomb = repack(packed[1], tmp_path / "bomb.zip", change={"index.html": b"\0" * 300_000_000})
    code, found = told(ncr, bomb)
    assert code == 1 and found["faults"]


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 cut off"])
def test_what_is_no_package_gets_a_sentence(ncr, tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)
    done = ncr("verify", tmp_path / "x.zip")
    assert done.returncode == 2 and done.stderr.count("\n") <= 3 and "Traceback" not in done.stderr


def test_a_zip_of_somebody_else_gets_a_sentence(ncr, tmp_path):
    for name, content in (("plain.zip", {}), ("json.zip", {"manifest.json": "[]"}),
                          ("later.zip", {"manifest.json": '{"format": 2}'}),
                          ("half.zip", {"manifest.json": '{"format": 1, "files": [], "findings": [{}]}'})):
        with zipfile.ZipFile(tmp_path / name, "w") as package:
            package.writestr("a.txt", "a")
            for each, text in content.items():
                package.writestr(each, text)
        done = ncr("verify", tmp_path / name)
        assert done.returncode == 2 and "Traceback" not in done.stderr, name


@pytest.fixture
def sent(ncr, tmp_path):
    """A register and a package of it, to change."""
    register = house("startup", tmp_path / "startup")
    assert ncr("package", register, "NC-1", "NC-2", "-o", tmp_path / "answers.zip", "--no-pdf", "--today",
               TODAY).returncode == 0
    return register, tmp_path / "answers.zip"


def test_an_edit_is_named_with_its_cell(ncr, sent):
    register, package = sent
    type_in(register, "NC-1", finding__extent="All 9 models; none more.")
    code, found = told(ncr, package, register)
    (first, second) = found["answers"]
    assert code == 1 and first["edited"] and second["same"]
    assert [(each["key"], each["edit"]) for each in first["changes"]] == [("finding.extent", True)]
    assert first["changes"][0]["cell"].startswith("Findings!")


def test_what_is_no_answer_may_change(ncr, sent):
    register, package = sent
    type_in(register, "NC-1", finding__status="Submitted", finding__body_comment="Thank you.",
            finding__internal_note="x", finding__response_sent_on=TODAY)
    assert told(ncr, package, register)[0] == 0


def test_what_is_filled_in_since_is_told_and_no_fault(ncr, sent):
    register, package = sent
    type_in(register, "NC-2", finding__no_action_reason="None is needed elsewhere, because all runs were looked at.")
    code, found = told(ncr, package, register)
    assert code == 0 and not found["answers"][1]["same"] and not found["answers"][1]["edited"]


def test_a_finding_that_is_gone_is_said(ncr, sent):
    register, package = sent
    type_in(register, "NC-2", finding__id="NC-2b")
    code, found = told(ncr, package, register)
    assert code == 1 and not found["answers"][1]["in_register"]


def test_without_the_record_a_change_is_seen_all_the_same(ncr, sent, tmp_path):
    register, package = sent
    alone = tmp_path / "alone" / "register.xlsx"
    alone.parent.mkdir()
    alone.write_bytes(register.read_bytes())
    type_in(alone, "NC-1", finding__extent="All 9 models; none more.")
    code, found = told(ncr, package, alone)
    assert code == 1 and found["answers"][0]["edited"] and found["answers"][0]["changes"] is None


def test_another_register_is_said(ncr, sent, tmp_path):
    _, package = sent
    other = house("bank", tmp_path / "bank")
    code, found = told(ncr, package, other)
    assert code == 1 and not all(each["in_register"] for each in found["answers"])


def test_evidence_that_is_another_file_now_is_named(ncr, sent):
    register, package = sent
    proof = next(each for each in sorted((register.parent / "evidence").rglob("*")) if each.name == "switch.txt")
    proof.write_text("another log")
    code, found = told(ncr, package, register)
    assert code == 1 and "is not the file that was packed" in found["answers"][0]["also"][0]
    ncr("evidence", register, "--write-back")
    code, found = told(ncr, package, register)
    assert code == 1 and "fingerprint of E-2" in found["answers"][0]["also"][0]


def test_fingerprints_written_since_are_no_fault(ncr, sent):
    register, package = sent
    assert ncr("evidence", register, "--write-back").returncode == 0
    code, found = told(ncr, package, register)
    assert code == 0 and not any(each["edited"] for each in found["answers"])


def test_an_id_typed_twice_is_said(ncr, sent):
    register, package = sent
    type_in(register, "NC-3", finding__id="NC-1")
    code, found = told(ncr, package, register)
    assert code == 1 and "2 rows have the ID NC-1" in found["answers"][0]["also"][0]
