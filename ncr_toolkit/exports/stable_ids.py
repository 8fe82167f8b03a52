"""UUIDs that stay the same from one export to the next (RFC 9562, version 5): from the ids of register and record."""

from __future__ import annotations

import uuid
from collections import Counter

from ncr_toolkit.common.names import fold

_UUID_SCHEME = "http://ietf.org/rfc/rfc4122"


class StableIds:
    """The UUIDs of one export. An id that several records of a kind share is counted, so that none is one of two."""

    def __init__(self, register_id: str) -> None:
        self.register_id = register_id
        self._seen: Counter[tuple[str, str]] = Counter()
        own = _as_uuid(register_id)
        self._base = own or uuid.uuid5(uuid.NAMESPACE_URL, f"ncr-toolkit:register:{register_id}")
        self.system = {**({"identifier-type": _UUID_SCHEME} if own else {}), "id": " ".join(register_id.split())}
        """What OSCAL calls the system that the plan is about."""

    def of(self, kind: str, id: str) -> str:
        """The UUID of a record of a kind."""
        key = kind, fold(id)
        self._seen[key] += 1
        again = f":{self._seen[key]}" if self._seen[key] > 1 else ""
        return str(uuid.uuid5(self._base, f"{kind}:{key[1]}{again}"))


def _as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
