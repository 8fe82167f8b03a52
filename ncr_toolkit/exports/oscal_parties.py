"""The people and organisations that a plan in OSCAL names, each once."""

from __future__ import annotations

from typing import Any

from ncr_toolkit.common.mail_draft import is_address
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.schema import Record
from ncr_toolkit.exports.leaving import Leaving
from ncr_toolkit.exports.stable_ids import StableIds

OWNER = "owner"


class Parties:
    """The parties of one plan, in the order in which they were named first."""

    def __init__(self, leaving: Leaving, ids: StableIds) -> None:
        self.leaving, self.ids = leaving, ids
        self._found: dict[tuple[str, str], dict[str, Any]] = {}

    @property
    def every(self) -> list[dict[str, Any]]:
        """All of them."""
        return list(self._found.values())

    @property
    def roles(self) -> list[dict[str, str]]:
        """The roles that tasks name."""
        people = any(kind == "person" for kind, _ in self._found)
        return [{"id": OWNER, "title": "Answers for it"}] if people else []

    def organisation(self, name: str) -> str:
        """The UUID of an organisation."""
        return str(self._party("organization", name)["uuid"])

    def responsible(self, record: Record, name: str) -> list[dict[str, Any]]:
        """The person in a cell as who answers for something; nobody where none stands there."""
        person = " ".join(self.leaving.text(record, name).split())
        if not person:
            return []
        party = self._party("person", person)
        row = self.leaving.review.person(person)
        if row is not None:
            self.leaving.take(row, "name")
            if is_address(email := self.leaving.text(row, "email").strip()):
                party["email-addresses"] = [email]
        return [{"role-id": OWNER, "party-uuids": [party["uuid"]]}]

    def _party(self, kind: str, name: str) -> dict[str, Any]:
        key = kind, fold(name)
        if key not in self._found:
            self._found[key] = {"uuid": self.ids.of(kind, name), "type": kind, "name": " ".join(name.split())}
        return self._found[key]
