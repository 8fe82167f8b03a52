"""The bones of a workbook in another language: where a cell shows one of ours, it is that bone."""

from __future__ import annotations

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.translation import ENGLISH, code_of
from ncr_toolkit.core.model import RECORDS
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.workbook_words import BONES, bones_in


def take_bones(register: Register) -> None:
    """Call the bones of a register as its pack does. Only the words of its own language: a bone may be a word of
    somebody's own, and one that is called alike in a third language is left to them."""
    language = register.settings.workbook_language
    if code_of(language) in (None, ENGLISH):
        return
    bones = bones_in(language)
    for kind in RECORDS:
        for column in (column for column in kind.SHEET.columns if column.source == BONES):
            for record in register.records.get(kind, ()):
                if bone := bones.get(fold(record.typed(column.name))):
                    setattr(record, column.name, bone)
