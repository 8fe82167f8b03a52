"""What is generated in the repository: blank workbooks, the guide, the sample and what the tool makes of it.

    python -m ncr_toolkit.generate            write everything anew
    python -m ncr_toolkit.generate --check    compare only; exit 1 and name what is stale
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from datetime import date
from pathlib import Path

from ncr_toolkit.common.packages.limits import OWN
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.core import packs

ROOT = Path(__file__).resolve().parent.parent
PICTURES = "pictures"  # of the README: taken by hand, from LibreOffice and a browser
KEPT = ("runs", "sent")  # what the commands keep beside the sample when somebody tries them on it
WORD = "ncr_toolkit/word"
CHECKS = "ncr_toolkit/checks/texts"
EXPORTS = "ncr_toolkit/exports"
LOCALE = "ncr_toolkit/locale"
SOURCE = (WORD, CHECKS, EXPORTS)  # folders whose other files are source
TEMPLATE_DAY = date(2026, 1, 1)
"""The day written into the blank workbooks, so that they are the same whenever they are made."""


def templates() -> dict[str, bytes]:
    """One blank workbook a pack, GUIDE.md and API.md, by file name."""
    from ncr_toolkit.api_reference import api_reference
    from ncr_toolkit.excel.write.writer import register_bytes, register_id
    from ncr_toolkit.guide import guide

    made = {}
    for name in packs.known():
        settings = {"id": register_id(name, "", TEMPLATE_DAY, f"{name}.xlsx")}
        made[f"{name}.xlsx"] = register_bytes(packs.load(name), today=TEMPLATE_DAY, settings=settings)
    return {**made, "GUIDE.md": guide().encode(), "API.md": api_reference().encode()}


def samples(folder: Path) -> None:
    """Run the demo into `folder`, as a user does."""
    from ncr_toolkit.commands.demo import command

    with contextlib.redirect_stdout(io.StringIO()):
        command.main([str(folder)], standalone_mode=False)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by relative name; hidden ones are left out, and packages: they hold fingerprints of
    files that another build of zlib packs otherwise."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".") and path.suffix != ".zip"
            and not {PICTURES, "__pycache__", *KEPT} & set(path.parts)}


def measured() -> bytes:
    """How often each check of wording is right, counted on the texts kept aside."""
    from ncr_toolkit.checks.texts.measured import as_toml, measure, read_texts, spoken

    texts = read_texts(ROOT / "tests" / "seeds" / "aside.md")
    return as_toml(measure(texts, spoken(texts))).encode()


def generated() -> dict[str, dict[str, bytes]]:
    """Everything that is generated, by folder and file name."""
    from ncr_toolkit.catalogues import files as catalogues
    from ncr_toolkit.exports import register_schema
    from ncr_toolkit.word.make_base import base_bytes

    with tempfile.TemporaryDirectory() as place:
        samples(Path(place) / "samples")
        made = tree(Path(place) / "samples")
    return {CHECKS: {"measured.toml": measured()}, "workbook_templates": templates(), "samples": made,
            EXPORTS: {register_schema.FILE: register_schema.register_schema()}, WORD: {"base.docx": base_bytes()},
            LOCALE: catalogues()}


def stale(wanted: dict[str, dict[str, bytes]]) -> list[str]:
    """The files of the repository that are not as they would be made now."""
    names = []
    for folder, files in wanted.items():
        there = tree(ROOT / folder)
        if folder in SOURCE:
            there = {name: content for name, content in there.items() if name in files}
        names += [f"{folder}/{name}" for name in sorted(files.keys() | there.keys())
                  if content_of(files.get(name)) != content_of(there.get(name))]
    return names


def content_of(file: bytes | None) -> object:
    """What a file says: for a zip package its members, since another build of zlib packs the same content otherwise."""
    if file is None or not file.startswith(b"PK"):
        return file
    with open_zip(file, OWN) as package:
        return {name: package.read(name) for name in package.parts}


def write(wanted: dict[str, dict[str, bytes]]) -> None:
    """Put everything into its place; what is no longer made goes."""
    for folder, files in wanted.items():
        if folder not in SOURCE:
            for name in tree(ROOT / folder):
                (ROOT / folder / name).unlink()
        for name, content in files.items():
            path = ROOT / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def main() -> int:
    wanted = generated()
    if "--check" not in sys.argv:
        write(wanted)
        return 0
    names = stale(wanted)
    for name in names:
        print(f"stale: {name} (run python -m ncr_toolkit.generate)", file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
