"""ncr-toolkit: audit findings in Excel, checked, answered in Word.

For programs:

    import ncr_toolkit as ncr
    from datetime import date

    assessment = ncr.load("findings.xlsx", today=date.today())
    for finding in filter(ncr.is_open, assessment.findings):
        print(finding.id, assessment.stage(finding), assessment.next(finding))

Each name is imported when it is used first, so that `import ncr_toolkit` costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself would be half of what importing this costs; checkers of types take it for true
if TYPE_CHECKING:
    from ncr_toolkit.api import PackageResult, load_form, load_template, package, read_reply, respond, survey_evidence
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.common.progress import Progress
    from ncr_toolkit.common.version import __version__ as __version__
    from ncr_toolkit.core.assessment import Assessment
    from ncr_toolkit.core.frame import to_frame
    from ncr_toolkit.core.model import Finding
    from ncr_toolkit.core.problem import Level, Problem, Purpose
    from ncr_toolkit.core.register import Register, Review
    from ncr_toolkit.core.stage import Readiness, Stage
    from ncr_toolkit.core.status import is_open, overdue_days
    from ncr_toolkit.loader import load, load_register
    from ncr_toolkit.reply.reading import Asked, Reading
    from ncr_toolkit.reply.returned import Returned
    from ncr_toolkit.submission.sent_record import SentRecord

__all__ = ["Asked", "Assessment", "CannotRun", "Finding", "Level", "PackageResult", "Problem", "Progress", "Purpose",
           "Readiness", "Reading", "Register", "Returned", "Review", "SentRecord", "Stage", "is_open", "load",
           "load_form", "load_register", "load_template", "overdue_days", "package", "read_reply", "respond",
           "survey_evidence", "to_frame"]

_MODULES = {
    "api": "PackageResult load_form load_template package read_reply respond survey_evidence",
    "common.errors": "CannotRun",
    "common.progress": "Progress",
    "common.version": "__version__",
    "core.assessment": "Assessment",
    "core.frame": "to_frame",
    "core.model": "Finding",
    "core.problem": "Level Problem Purpose",
    "core.register": "Register Review",
    "core.stage": "Readiness Stage",
    "core.status": "is_open overdue_days",
    "loader": "load load_register",
    "reply.reading": "Asked Reading",
    "reply.returned": "Returned",
    "submission.sent_record": "SentRecord",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = globals()[name] = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
