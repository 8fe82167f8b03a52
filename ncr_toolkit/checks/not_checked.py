"""Which checks could not look, and why: silence is no verdict where there was nothing to look at.

A page says in `Needs:` without what its check is blind; the words are those of `NEEDS`. To add a kind, add it there.
"""

from __future__ import annotations

from collections.abc import Callable

from ncr_toolkit.checks.looking import records_by_finding
from ncr_toolkit.checks.registry import catalogue
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import listing, plural, several
from ncr_toolkit.compare.answer_parts import was_sent
from ncr_toolkit.core.model import Audit, Evidence, Person
from ncr_toolkit.core.packs import prose
from ncr_toolkit.core.problem import NotChecked
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.second_reading import counts, is_kept, readings
from ncr_toolkit.core.status import is_internal, is_open
from ncr_toolkit.core.verdicts import language_of

MOST = 4
"""So many cells or ids are named; the rest is counted."""


def not_checked(review: Review) -> list[NotChecked]:
    """Every check that could not look at this register, or not at all of it; those that had nothing to look at anyway are
    left out."""
    why = {need: tell(review) for need, tell in NEEDS.items()}
    there = {(type(record), of) for _, looking, records in review.once(records_by_finding)
             for of in looking for record in records}
    return [NotChecked(code, why[check.page.needs], check.page.title) for code, check in catalogue().items()
             if why.get(check.page.needs) and (not check.kinds or any((kind, check.of) in there for kind in check.kinds))]


def _named(texts: list[str]) -> str:
    return several(texts, MOST)


def _no_words(review: Review) -> str:
    return "" if review.language else f"there are no word lists for '{review.settings.typed('language')}'"


def _unknown_language(review: Review) -> str:
    """Whether a text is one, and of its finding, is told in more languages than there are lists of wording for."""
    named = review.settings.typed("language")
    return "" if language_of(review) else f"no words of the language '{named}' are known; they are of {listing(prose.names())}"


def _no_earlier(review: Review) -> str:
    return "" if review.previous else ("first register: nothing earlier to compare with; `ncr check --previous` "
                                       "and `ncr run` have one")


def _no_past(review: Review) -> str:
    return _no_earlier(review) if review.memory is None else ""


def _no_folder(review: Review) -> str:
    return "" if review.folder is not None and review.folder.is_dir() else "there is no evidence folder beside the register"


def _links(review: Review) -> str:
    """Proofs on the internet: nothing is fetched."""
    if missing := _no_folder(review):
        return missing
    linked = [str(proof.cell("file")) for proof in review.register.all(Evidence)
              if fold(proof.file).startswith("https:")]
    return f"{plural(len(linked), 'link')} ({_named(linked)}) {'is' if len(linked) == 1 else 'are'} not opened; `ncr` uses " \
           "no network" if linked else ""


def _no_fingerprints(review: Review) -> str:
    """Files of which nobody has recorded what they held."""
    if missing := _no_folder(review):
        return missing
    bare = [str(proof.cell("sha256")) for proof in review.register.all(Evidence)
            if proof.known("file") and proof.blank("sha256") and "://" not in proof.file]
    return f"{plural(len(bare), 'file')} of evidence ({_named(bare)}) {'has' if len(bare) == 1 else 'have'} no fingerprint " \
           "yet; `ncr evidence --write-back` records it" if bare else ""


def _not_taken_down(review: Review) -> str:
    """Answers that the body has, and that nobody took down when they were made."""
    unknown = [finding.label for finding in review.register.findings if is_open(finding) and was_sent(finding)
               and not is_internal(finding, review)
               and not (review.sent and review.sent.of(finding.id))]
    return f"what was sent for {_named(unknown)} was not made by `ncr package` or `ncr respond --final`" if unknown else ""


def _not_kept(review: Review) -> str:
    """Readings of which nobody has taken down what was read."""
    unknown = [finding.label for finding in review.register.findings for row in readings(finding, review)
               if counts(row, finding, review) and not is_kept(row, finding, review)]
    return f"whether an answer ({_named(unknown)}) changed after the second reader signed can be seen only from the next " \
           "`ncr run` on" if unknown else ""


def _no_people(review: Review) -> str:
    return "" if review.register.all(Person) else "the sheet People is empty"


def _empty_setting(name: str) -> Callable[[Review], str]:
    def tell(review: Review) -> str:
        settings = review.settings
        header = settings.SHEET.column(name).header
        return "" if not settings.blank(name) else f"'{header}' on the sheet {settings.SHEET.name} is empty"
    return tell


def _no_next_audit(review: Review) -> str:
    audits = [audit for audit in review.register.all(Audit) if audit.next_audit_on]
    return "" if audits or review.settings.next_audit_on else "no day of a next audit is known"


def _no_report(review: Review) -> str:
    """Audits by a body whose report nobody has put beside the register."""
    bare = [audit.label for audit in review.register.all(Audit) if audit.blank("report_file") and audit.kind != "Internal"]
    if review.home is None or not bare:
        return ""
    return f"no report lies beside the register for {_named(bare)}; name its file in 'Report file' on the sheet Audits"


_no_scope = _empty_setting("scope")

NEEDS: dict[str, Callable[[Review], str]] = {
    "Word lists for the language of the texts.": _no_words,
    "Words of the language of the texts.": _unknown_language,
    "An earlier register.": _no_earlier,
    "An earlier register, or a kept run.": _no_past,
    "The evidence folder.": _no_folder,
    "The evidence folder; links are not opened.": _links,
    "The evidence folder, and recorded fingerprints.": _no_fingerprints,
    "The record of what was made to be sent.": _not_taken_down,
    "The record of what was read.": _not_kept,
    "The sheet People.": _no_people,
    "The day on which the certificate ends.": _empty_setting("certificate_expiry"),
    "Word lists for the language of the texts, and the scope.": lambda review: _no_words(review) or _no_scope(review),
    "The day of the next audit.": _no_next_audit,
    "The audit report.": _no_report,
}
"""What a check may need, in the words of its page, and what tells why it is not there ('' where it is)."""
