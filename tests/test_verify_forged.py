"""Forged members of the same size, swapped pairs, fingerprints set right again: what looks like the package and is not.

The packages are made by hand, so that each case is one change and takes no command.
"""

from __future__ import annotations

import binascii
import hashlib
import json
import struct
import zipfile
from pathlib import Path

import pytest

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.submission.manifest import Packed, sums
from ncr_toolkit.submission.verify_package import Answered, verify

FILES = {
    "index.html": b"<p>Two answers of 2026-06-30</p>",
    "responses/NC-1_response.docx": b"The gate asks for an assessment.",
    "responses/NC-2_response.docx": b"The list of suppliers is renewed.",
    "evidence/NC-1/log-1.txt": b"2026-05-01 refused",
    "evidence/NC-1/log-2.txt": b"2026-05-02 refused",
    "evidence/NC-2/twin-a.txt": b"one and the same",
    "evidence/NC-2/twin-b.txt": b"one and the same",
    "evidence/NC-2/empty.txt": b"",
}
LOG, OTHER_LOG, FIRST = "evidence/NC-1/log-1.txt", "evidence/NC-1/log-2.txt", "responses/NC-1_response.docx"
FORGED = b"2026-05-01 allowed"
TWISTED = "SHA256SUMS and manifest.json do not say the same: one of them was changed."


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Forge:
    """A package in pieces; `save` writes it as it then stands."""

    def __init__(self) -> None:
        self.members = dict(FILES)
        self.list_anew()

    def list_anew(self) -> None:
        """The manifest and the sums of what is in it now."""
        self.manifest = {
            "format": 1, "day": "2026-06-30", "stage": "plan", "organisation": "Tessvalen", "register_id": "R-1",
            "findings": [{"id": "NC-1", "version": 1, "answer": "a" * 64, "response": FIRST,
                          "evidence": [{"id": "E-1", "sha256": sha256(self.members[LOG])}, {"id": "E-2",
                                                                                            "sha256": None}]}],
            "files": [{"name": name, "size": len(content), "sha256": sha256(content)}
                      for name, content in self.members.items()],
        }
        self.sum_anew()

    def sum_anew(self) -> None:
        """The sums of what the manifest says now."""
        listed = [Packed(each["name"], each["size"], each["sha256"]) for each in self.manifest["files"]]
        raw = json.dumps(self.manifest).encode()
        self.sums = sums([*listed, Packed("manifest.json", len(raw), sha256(raw))]).decode()

    def listed(self, name: str) -> dict:
        return next(each for each in self.manifest["files"] if each["name"] == name)

    def save(self, path: Path) -> Path:
        with zipfile.ZipFile(path, "w") as package:
            for name, content in [*self.members.items(), ("manifest.json", json.dumps(self.manifest).encode()),
                                  ("SHA256SUMS", self.sums.encode())]:
                package.writestr(name, content)
        return path


def faults(path: Path) -> list[str]:
    return list(verify(path).faults)


def changed(*names: str) -> list[str]:
    return [f"'{name}' was changed: it is not the file that was packed." for name in names]


def test_what_is_as_it_was_made_has_no_fault(tmp_path):
    found = verify(Forge().save(tmp_path / "p.zip"))
    assert found.faults == () and found.files == len(FILES)
    assert (found.day, found.stage, found.organisation, found.register_id) == ("2026-06-30", "plan", "Tessvalen", "R-1")
    assert found.answers == (Answered("NC-1", 1, "a" * 64, FIRST, (("E-1", sha256(FILES[LOG])),)),)
    assert found.sha256 == sha256((tmp_path / "p.zip").read_bytes())


@pytest.mark.parametrize("name", [name for name, content in FILES.items() if content])
def test_another_file_of_the_same_size_is_seen(tmp_path, name):
    forge = Forge()
    forge.members[name] = bytes([FILES[name][0] ^ 1]) + FILES[name][1:]
    assert faults(forge.save(tmp_path / "p.zip")) == changed(name)


@pytest.mark.parametrize(("content", "how"), [
    (FILES[LOG] + b"!", "a byte more"), (FILES[LOG][:-1], "a byte less"), (b"", "emptied"),
    (FILES[LOG][::-1], "turned round"), (FILES[LOG].upper(), "in capitals")], ids=lambda each: str(each)[:20])
def test_another_content_is_seen(tmp_path, content, how):
    forge = Forge()
    forge.members[LOG] = content
    assert faults(forge.save(tmp_path / "p.zip")) == changed(LOG), how


def test_something_in_an_empty_file_is_seen(tmp_path):
    forge = Forge()
    forge.members["evidence/NC-2/empty.txt"] = b"x"
    assert faults(forge.save(tmp_path / "p.zip")) == changed("evidence/NC-2/empty.txt")


def swap(of: dict, one: str, other: str) -> None:
    of[one], of[other] = of[other], of[one]


def test_two_files_of_one_size_that_were_swapped_are_both_seen(tmp_path):
    forge = Forge()
    swap(forge.members, LOG, OTHER_LOG)
    assert faults(forge.save(tmp_path / "p.zip")) == changed(LOG, OTHER_LOG)


def test_two_files_of_two_sizes_that_were_swapped_are_both_seen(tmp_path):
    forge = Forge()
    swap(forge.members, FIRST, LOG)
    assert faults(forge.save(tmp_path / "p.zip")) == changed(FIRST, LOG)


def test_twins_that_were_swapped_are_what_they_were(tmp_path):
    forge = Forge()
    swap(forge.members, "evidence/NC-2/twin-a.txt", "evidence/NC-2/twin-b.txt")
    assert faults(forge.save(tmp_path / "p.zip")) == []


def test_a_pair_swapped_in_the_manifest_as_well_is_seen_by_the_sums(tmp_path):
    forge = Forge()
    swap(forge.members, LOG, OTHER_LOG)
    one, other = forge.listed(LOG), forge.listed(OTHER_LOG)
    one["sha256"], other["sha256"] = other["sha256"], one["sha256"]
    assert faults(forge.save(tmp_path / "p.zip")) == [TWISTED]


def test_a_forged_file_with_its_fingerprint_in_the_manifest_is_seen_by_the_sums(tmp_path):
    forge = Forge()
    forge.members[LOG] = FORGED
    forge.listed(LOG)["sha256"] = sha256(FORGED)
    assert faults(forge.save(tmp_path / "p.zip")) == [TWISTED]
    forge.sums = forge.sums.replace(sha256(FILES[LOG]), sha256(FORGED))
    assert faults(forge.save(tmp_path / "p.zip")) == [TWISTED], "the sums hold the manifest's own fingerprint"


def test_a_forged_file_with_its_fingerprint_in_the_sums_alone_is_seen(tmp_path):
    forge = Forge()
    forge.members[LOG] = FORGED
    forge.sums = forge.sums.replace(sha256(FILES[LOG]), sha256(FORGED))
    assert faults(forge.save(tmp_path / "p.zip")) == [*changed(LOG), TWISTED]


@pytest.mark.parametrize(("before", "after"), [
    ('"day": "2026-06-30"', '"day": "2026-06-20"'), ('"stage": "plan"', '"stage": "pr00"'),
    ('"id": "NC-1"', '"id": "NC-2"'), ('"version": 1', '"version": 2'), ("a" * 64, "b" * 64),
    ("Tessvalen", "Tessvale "), ('"R-1"', '"R-2"')], ids=lambda each: each[:20])
def test_a_manifest_changed_in_place_is_seen_by_the_sums(tmp_path, before, after):
    forge = Forge()
    text = json.dumps(forge.manifest)
    assert text.count(before) == 1 and len(before) == len(after)
    forge.manifest = json.loads(text.replace(before, after))
    assert faults(forge.save(tmp_path / "p.zip")) == [TWISTED]


@pytest.mark.parametrize("step", [-1, 1])
def test_a_size_that_is_off_by_one_is_seen_though_the_sums_fit(tmp_path, step):
    forge = Forge()
    forge.listed(LOG)["size"] += step
    forge.sum_anew()
    assert faults(forge.save(tmp_path / "p.zip")) == changed(LOG)


def test_a_fingerprint_changed_though_the_sums_fit_is_seen(tmp_path):
    forge = Forge()
    forge.listed(LOG)["sha256"] = sha256(FORGED)
    forge.sum_anew()
    assert faults(forge.save(tmp_path / "p.zip")) == changed(LOG)


SUMS = {
    "a line gone": lambda lines: lines[1:],
    "the line of the manifest gone": lambda lines: lines[:-1],
    "a line more": lambda lines: [*lines, f"{'0' * 64}  more.txt"],
    "two fingerprints swapped": lambda lines: [lines[1][:64] + lines[0][64:], lines[0][:64] + lines[1][64:],
                                               *lines[2:]],
    "a digit": lambda lines: ["0" * 64 + lines[0][64:], *lines[1:]],
    "a name": lambda lines: [lines[0].replace("index", "indes"), *lines[1:]],
    "another fingerprint before the right one": lambda lines: ["0" * 64 + lines[0][64:], *lines],
    "a line twice": lambda lines: [lines[0], *lines],
    "nothing": lambda lines: [],
}


@pytest.mark.parametrize("how", SUMS)
def test_sums_that_were_changed_are_seen(tmp_path, how):
    forge = Forge()
    forge.sums = "".join(f"{line}\n" for line in SUMS[how](forge.sums.splitlines()))
    assert faults(forge.save(tmp_path / "p.zip")) == [TWISTED]


@pytest.mark.parametrize(("listed", "name"), [(LOG, "evidence/NC-1/LOG-1.txt"), (LOG, "evidence/log-1.txt")])
def test_a_file_of_another_name_is_missing_and_added(tmp_path, listed, name):
    forge = Forge()
    forge.members[name] = forge.members.pop(listed)
    assert faults(forge.save(tmp_path / "p.zip")) == [
        f"'{listed}' is missing.", f"'{name}' was added: the package was made without it."]


def test_a_file_dropped_from_the_manifest_was_added(tmp_path):
    forge = Forge()
    forge.manifest["files"].remove(forge.listed(LOG))
    forge.sum_anew()
    assert faults(forge.save(tmp_path / "p.zip")) == [f"'{LOG}' was added: the package was made without it."]


# --- byte by byte

def members(content: bytes, name: str) -> tuple[int, int]:
    """Where the record of a member lies: before its content, and in the list at the end."""
    central = content.rindex(name.encode()) - 46
    return struct.unpack_from("<L", content, central + 42)[0], central


def patched(path: Path, name: str, *, content: bytes = b"", crc: int | None = None, flags: int | None = None,
            local_name: bytes = b"") -> Path:
    raw = bytearray(path.read_bytes())
    local, central = members(bytes(raw), name)
    start = local + 30 + len(name)
    raw[start:start + len(content)] = content
    for place, at in ((local, 14), (central, 16)):
        if crc is not None:
            struct.pack_into("<L", raw, place + at, crc)
        if flags is not None:
            struct.pack_into("<H", raw, place + at - 8, flags)
    raw[local + 30:local + 30 + len(local_name)] = local_name
    path.write_bytes(raw)
    return path


def test_a_forged_file_with_its_checksum_set_right_is_seen(tmp_path):
    path = patched(Forge().save(tmp_path / "p.zip"), LOG, content=FORGED, crc=binascii.crc32(FORGED))
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None and package.read(LOG) == FORGED
    assert faults(path) == changed(LOG)


@pytest.mark.parametrize("more", [{"content": FORGED}, {"crc": 0}], ids=["a damaged byte", "a damaged checksum"])
def test_a_file_that_is_not_its_checksum_is_seen(tmp_path, more):
    assert faults(patched(Forge().save(tmp_path / "p.zip"), LOG, **more)) == changed(LOG)


def test_a_file_that_calls_itself_encrypted_is_seen(tmp_path):
    path = patched(Forge().save(tmp_path / "p.zip"), LOG, flags=1)
    assert faults(path) == [f"'{LOG}' is encrypted: do not unpack this file.", *changed(LOG)]


def test_a_file_with_two_names_is_seen(tmp_path):
    path = patched(Forge().save(tmp_path / "p.zip"), LOG, local_name=OTHER_LOG.encode())
    assert faults(path) == changed(LOG)


@pytest.mark.parametrize("more", [{"content": b"0" * 64}, {"flags": 1}], ids=["a damaged byte", "encrypted"])
def test_sums_that_cannot_be_read_are_seen(tmp_path, more):
    assert TWISTED in faults(patched(Forge().save(tmp_path / "p.zip"), "SHA256SUMS", **more))


def test_a_manifest_that_calls_itself_encrypted_gets_a_sentence(tmp_path):
    path = patched(Forge().save(tmp_path / "p.zip"), "manifest.json", flags=1)
    with pytest.raises(CannotRun, match="encrypted or far too large"):
        verify(path)


def test_a_file_that_stands_in_it_twice_is_seen(tmp_path):
    path = Forge().save(tmp_path / "p.zip")
    with zipfile.ZipFile(path, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr(LOG, FILES[LOG])
    assert faults(path) == [f"'{LOG.casefold()}' stands in it 2 times, and which one counts is unknown."]


@pytest.mark.parametrize("mode", [0o120777, 0o100644])
def test_a_listed_file_made_a_link_is_seen(tmp_path, mode):
    forge = Forge()
    info = zipfile.ZipInfo(LOG)
    info.external_attr, info.create_system = mode << 16, 3
    del forge.members[LOG]
    path = forge.save(tmp_path / "p.zip")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(info, FILES[LOG])
    says = [f"'{LOG}' is a link to another place: do not unpack this file."] if mode == 0o120777 else []
    assert faults(path) == says
