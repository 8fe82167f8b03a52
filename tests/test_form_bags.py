"""Labels of few words, in whatever order and form, beside those that say one word more and ask something else."""

from __future__ import annotations

import pytest

from ncr_toolkit.forms.meaning.bags import Bag, Words, read
from ncr_toolkit.forms.meaning.languages import LANGUAGES, _data
from ncr_toolkit.forms.meaning.vocabulary import plain, vocabulary

NAMED = [
    ("en", "Facility's cause analysis", "causes"), ("en", "Non-detection cause", "finding.detection_cause"),
    ("en", "Remedial correction", "corrections"), ("en", "Steps against reoccurrence", "actions"),
    ("en", "Short-term measures", "steps"), ("en", "Evidence seen by the auditor", "finding.objective_evidence"),
    ("de", "Ursache der Entstehung", "causes"), ("de", "Fehlerursache Nicht-Entdeckung", "finding.detection_cause"),
    ("de", "Übertragbarkeit auf andere Prozesse/Standorte", "finding.extent"),
    ("de", "Reklamations-Nr.", "finding.id"),
    ("de", "Maßnahmen zur Ursachenbeseitigung", "actions"), ("de", "Beigelegte Nachweise", "evidence"),
    ("fr", "Modalités de vérification de l'efficacité", "effects"), ("fr", "Catégorie de l'écart", "finding.grade"),
    ("fr", "Causes profondes retenues", "causes"), ("fr", "Mesures pérennes prévues", "actions"),
    ("es", "Causa básica detectada", "causes"), ("es", "Alcance del hallazgo", "finding.extent"),
    ("it", "Trattamento eseguito", "corrections"), ("it", "Causa della mancata rilevazione", "finding.detection_cause"),
    ("pt", "Outros processos afetados", "finding.extent"), ("pt", "Ações corretivas acordadas", "actions"),
    ("nl", "Bijgevoegde bewijzen", "evidence"), ("nl", "Andere betrokken locaties", "finding.extent"),
    ("pl", "Analiza przyczyn źródłowych", "causes"), ("pl", "Sposób oceny skuteczności", "effects"),
    ("ja", "不適合の発生原因の究明結果", "causes"), ("ja", "流出原因", "finding.detection_cause"),
    ("ja", "恒久的な是正処置", "actions"), ("ja", "恒久的な是正処置の費用", ""),
    ("ja", "是正処置の実施計画", "actions"),
    ("ja", "同様の事例の有無", "finding.extent"),
    ("zh", "不符合原因的调查结果", "causes"), ("zh", "拟采取的长期纠正措施", "actions"),
    ("zh", "未及时发现的原因", "finding.detection_cause"),
]
"""A label and what it asks; "" where one part of it is no word of a bag."""
OTHERS = [
    ("en", "Corrective action cost"), ("en", "Cause code"), ("en", "Corrective action approved by"),
    ("en", "Date of customer response"), ("en", "Responsible auditor"), ("en", "Next audit date planned"),
    ("de", "Ursachencode"), ("de", "Korrekturmaßnahmen-Nr."), ("de", "Kosten der Korrektur"),
    ("de", "Priorität der Maßnahme"), ("fr", "Coût de l'action corrective"), ("fr", "Code cause"),
    ("fr", "Date de réponse de l'auditeur"), ("es", "Coste de la acción correctiva"), ("es", "Código de causa"),
    ("it", "Costo dell'azione correttiva"), ("pt", "Custo da ação corretiva"), ("nl", "Kosten van de correctie"),
    ("pl", "Koszt działań korygujących"), ("ja", "是正処置承認日"), ("ja", "原因コード"), ("zh", "纠正措施费用"),
    ("zh", "纠正措施批准日期"),
]
ASKED = [
    ("en", "Accountable person", "owner"), ("en", "Target completion date of the action", "due"),
    ("de", "Zuständige Person", "owner"), ("de", "Erledigen bis", "due"), ("de", "Erledigt am", "done_on"),
    ("fr", "Chargé", "owner"), ("fr", "Date limite de réalisation", "due"), ("fr", "Réalisée le", "done_on"),
    ("es", "Persona encargada", "owner"), ("es", "Fecha prevista de ejecución", "due"),
    ("es", "Ejecutada el", "done_on"),
    ("it", "Incaricato", "owner"), ("it", "Data prevista di completamento", "due"), ("it", "Completata il", "done_on"),
    ("pt", "Encarregado", "owner"), ("pt", "Data limite para implementação", "due"), ("pt", "Concluída em", "done_on"),
    ("nl", "Uitvoerder van de actie", "owner"), ("nl", "Geplande datum gereed", "due"),
    ("nl", "Afgerond op", "done_on"),
    ("pl", "Osoba odpowiedzialna za działanie", "owner"), ("pl", "Planowany termin realizacji", "due"),
    ("pl", "Zrealizowano", "done_on"), ("ja", "処置の完了期限", "due"), ("zh", "措施责任人", "owner"),
    ("zh", "计划完成时间", "due"), ("zh", "实际完成时间", "done_on"),
]


@pytest.mark.parametrize(("language", "label", "name"), NAMED)
def test_a_label_of_few_words(language, label, name):
    assert vocabulary({}, frozenset({language})).names(label) == ((name,) if name else ())


@pytest.mark.parametrize(("language", "label"), OTHERS)
def test_one_word_more_asks_something_else(language, label):
    words = vocabulary({}, frozenset({language}))
    assert (words.names(label), words.asks(label)) == ((), "")


@pytest.mark.parametrize(("language", "label", "asks"), ASKED)
def test_who_and_when_in_few_words(language, label, asks):
    assert vocabulary({}, frozenset({language})).asks(label) == asks


@pytest.mark.parametrize(("label", "asks"), [
    ("Completion date (planned)", "due"), ("Completion date (actual)", "done_on"), ("Completion date", "done_on"),
    ("Completion date (dd/mm/yyyy)", "done_on"), ("Date (planned)", "due"), ("By which date?", "due"),
])
def test_brackets_say_which_day_it_is(label, asks):
    assert vocabulary({}, frozenset({"en"})).asks(label) == asks


@pytest.mark.parametrize(("heading", "about"), [("SECTION 1 \u2013 Facts of the finding", "finding"),
                                                ("Root cause investigation", "causes"), ("Facts of the company", "")])
def test_what_a_heading_of_few_words_is_about(heading, about):
    assert vocabulary({}, frozenset({"en"})).subject(heading) == about


def test_a_bag_wants_a_word_of_each_group():
    bag = Bag("due", (Words("date"), Words("plan*|target")), (Words("action"),))
    assert [bag.holds(plain(each), ()) for each in (
        "Planned date", "Target date of the action", "Date", "Planned action", "Planned date of reply")] == [
            True, True, False, False, False]


def test_a_text_without_spaces_is_cut_into_the_words_of_a_bag():
    bag = Bag("causes", (Words("原因"),), (Words("原|発生|分析"),))
    assert [bag.holds(each, ()) for each in ("発生原因分析", "原因", "発生分析", "原因コード", "原因" * 21)] == [
        True, True, False, False, False]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_bags(language):
    known = {"causes", "finding.detection_cause", "corrections", "steps", "actions", "effects", "finding.extent",
             "evidence", "finding.statement", "finding.objective_evidence", "finding.grade", "finding.id",
             "finding.reference", "owner", "due", "done_on", "heading.finding"}
    bags = read(_data(language))
    assert known <= {bag.name for bag in bags}
    assert all(group.whole or group.begun for bag in bags for group in bag.wanted)
