"""Kinds of labels, boxes and headings of published forms in ten languages, each beside what only looks like it."""

from __future__ import annotations

import pytest

from ncr_toolkit.forms import load
from ncr_toolkit.forms.meaning.vocabulary import vocabulary
from tests.forms import bold, docx, heading, p, simple

OWN_USE = {
    "en": "For office use only|CB use only|Do not write below this line|Leave this section blank|"
          "Reserved for the agency",
    "de": "Nur für den internen Gebrauch|Bitte nicht ausfüllen|Feld für die Zertifizierungsstelle|Amtliche Vermerke",
    "fr": "À l'usage exclusif de l'organisme|Ne rien inscrire dans ce cadre|Usage interne organisme|"
          "Réservé au certificateur",
    "es": "Para uso exclusivo del organismo|Uso interno del organismo|No escribir en este espacio",
    "it": "Ad uso esclusivo dell'organismo|Ad uso interno dell'ente|Non compilare|Spazio riservato all'organismo",
    "pt": "Para uso exclusivo do organismo|Para uso interno|Não preencher|Reservado ao organismo",
    "nl": "Uitsluitend voor gebruik door de instelling|Voor intern gebruik|Enkel voor de certificerende instelling",
    "pl": "Wyłącznie do użytku jednostki|Do użytku wewnętrznego|Nie wypełniać|Miejsce na adnotacje jednostki",
    "ja": "審査機関使用欄|当機関使用欄|記入しないでください",
    "zh": "仅供认证机构使用|机构内部使用|请勿填写",
}
OURS = {
    "en": "For client use only|To be completed by the organisation|Leave blank if not applicable",
    "de": "Vom Unternehmen auszufüllen", "fr": "Réservé à l'entreprise auditée|À compléter par le client",
    "es": "A completar por la organización", "it": "A cura dell'organizzazione",
    "pt": "Preenchimento pela empresa auditada", "nl": "In te vullen door de organisatie", "pl": "Wypełnia organizacja",
    "ja": "受審組織記入欄", "zh": "由受审核方填写",
}


@pytest.mark.parametrize(("language", "said"), [(one, each) for one, all in OWN_USE.items() for each in all.split("|")])
def test_what_is_for_the_bodys_own_use_is_the_auditors_part(language, said):
    assert vocabulary({}, frozenset({language})).part(said) == "auditor"


@pytest.mark.parametrize(("language", "said"), [(one, each) for one, all in OURS.items() for each in all.split("|")])
def test_what_is_for_us_is_not(language, said):
    assert vocabulary({}, frozenset({language})).part(said) != "auditor"


@pytest.fixture
def named(tmp_path):
    """A function: the body of a form -> what each certain place means, by its label."""

    def names(body: str, mapping=None) -> dict[str, tuple[str, ...]]:
        path = tmp_path / "form.docx"
        path.write_bytes(docx(body))
        return {place.label: place.names for place in load(path, mapping).places if place.certain}

    return names


def test_a_scale_of_low_to_critical_is_no_grade(named):
    scale = p("Severity: \u2610 Low \u2610 Medium \u2610 High \u2610 Critical")
    assert named(scale) == {}
    assert named(scale, {"Critical": "finding.grade = Major"}) == {"Critical": ("finding.grade",)}
    assert set(named(p("Severity: \u2610 Critical \u2610 Minor"))) == {"Critical", "Minor"}
    assert set(named(p("Severity: \u2610 Major \u2610 Mild"))) == {"Major"}


@pytest.mark.parametrize(("question", "words"), [
    ("Non-conformité :", ("Majeure", "Mineure")), ("Nonconformity:", ("Major", "Minor")),
    ("不符合的性质：", ("严重", "一般")),
])
def test_the_nonconformity_itself_asks_for_its_grade(named, question, words):
    assert set(named(heading("Audit") + p(f"{question}  \u2610 {words[0]}   \u2610 {words[1]}"))) == set(words)
    assert named(p(f"Mood:  \u2610 {words[0]}   \u2610 {words[1]}")) == {}


def test_a_heading_in_brackets_tells_what_the_rows_are(named):
    rows = simple(("Ação", "Responsável", "Prazo"), ("", "", ""), widths=(5000, 2600, 2000))
    found = named(p(bold("1. Tratamento (Correção)")) + rows + p(bold("2. Ação Corretiva")) + rows
                  + p("Análise de causa raiz: ____"))
    assert sorted(each for names in found.values() for each in names) == ["actions", "causes"]  # the last of two
    assert "corrections" in str(named(p(bold("1. Tratamento (Correção)")) + rows + p("Análise de causa raiz: ____")))


@pytest.mark.parametrize(("label", "name"), [
    ("N. rapporto NC", "finding.id"), ("N. rapporto", "audit.report_reference"),
    ("Audit report no.", "audit.report_reference"), ("Describe the non-conformity", "finding.statement"),
    ("Korrekturmaßnahme zur Vermeidung der Wiederholung", "actions"), ("What caused this non-conformity?", "causes"),
    ("Root cause of non-detection", "finding.detection_cause"),
])
def test_labels(named, label, name):
    assert named(simple((label, ""), widths=(3000, 6000)))[label] == (name,)


def test_the_title_beside_a_representative_is_of_the_person(named):
    found = named(simple(("Supplier representative", ""), ("Title", ""), widths=(3000, 6000)))
    assert found["Title"] == ("contact.role",)
    assert named(simple(("Clause", ""), ("Title", ""), widths=(3000, 6000)))["Title"] == ("finding.title",)


PART = {  # what of the effectiveness review is asked alone, then how many nonconformities there are
    "en": ("Effectiveness review result", "Effectiveness review planned for", "Number of findings in this audit"),
    "de": ("Ergebnis der Wirksamkeitsprüfung", "Wirksamkeitsprüfung geplant für", "Anzahl der Abweichungen"),
    "fr": ("Résultat de la vérification de l'efficacité", "Vérification de l'efficacité prévue le",
           "Nombre d'écarts"),
    "es": ("Resultado de la verificación de la eficacia", "Verificación de eficacia prevista para",
           "Número de no conformidades"),
    "it": ("Esito della verifica di efficacia", "Verifica dell'efficacia prevista per il",
           "Numero delle non conformità"),
    "pt": ("Resultado da verificação da eficácia", "Verificação da eficácia prevista para",
           "Número de não conformidades"),
    "nl": ("Resultaat effectiviteitscontrole", "Effectiviteitscontrole gepland op", "Aantal afwijkingen"),
    "pl": ("Wynik oceny skuteczności", "Ocena skuteczności planowana na", "Liczba niezgodności"),
    "ja": ("有効性確認結果", "有効性確認予定日",
           "不適合件数"),
    "zh": ("有效性验证结果", "有效性验证计划日期",
           "不符合项数量"),
}


@pytest.mark.parametrize("language", PART)
def test_a_label_that_asks_for_one_part_never_gets_the_whole(language):
    result, planned, count = map(vocabulary({}, frozenset({language, "fr", "es"})).names, PART[language])
    assert result in ((), ("effects.result, effects.observed",)) and planned == ("effects.due",) and count == ()


@pytest.mark.parametrize(("label", "names"), [
    ("Effectiveness review on", ("effects.due", "effects.reviewed_on")),
    ("Effectiveness check method", ("effects.method",)), ("Corrective action result", ()),
    ("Root cause analysis result", ("causes",)), ("Corrective action plan with dates", ("actions",)),
    ("Method and result of the effectiveness check", ("effects",)), ("Number of the nonconformity", ("finding.id",)),
])
def test_the_asking_word_decides(label, names):
    assert vocabulary({}, frozenset({"en"})).names(label) == names
