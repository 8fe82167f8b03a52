"""The catalogues of the texts that documents say by themselves: what is to be translated, and what is.

Texts stand in the code as `gettext("...")` (see `common/translation.py`); headers, choices and other words of the
register come from its model and its packs. `python -m ncr_toolkit.generate` puts new ones into every catalogue, blank,
takes out those that nobody uses any more, and compiles them.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ncr_toolkit.common.translation import DOMAIN, ENGLISH, FOLDER, LANGUAGES
from ncr_toolkit.core import breakdown, packs, workbook_words
from ncr_toolkit.core.figures import FIGURES
from ncr_toolkit.core.model import SHEETS
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.schema import Step
from ncr_toolkit.core.stage import Stage
from ncr_toolkit.excel.write.start_sheet import TITLES
from ncr_toolkit.word.review_block import VERIFIED

CODE = Path(__file__).parent
_SPEAKING = ("common", "core", "excel/write", "forms", "reminders", "sharing", "submission", "word")
"""The folders whose code has texts for documents, forms and workbooks."""
_ASKING = {"gettext": 1, "gettext_noop": 1, "section": 1, "ngettext": 2, "ngettext_noop": 2, "pgettext": 2}
"""The functions that are given so many texts first: one, the two of a number, a context and one."""

_IN_PAGES = re.compile(r'\bgettext\("([^"]+)"')

Words = tuple[str, str]
"""What a word is (the context of gettext), and the word."""


def words() -> Iterator[Words]:
    """The words of the register that workbooks and documents show: headers, choices, sheets, what columns say of
    themselves, figures, stages, and those of the packs."""
    every = [packs.load(name) for name in packs.known()]
    for kind in SHEETS:
        yield "sheet", kind.SHEET.name
        yield from (("about", pack.about(kind.SHEET)) for pack in every)
        yield from (("band", band.name) for band in kind.SHEET.bands)
        for column in kind.SHEET.columns:
            yield from (("column", pack.header(column)) for pack in every)
            yield from (("choice", choice) for choice in (*column.choices, *column.words))
            for pack in every:
                told, example = workbook_words.told_parts(pack.help(column))
                yield "help", told
                yield "example", example
    for pack in every:
        yield "subject", pack.subject.name
        yield "question bank", pack.bank
        yield from (("choice", bone) for bone in pack.bones)
        yield from (("question", question.text) for question in pack.questions)
    yield from (("choice", said) for said in VERIFIED.values())
    yield from (("stage", words.capitalize()) for words in (*Stage, "accepted as is", "action log"))
    yield from _of_the_workbook(every)


def _of_the_workbook(every: Iterable[Pack]) -> Iterator[Words]:
    """What the pages of the workbook show besides."""
    yield from (("sheet", name) for name in TITLES)
    yield from (("step", step) for step in Step)
    yield from (("choice", word) for word in (*workbook_words.formula_texts(), "Look here", "Computed"))
    yield from (("next step", told) for told in workbook_words.step_words())
    for figure in FIGURES:
        yield "figure", figure.title
        yield "figure", figure.meaning
    yield from (("dashboard", workbook_words.ranking_title(ranking, pack)) for pack in every
                for ranking in (breakdown.CLAUSES, breakdown.OWNERS, breakdown.SYSTEMS))
    yield from (("dashboard", line.label) for line in breakdown.BY_AGE)


def template() -> Catalog:
    """All that is to be translated."""
    catalog = Catalog()
    for path in sorted(path for folder in _SPEAKING for path in (CODE / folder).rglob("*.py")):
        for context, text in marked(path.read_text(encoding="utf-8")):
            catalog.add(text, context=context)
    for path in sorted(path for folder in _SPEAKING for path in (CODE / folder).rglob("*.html")):
        for text in _IN_PAGES.findall(path.read_text(encoding="utf-8")):
            catalog.add(text)
    for context, word in words():
        if word:
            catalog.add(word, context=context)
    return catalog


def marked(code: str) -> Iterator[tuple[str | None, str | tuple[str, ...]]]:
    """The texts in a piece of code that are to be translated, each with its context, wherever they stand in it: within
    an f-string, within each other. (Babel's own reading of Python, 2.17, passes these by.)"""
    if not any(name in code for name in _ASKING):
        return
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and (number := _ASKING.get(node.func.id)):
            texts = [str(each.value) for each in node.args[:number] if isinstance(each, ast.Constant)]
            if len(texts) < number or not all(texts):
                continue
            if node.func.id == "pgettext":
                yield texts[0], texts[1]
            else:
                yield None, texts[0] if number == 1 else tuple(texts)


class _Plain(Catalog):
    """A catalogue whose head says nothing of the program or the day that made it."""

    mime_headers = property(lambda self: [
        ("Language", str(self.locale)), ("Plural-Forms", self.plural_forms), ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit")])


def _blank(code: str) -> Catalog:
    return _Plain(locale=code, domain=DOMAIN, project=DOMAIN, header_comment=f"# {LANGUAGES[code]} texts of documents.",
                  fuzzy=False)


def catalogues() -> dict[str, Catalog]:
    """The catalogue of every language by its code, as it is to be: what was translated stays."""
    wanted, found = template(), {}
    for code in LANGUAGES:
        if code != ENGLISH:
            found[code] = _blank(code)
            known = _read(code)
            for message in wanted:
                if message.id:
                    old = known.get(message.id, message.context)
                    found[code].add(message.id, old.string if old else "", context=message.context)
    return found


def _read(code: str) -> Catalog:
    path = CODE / FOLDER / place(code)
    return read_po(io.BytesIO(path.read_bytes()), locale=code) if path.is_file() else _blank(code)


def place(code: str, suffix: str = "po") -> str:
    """Where the catalogue of a language lies below the folder of all."""
    return f"{code}/LC_MESSAGES/{DOMAIN}.{suffix}"


def files() -> dict[str, bytes]:
    """The catalogues as files, by name below the folder of all: of each language the text and what it compiles to."""
    made: dict[str, bytes] = {}
    for code, catalog in catalogues().items():
        text, compiled = io.BytesIO(), io.BytesIO()
        write_po(text, catalog, width=120, no_location=True, sort_output=True)
        write_mo(compiled, _translated(code, catalog))
        made |= {place(code): text.getvalue(), place(code, "mo"): compiled.getvalue()}
    return made


def _translated(code: str, catalog: Catalog) -> Catalog:
    """What is translated of a catalogue; of the rest the English stays."""
    done = _blank(code)
    for message in catalog:
        if message.id and _is_whole(message):
            done.add(message.id, message.string, context=message.context)
    return done


def untranslated(catalog: Catalog) -> list[str]:
    """The texts of a catalogue that nobody has translated, or only in part."""
    return [str(message.id) for message in catalog if message.id and not _is_whole(message)]


def _is_whole(message: Message) -> bool:
    """Whether every text of a message, of each number, is translated."""
    return all(message.string if isinstance(message.string, (tuple, list)) else (message.string,))
