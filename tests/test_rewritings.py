"""A register written in other ways that change nothing of it: the same records, or one sentence; never other records.

`NCR_REWRITINGS=5000 pytest tests/test_rewritings.py` tries more, from `NCR_REWRITINGS_FROM` on.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections import Counter
from dataclasses import fields
from typing import Any

import pytest

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages.relations import part_key
from ncr_toolkit.core.register import Register
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.forms.docx.form_file import read as read_form
from ncr_toolkit.word.template.template_file import open_template
from tests.forms import docx
from tests.rewritings import REWRITINGS, packed, parts_of, rewritten
from tests.samples import files

NUMBER, FIRST = int(os.environ.get("NCR_REWRITINGS", "40")), int(os.environ.get("NCR_REWRITINGS_FROM", "0"))


def said(register: Register) -> dict[str, Any]:
    """All that a register holds but the name and the sum of its file."""
    return {field.name: getattr(register, field.name) for field in fields(register)
            if field.name not in ("path", "sha256")}


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """The sample, and all that is read of it."""
    path = tmp_path_factory.mktemp("sample") / "register.xlsx"
    path.write_bytes(files()["register.xlsx"])
    return parts_of(path), said(read_register(path))


def outcome(content: bytes, path, wanted: dict[str, Any]) -> str:
    path.write_bytes(content)
    try:
        return "equal" if said(read_register(path)) == wanted else "other records"
    except CannotRun as error:
        assert "\n" not in str(error)
        return "refused"


def test_other_ways_of_writing_say_the_same(register, tmp_path):
    parts, wanted = register
    found = Counter[str]()
    for seed in range(FIRST, FIRST + NUMBER):
        names, content = rewritten(parts, seed)
        result = outcome(content, tmp_path / "register.xlsx", wanted)
        assert result == "equal", f"{result}: {', '.join(names)} (seed {seed})"
        found[result] += 1
    print(found)


@pytest.mark.parametrize("how", REWRITINGS, ids=lambda how: how.__name__)
def test_each_way_says_the_same(register, tmp_path, how):
    parts, wanted = register
    changed = dict(parts)
    how(changed, random.Random(7))
    assert changed != parts
    assert outcome(packed(changed), tmp_path / "register.xlsx", wanted) == "equal"


@pytest.mark.parametrize("way", [str.upper, str.swapcase, lambda name: name.replace("/", "\\")])
def test_names_of_parts_do_not_count_in_forms_and_templates(tmp_path, way):
    parts = parts_of_docx(docx("<w:p><w:r><w:t>Root cause</w:t></w:r></w:p>", header="<w:p/>"))
    path = tmp_path / "form.docx"
    path.write_bytes(packed({way(name): content for name, content in parts.items()}))
    form, template = read_form(path, path.read_bytes()), open_template(path)
    assert part_key(form.document) == part_key(template.main) == "word/document.xml"
    assert len(form.texts) == 2 and any(kind == "header" for kind, _ in form.links().values())
    assert template.type_of(template.main).endswith("document.main+xml")


def parts_of_docx(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}
