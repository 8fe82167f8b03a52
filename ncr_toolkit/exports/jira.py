"""A list of findings that Jira's importer reads (support.atlassian.com, prepare a CSV file for import): a heading row
with Summary, no punctuation in headings, days in one form, people by their e-mail address."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.mail_draft import is_address
from ncr_toolkit.core.model import Finding
from ncr_toolkit.exports.as_csv import table
from ncr_toolkit.exports.leaving import Leaving

COLUMNS = ("Finding ID", "Summary", "Issue Type", "Description", "Assignee", "Grade", "Priority", "Raised on",
           "Due date", "Labels", "Finding status", "Status", "Reference")
"""Those that Jira does not know can be mapped to fields of your own there, or left out."""
_PRIORITIES = {"Major": "Highest", "Minor": "Medium", "Area of concern": "Medium", "Observation": "Low",
               "Opportunity": "Lowest"}
_STATES = {"Open": "To Do", "In progress": "In Progress", "Submitted": "In Progress", "Verifying": "In Progress",
           "Closed": "Done", "Reopened": "To Do", "Withdrawn": "Done"}


def made(leaving: Leaving) -> bytes:
    """The file."""
    return table([COLUMNS, *_rows(leaving)])


def _rows(leaving: Leaving) -> Iterator[list[str]]:
    for finding in leaving.all(Finding):
        text = leaving.text
        title = " ".join(text(finding, "title").split())
        yield [text(finding, "id"), title or finding.label, "Task", text(finding, "statement"),
               _assignee(finding, leaving), text(finding, "grade"), leaving.word(finding, "grade", _PRIORITIES),
               text(finding, "raised_on"), text(finding, "close_due"), "-".join(text(finding, "id").split()),
               text(finding, "status"), leaving.word(finding, "status", _STATES), text(finding, "reference")]


def _assignee(finding: Finding, leaving: Leaving) -> str:
    """The address of the owner, the only way in which Jira knows people."""
    person = leaving.review.person(finding.owner) if finding.owner else None
    address = person.email.strip() if person is not None else ""
    if not is_address(address):
        return ""
    leaving.take(finding, "owner")
    return address
