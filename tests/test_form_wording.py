"""Labels in the words of bodies, agencies, customers, 8D and CAPA forms, each beside one that only looks like it."""

from __future__ import annotations

from ncr_toolkit.forms.meaning.vocabulary import vocabulary
from ncr_toolkit.forms.survey.label_meaning import meaning

NAMES = {
    "en": {
        "finding.id": ("Notice no.", "CPAR number", "Corrective action request no.", "NCR tracking number"),
        "finding.grade": ("Severity level", "Major / Minor", "Criticality", "Rating of finding"),
        "finding.reference": ("Clause not met", "Standard section", "Annex A control", "Which clause is it against?"),
        "finding.requirement": ("Requirement that was not met", "What does the standard require?",
                                "Breached requirement"),
        "finding.statement": ("Reason for CAR", "What was the nonconformity?", "Copy the finding here", "Discrepancy"),
        "finding.objective_evidence": ("What did the auditor see?", "Basis for finding", "Evidence of failure"),
        "finding.response_due": ("To be returned by", "Date due for response", "Response target date", "CAP due"),
        "finding.close_due": ("Target closure date", "To be closed by", "Closure deadline"),
        "finding.extent": ("Assessment of similar risks", "Scope of review", "Further areas affected",
                           "How far does it go?",
                           "Who or what else is affected?", "Where else did you look?", "Effect on similar products"),
        "finding.detection_cause": ("Why was it missed?", "Why did controls fail?", "Detection failure cause"),
        "finding.system_change": ("Which documents were changed?", "Documents to be updated"),
        "settings.organisation": ("Registrant", "Name of registrant", "Legal entity", "Certified entity"),
        "causes": ("What made it possible?", "Results of investigation", "Causal analysis",
                   "In short, why did it happen?"),
        "causes.method": ("How was the root cause determined?", "Root cause tool used"),
        "whys.why5": ("5. Why?", "Why? (5)", "Why no. 5"),
        "containment": ("What did you do to contain it?", "How did you limit the damage?",
                        "Measures to contain the risk"),
        "corrections": ("Elimination of the nonconformity", "Actions to correct", "How will you correct it?"),
        "steps": ("Initial action", "Short-term corrective action", "Action taken at once"),
        "mitigations": ("Compensating controls", "What protects people until then?", "Interim risk treatment"),
        "actions": ("What will you change?", "Removal of the cause", "What corrective action have you taken?",
                    "Permanent countermeasures", "Q4. What will you do so that it does not happen again?"),
        "effects": ("Validation of effectiveness", "How will you know it worked?"),
        "effects.criterion": ("Success measure", "What counts as success?", "Effectiveness target"),
        "effects.due": ("When will effectiveness be checked?",),
        "evidence": ("What evidence do you have?", "How can you show it was done?",
                     "Evidence that the action was completed"),
    },
    "de": {
        "finding.statement": ("Festgestellter Sachverhalt",), "finding.id": ("Meldungs-Nr.",),
        "finding.extent": ("Wo tritt das noch auf",), "actions": ("Was tun Sie damit es nicht wieder vorkommt",),
        "audit.dates": ("Datum der Begehung",), "finding.consequences": ("Auswirkungen auf Patienten oder Nutzer",),
    },
    "fr": {
        "containment": ("Mesures conservatoires prises",), "steps": ("Traitement immédiat",),
        "actions": ("Mesures prévues et calendrier",), "effects": ("Mesure d'efficacité",),
        "finding.statement": ("Libellé de l'écart",),
    },
    "es": {
        "actions": ("Acciones correctivas seleccionadas",), "finding.extent": ("¿Dónde más podría ocurrir?",),
        "corrections": ("Tratamiento inmediato",), "finding.raised_on": ("Fecha de levantamiento del hallazgo",),
    },
}
ASKS = {
    "owner": ("Actioned by", "Responsible department / person", "Who is accountable?", "To be implemented by (name)"),
    "due": ("Date for completion", "Commitment date", "End date", "Timeframe", "Until when"),
    "done_on": ("When was it done?", "Actual finish", "Date of execution", "Date of completion"),
}
NONE = ("Cause code", "Closed by", "Returned by", "Submitted by", "What is the weather?", "When was it first detected?",
        "What did the auditor find?", "Corrective action no.", "Audit days", "Agency", "Date received",
        "Number of corrections", "Which audit team will verify it?", "What does the response contain?")
"""Of these nothing is certain: some look like a known label, some are the auditor's, some may mean two things."""


def test_what_labels_of_many_makes_ask():
    for language, expected in NAMES.items():
        words = vocabulary({}, frozenset({language}))
        found = {label: meaning(label, words)[1] for labels in expected.values() for label in labels}
        assert found == {label: (name,) for name, labels in expected.items() for label in labels}


def test_what_labels_ask_of_the_answer_before_them():
    words = vocabulary({}, frozenset({"en"}))
    assert {label: words.asks(label) for labels in ASKS.values() for label in labels} == {
        label: asked for asked, labels in ASKS.items() for label in labels}


def test_what_only_looks_like_a_label_is_not_certain():
    words = vocabulary({}, frozenset({"en"}))
    assert {label: (meaning(label, words)[1], words.asks(label)) for label in NONE} == dict.fromkeys(NONE, ((), ""))


def test_who_fills_a_column_is_known_by_its_words():
    words = vocabulary({}, frozenset({"en", "de"}))
    ours = ("Response", "Your answer", "Client's reply", "Organisation's response", "Antwort der Organisation")
    theirs = ("Auditor's response", "Response to the auditor", "Response due", "Root cause")
    assert [words.answers_here(each) for each in (*ours, *theirs)] == [True] * len(ours) + [False] * len(theirs)
