"""Registers of rubbish: every long text is filled with the same kind of it, and no finding is ready.

The register is the clean one of seeds/register.md. With its own texts every finding but the undecided one is ready, and
nothing is said of it; so it is the texts, and nothing else, that stand in the way.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ncr_toolkit.checks.not_checked import not_checked
from ncr_toolkit.checks.registry import catalogue
from ncr_toolkit.checks.run import run
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.packs import prose
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.schema import Column, Kind
from ncr_toolkit.core.texts import Manner
from ncr_toolkit.core.verdicts import STOPGAP, judge
from tests.tables import kind_of
from tests.test_catalogue import review_of
from tests.test_seeded_defects import CLEAN, Seed

UNDECIDED = "A-1"
NO_ANSWERS = ("Register", "Decisions", "Check settings")
OURS = ("Statement of nonconformity", "Requirement", "Objective evidence", "Impact")
REQUIREMENTS = {row["Finding ID"]: row["Requirement"] for row in CLEAN.rows["Findings"]}
STATEMENTS = {row["Finding ID"]: row["Statement of nonconformity"] for row in CLEAN.rows["Findings"]}
NOUNS = ("apple", "river", "cloud", "banana", "violin", "pepper", "castle", "feather", "tractor", "pillow", "cinnamon", "jungle",
         "bottle", "whisper", "marble", "candle", "dragon", "muffin", "turtle", "blanket", "comet", "garlic", "saddle", "pebble")
VERSES = ("Silver foxes hum beneath the yellow moon", "We danced until the orange rain had gone", "The kettle dreams of violins",
          "Oh the lantern in my pocket sings a tune", "Seven swans are wearing hats at dawn", "My aunt rides upon a crow",
          "Come along and whistle to the sea", "Butterflies were writing poems to me")
ELSEWHERE = ("Im Garten stehen die alten Bäume, und der Wind geht durch ihre Blätter.",
             "Meine Tante kocht am Sonntag eine Suppe mit viel Gemüse.",
             "Der Zug nach Wien fährt um acht Uhr und hält in jedem Dorf.")
KEYS = ("asdf", "asdfasdf asdf", "qwertz uiop", "sdfg hjkl", "lkjh gfds")
PLACES = ("TBD", "TBD - to be completed", "to be determined", "[insert text here]", "<name> will be added", "Details will follow.")
POINTERS = ("See attached", "see attached file.", "As per attachment 3", "see annex 2", "as discussed", "done")


class Filler:
    """Draws what a cell is filled with."""

    def __init__(self) -> None:
        self.chance, self.number = random.Random(14), 0

    def pick(self, texts: tuple[str, ...] | list[str]) -> str:
        return texts[self.number % len(texts)]

    def words(self) -> str:
        return " ".join(self.chance.sample(NOUNS, 7))

    def letters(self) -> str:
        return " ".join("".join(self.chance.choices("abcdefghijklmnopqrstuvwxyz", k=self.chance.randint(3, 9))) for _ in range(6))

    def song(self) -> str:
        other = VERSES[(self.number * 3 + self.number // 8) % len(VERSES)].lower()
        return f"{self.pick(VERSES)}, {other} with a {self.pick(NOUNS)}."


def example(column: Column) -> str:
    return "Example: " + (column.help.partition("Example: ")[2] or "The release gate asks for a test report but not for an impact assessment.")


Make = Callable[[Filler, Column, dict[str, str]], str]
RUBBISH: dict[str, Make] = {
    "lorem ipsum with a number": lambda fill, column, row: f"Lorem ipsum dolor sit amet {fill.number}, consectetur adipiscing elit.",
    "dots": lambda fill, column, row: "." * (3 + fill.number % 7),
    "question marks": lambda fill, column, row: "???",
    "the examples of the template": lambda fill, column, row: example(column),
    "those, with another number": lambda fill, column, row: f"{fill.number}. {example(column).replace('a', 'the', 1)[9:]}",
    "rows of keys": lambda fill, column, row: fill.pick(KEYS),
    "stopgaps": lambda fill, column, row: fill.pick(PLACES),
    "pointers": lambda fill, column, row: fill.pick(POINTERS),
    "test": lambda fill, column, row: fill.pick(("test", f"Test {fill.number}", "this is a test", "testing 123")),
    "one word": lambda fill, column, row: "process " * (5 + fill.number % 4),
    "the statement": lambda fill, column, row: STATEMENTS[row["Finding ID"]],
    "the statement and a number": lambda fill, column, row: f"{STATEMENTS[row['Finding ID']].rstrip('.')} ({fill.number}).",
    "a song": lambda fill, column, row: fill.song(),
    "words at random": lambda fill, column, row: fill.words(),
    "letters at random": lambda fill, column, row: fill.letters(),
    "another language, of other things": lambda fill, column, row: fill.pick(ELSEWHERE),
    "the prompts": lambda fill, column, row: column.help.partition(" Example: ")[0],
    "the headers": lambda fill, column, row: column.header,
    "numbers": lambda fill, column, row: f"{fill.number}, {fill.number * 3} and {fill.number * 7}",
    "signs": lambda fill, column, row: fill.pick(("\U0001f44d\U0001f44d", "\u2705", "---", "* * *")),
    "an alphabet": lambda fill, column, row: fill.pick(("abc def ghi", "abcdefg hijk", "a b c d e f g")),
    "days": lambda fill, column, row: f"2026-05-{1 + fill.number % 28:02d} / 2026-06-{1 + fill.number % 28:02d}",
    "the requirement": lambda fill, column, row: f"{REQUIREMENTS[row['Finding ID']].rstrip('.')} {fill.number}.",
    "header and one sentence": lambda fill, column, row: f"{column.header}: we have dealt with this as {fill.number} says.",
    "its own text backwards": lambda fill, column, row: row[column.header][::-1],
    "what a program said": lambda fill, column, row: f"Certainly! Here is a draft for point {fill.number}. I hope this helps.",
    "the start of its own text": lambda fill, column, row: " ".join(row[column.header].split()[:3]) + " ...",
    "n/a because n/a": lambda fill, column, row: f"N/A because N/A ({fill.number})",
}


def filled(make: Make, *, auditor: bool = True) -> Seed:
    """The clean register with every long text made anew; the auditor's words are kept where `auditor` says no."""
    seed, fill = Seed(), Filler()
    for sheet, rows in seed.tables.rows.items():
        columns = {} if sheet in NO_ANSWERS else {column.header: column for column in kind_of(sheet).SHEET.columns}
        for row in rows:
            for header, column in columns.items():
                long = column.kind is Kind.LONG or header in ("Possible cause", "Because")
                if long and row.get(header) and (auditor or header not in OURS):
                    fill.number += 1
                    row[header] = make(fill, column, row)
    return seed


def ready(seed: Seed, folder: Path) -> set[str]:
    """The findings whose plan is ready, but for the one of which nothing is decided."""
    review = seed.review(folder)
    assessment = Assessment(review, run(review))
    return {finding.id for finding in assessment.findings if assessment.readiness(finding).plan_ready} - {UNDECIDED}


def test_with_texts_of_its_own_every_finding_is_ready(tmp_path):
    assert ready(Seed(), tmp_path) == set(STATEMENTS) - {UNDECIDED}
    assert run(Seed().review(tmp_path / "again"), select=["SUB"]) == []


@pytest.mark.parametrize("auditor", [True, False], ids=["all", "answers"])
@pytest.mark.parametrize("kind", RUBBISH)
def test_rubbish_is_never_ready(kind, auditor, tmp_path):
    assert ready(filled(RUBBISH[kind], auditor=auditor), tmp_path) == set()


def test_one_answer_copied_down_the_column_is_never_ready(tmp_path):
    """The first finding is real, and all others have its answers: nobody can see whose they are."""
    seed, first = Seed(), copy.deepcopy(CLEAN.rows)
    for sheet in ("Containment", "Causes", "Actions", "5 Whys"):
        for row in seed.tables.rows[sheet]:
            like = next(each for each in first[sheet] if each.get("Kind") in (row.get("Kind"), "Corrective", None))
            for column in kind_of(sheet).SHEET.columns:
                if column.kind is Kind.LONG:
                    row[column.header] = like[column.header]
    assert not ready(seed, tmp_path) & {"M-1", "M-2", "N-1", "N-2", "N-3"}


LANGUAGES = {
    "German": ("Das Formular für die Freigabe fragt nicht nach der Bewertung der Folgen.", "Offen", "Wird nachgereicht"),
    "French": ("Le formulaire de mise en service ne demande pas l'évaluation des effets.", "À compléter", "Voir annexe"),
    "Spanish": ("El formulario de entrega no pide la evaluación de los efectos sobre las personas.", "Por definir", "Ver adjunto"),
    "Italian": ("Il modulo di rilascio non chiede la valutazione degli effetti sulle persone.", "Da completare", "Vedi allegato"),
    "Portuguese": ("O formulário de entrega não pede a avaliação dos efeitos sobre as pessoas.", "A definir", "Ver anexo"),
    "Dutch": ("Het formulier voor de vrijgave vraagt niet naar de beoordeling van de gevolgen.", "Nader te bepalen", "Zie bijlage"),
    "Polish": ("Formularz wydania nie pyta o ocenę skutków dla osób i nikt jej nie sprawdza.", "Do uzupełnienia", "Patrz załącznik"),
    "Swedish": ("Formuläret för driftsättning frågar inte efter bedömningen av följderna.", "Kommer senare", "Se bilaga"),
    "Danish": ("Skemaet for frigivelse spørger ikke efter vurderingen af følgerne for mennesker.", "Udfyldes senere", "Se bilag"),
    "Japanese": ("リリースの手順書は影響評価の有無を確認していない。", "未定", "添付参照"),
    "Chinese": ("发布表单没有要求对影响进行评估，也没有人检查。", "待补充", "见附件"),
}


def causes(tmp_path, tongue: str, *said: str):
    rows = "\n".join(f"| RC-{number} | NC-1 | {each} |" for number, each in enumerate(said))
    return review_of(f"""
        Register
        | Language of the texts |
        |---|
        | {tongue} |

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1 | Minor |

        Causes
        | Cause ID | Finding ID | Root cause |
        |---|---|---|
        {rows}""", tmp_path, None)


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_each_language_knows_its_sentences_and_its_stopgaps(tongue, tmp_path):
    review = causes(tmp_path, tongue, *LANGUAGES[tongue], "Vloop grat zuntel brap moxin fleeb drood snark")
    found = {(problem.record, problem.code) for problem in run(review, select=["SUB"])}
    assert found == {("RC-1", "SUB002"), ("RC-2", "SUB002"), ("RC-3", "SUB007")}


@pytest.mark.parametrize("said", [
    "cf. courriel", "see attached email from Priya", "как выше", "see Jira AIMS-123", "TBC with legal", "not yet", "同上",
    "we will come back", "Click or tap here to enter text.", "Wählen Sie ein Element aus.", "see cell above",
    "Please see ticket 445 in the service desk", "vgl. Mail von Herrn Braun", "voir le compte rendu du 12 mai",
    "Véase el informe de auditoría", "refer to the CAPA file", "TBA after the audit", "siehe Ticket ABC-12"])
def test_what_points_elsewhere_or_holds_a_place_is_no_answer(said):
    assert judge(said, Manner.SENTENCE, prose.load("English")) == (STOPGAP, said.removesuffix(".").partition(" to enter")[0])


@pytest.mark.parametrize("said", [
    "See-through covers were fitted to all 12 racks.", "See to it that every release has an assessment.",
    "Refer each complaint to the DPO within 2 days.", "See C-03: the gate was closed on 2026-04-18.",
    "Not yet trained staff were taken off the ward on 2026-04-02.", "Clicks on the confirm button are logged by name.",
    "The two releases were withdrawn, see minutes of 4 May.", "TBC Ltd was informed of the withdrawal on 2026-04-02."])
def test_what_says_something_too_is_one(said):
    assert judge(said, Manner.SENTENCE, prose.load("English")) is None


def test_every_language_is_tried():
    assert set(LANGUAGES) | {"English"} == set(prose.names())


@pytest.mark.parametrize("tongue", ["Deutsch", "de", "DE", "français", "中文"])
def test_a_language_is_known_by_its_own_name(tongue):
    assert prose.load(tongue) is not None


def test_a_language_without_words_is_not_judged_and_says_so(tmp_path):
    review = causes(tmp_path, "Suomi", "Julkaisuportti pyytää vain testiraportin eikä vaikutusten arviointia.", "asdf asdf")
    assert {(problem.record, problem.code) for problem in run(review, select=["SUB"])} == {("RC-1", "SUB001")}
    assert not_judged(review) and "Suomi" in not_judged(review)[0]
    assert not_judged(causes(tmp_path, "German", "Das Tor fragt nicht danach.")) == []


def not_judged(review) -> list[str]:
    return [each.why for each in not_checked(review) if each.code.startswith("SUB")]


def test_what_is_set_aside_is_ready(tmp_path):
    """Nobody is held up by a check that goes by words: a reason, a name and a day set it aside."""
    seed = Seed()
    seed.change("Causes", "RC-4", "Root cause", "Minutes and agendas are drawn up by two secretaries who never meet.")
    before = run(seed.review(tmp_path / "before"), select=["SUB"])
    for header, value in {"Check": "SUB006", "Record ID": "RC-4", "Reason": "The chain is told in the minutes.",
                          "Decided by": "Ana Lima", "Valid until": "2026-12-31"}.items():
        seed.change("Decisions", "new", header, value)
    after = run(seed.review(tmp_path / "after"), select=["SUB"])
    assert {problem.level for problem in before} <= {Level.WARNING} and {problem.level for problem in after} <= {Level.INFO}


@pytest.mark.parametrize("said", ["TBD", "asdf asdf", "See attached", "Root cause"])
def test_what_is_no_text_is_told_once(said, tmp_path):
    seed = Seed()
    seed.change("Causes", "RC-3", "Root cause", said)
    seed.change("Actions", "CA-3", "Action", said)
    found = [problem.code for problem in run(seed.review(tmp_path)) if problem.record in ("RC-3", "CA-3") and problem.value == said]
    assert len(found) == 2 and all(code in ("SUB001", "SUB002", "SUB003", "CAU002") for code in found)


def test_a_question_is_told_to_be_one(tmp_path):
    seed = Seed()
    seed.change("Causes", "RC-3", "Root cause", "Why did nobody ask the agency for papers?")
    seed.change("Causes", "RC-4", "Root cause", "TBD - to be completed")
    asked, held = (problem.message for problem in run(seed.review(tmp_path), select=["SUB002"]))
    assert "is a question" in asked and asked.endswith("write the answer.")
    assert "holds the place of an answer" in held


def test_no_fix_tells_to_delete_what_was_done():
    for code in ("STA012", "STA014"):
        assert "delete" not in catalogue()[code].page.fix


@pytest.mark.parametrize("start", ["2026-05-08", ""])
def test_a_day_judged_too_early_is_named_once(start, tmp_path):
    seed = Seed()
    seed.change("Effectiveness", "M-2", "Criterion", "12 of 12 test reports in 90 days cover each age group in use.")
    seed.change("Effectiveness", "M-2", "Watch from", start)
    assert len(run(seed.review(tmp_path), select=["EFF014", "EFF020"])) == 1
