"""Whose part of a form it is: the words for the organisation, for the auditor and the body, and for who signs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ncr_toolkit.forms.meaning.wording import begins, east_asian, holds, is_numbered, plain, split_label

_TITLES = {
    "form",
    "report",
    "request",
    "notice",
    "sheet",
    "formular",
    "bericht",
    "formulaire",
    "fiche",
    "informe",
    "rapporto",
    "modulo",
    "formulario",
    "relat\u00f3rio",
    "formulier",
    "formularz",
    "raport",
}
_ANSWERS = {
    "response",
    "reply",
    "answer",
    "antwort",
    "stellungnahme",
    "r\u00e9ponse",
    "respuesta",
    "risposta",
    "resposta",
    "reactie",
    "odpowied\u017a",
}
_OF = {"s", "by", "from", "von", "par", "por", "door", "da", "przez", "here", "below"}
"""Small words between an answer and who gives it."""
_BODIES = {"body", "agency", "authority", "accreditation", "certification"}
_NAME = 2  # words of the name of a body, at least one more than these
_SIDE = 4  # words that name one side
_FEW = 5  # words of the heading of a column
_LONGEST_PART = 14  # words of a heading that says whose part begins


@dataclass
class Parties:
    """The words by which a form names who fills it in."""

    us: tuple[str, ...] = ()  # beginnings of words for the organisation
    auditor: set[str] = field(default_factory=set)
    yours: set[str] = field(default_factory=set)
    by: tuple[re.Pattern[str], ...] = ()  # "to be completed by X"
    denies: tuple[re.Pattern[str], ...] = ()  # "not", where it is not of "non-conformity"
    either: tuple[str, ...] = ()  # and for what may be either: "organisme", "entidad"
    them: tuple[str, ...] = ()  # and for the body and its auditors
    audits: tuple[str, ...] = ()  # beginnings of words for an audit that begin as those for an auditor do
    supplied: bool = False  # the form comes from a customer, and we are the supplier
    customers: set[str] = field(default_factory=set)
    suppliers: set[str] = field(default_factory=set)
    judges: tuple[str, ...] = ()  # beginnings of words for looking at an answer: "verification", "closure", "approval"
    if_yes: tuple[str, ...] = ()  # with what begins what is asked only where a question was answered so: "if yes"
    if_no: tuple[str, ...] = ()
    details: set[str] = field(default_factory=set)  # what stands for "if yes" right behind such a question: "Details"
    premises: set[str] = field(default_factory=set)  # words for the organisation, and for a place of its
    signs: set[str] = field(default_factory=set)  # words for a signature

    def part(self, text: str) -> str:
        """Whether a text says whose part of the form begins: "auditor", "yours" or ''."""
        if len(text) > 200:
            return ""
        inner = re.findall(r"[(\[\uff08\u3010]([^()\[\]]*)[)\]\uff09\u3011]", text)
        if len(text.split()) <= _LONGEST_PART:
            inner.append(text)
        for each in map(plain, reversed(inner)):
            if holds(each, self.yours) and not (self.supplied and self.of_auditor(each)):
                return "auditor" if self._denies(each) else "yours"
            if holds(each, self.auditor) and _TITLES.isdisjoint(each.split()):
                return "auditor"
        return next((whose for each in inner if (whose := self._by(each))), "")

    def _by(self, text: str) -> str:
        """Whose part "to be completed by X" is: yours only where X is the organisation; in doubt the auditor's."""
        line = " ".join(text.casefold().split())
        if line.rstrip(" _\uff3f").endswith(("?", "\uff1f")):
            return ""  # it asks who does something
        for pattern in self.by:
            if found := pattern.search(line):
                who = found["who"].strip(" .:)\u3001")
                if not who or not who[0].isalpha():
                    continue
                words = re.findall(r"\w+", who)
                theirs = self.of_auditor(who)
                ours = not theirs and any(begins(words, who, start) for start in self.us)
                return "yours" if ours and not self._denies(line) else "auditor"
        return ""

    def _denies(self, said: str) -> bool:
        """Whether a text says that the organisation does *not* fill in something: "not" stands before its name."""
        named = min((said.find(start) for start in self.us if start in said), default=len(said))
        return any((found := pattern.search(said)) is not None and (found.start() < named or east_asian(said))
                   for pattern in self.denies)

    def is_customer(self, label: str) -> bool:
        """Whether a label, or half of one in two languages, names the customer of an 8D report."""
        known = self.customers | {f"{each} name" for each in self.customers}
        return any(plain(each) in known for each in (label, *split_label(label)))

    def are_customer_and_supplier(self, one: str, other: str) -> bool:
        """Whether two short texts beside each other are the two sides of a form of a customer: "Issuer (customer)" and
        "Recipient (supplier)"."""
        words = [{*re.findall(r"\w+", said.casefold())} for said in (one, other)]
        return all(len(each) <= _SIDE for each in words) and any(
            first & self.customers and last & self.suppliers for first, last in (words, words[::-1]))

    def of_customer(self, label: str) -> bool:
        """Whether a label names the customer of a form in which we are the supplier: "Contact at the customer"."""
        words = re.findall(r"\w+", label.casefold())
        return any(each.startswith(tuple(self.customers)) for each in words) \
            and not any(each.startswith(tuple(self.suppliers)) for each in words)

    def is_of_customer(self, heading: str) -> bool:
        """Whether a heading says that the customer fills in what follows."""
        found = next((found for each in self.by if (found := each.search(heading.casefold()))), None)
        return found is not None and any(each.startswith(tuple(self.customers))
                                         for each in re.findall(r"\w+", found["who"]))

    def signature(self, label: str) -> bool:
        """Whether a label asks somebody to sign."""
        word = plain(label)
        return any(each in word if east_asian(each) else f" {each} " in f" {word} " for each in self.signs)

    def of_auditor(self, label: str) -> bool:
        """Whether a label names the auditor or the body."""
        words = [each for each in re.findall(r"\w+", label.casefold()) if not each.startswith(self.audits)]
        if self.supplied and any(each.startswith(tuple(self.customers)) for each in words):
            return True
        return any(begins(words, label.casefold(), start) for start in self.them)

    def heads_auditor(self, heading: str) -> bool:
        """Whether a heading names the auditor or the body, and not the organisation."""
        words = re.findall(r"\w+", heading.casefold())
        named = next((number for number, word in enumerate(words) if self.of_auditor(word)), len(words))
        return bool(words) and len(words) <= _LONGEST_PART and words[-1] not in _TITLES and self.of_auditor(heading) \
            and _ANSWERS.isdisjoint(words[:named]) \
            and not any(begins(words, heading.casefold(), start) for start in (*self.us, *self.customers))

    def is_title(self, heading: str) -> bool:
        """Whether the first heading of a form is its title: "Finding response (accreditation body)", a letterhead."""
        words = re.findall(r"\w+", heading.casefold())
        return not is_numbered(heading) and (not (_TITLES | _ANSWERS).isdisjoint(words) or (
            len(words) > _NAME and words[-1] in _BODIES))

    def is_answer(self, label: str) -> bool:
        """Whether a label is nothing but "Response"."""
        return plain(label) in _ANSWERS

    def answers_here(self, label: str) -> bool:
        """Whether a label says no more than that the organisation answers here: "Response", "Your answer", "Client's
        reply"; not "Auditor's answer"."""
        words = [each for each in plain(label).split() if each not in _OF]
        return bool(_ANSWERS & {*words}) and len(words) <= _FEW and not self.of_auditor(label) \
            and all(each in _ANSWERS or each.startswith(self.us) for each in words)

    def names_us(self, label: str) -> bool:
        """Whether a label is nothing but who answers: "Client", "Response of the organisation"."""
        return self.answers_here(label) or self.heads_yours(label) or (
            self.is_us(label) and len(plain(label).split()) == 1)

    def is_of_judging(self, heading: str) -> bool:
        """Whether a heading speaks of looking at the answer, as the auditor does: "Verification", "Closure"."""
        words = re.findall(r"\w+", heading.casefold())
        return any(begins(words, heading.casefold(), start) for start in self.judges)

    def is_us(self, heading: str) -> bool:
        """Whether a short heading names the organisation, and not the auditor."""
        words = re.findall(r"\w+", heading.casefold())
        return len(words) <= _FEW and not self.of_auditor(heading) \
            and any(begins(words, heading.casefold(), start) for start in self.us)

    def may_be_either(self, heading: str) -> bool:
        """Whether a heading names a side by a word that is said of the organisation and of the body, too."""
        return any(each.startswith(self.either) for each in re.findall(r"\w+", heading.casefold()))

    def heads_yours(self, heading: str) -> bool:
        """Whether a heading is nothing but a word for the organisation: "CLIENT"."""
        word = plain(heading)
        return any(each.partition(" ")[0] == word and each.count(" ") == 1 for each in self.yours)
