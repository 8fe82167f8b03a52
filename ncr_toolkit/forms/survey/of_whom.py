"""Names of the register that a form may ask of somebody else than the finding: of who signs, or of the other side."""

OF_WHO_SIGNS = {
    "finding.title",
    "finding.process",
    "finding.site",
    "finding.owner",
    "finding.raised_on",
    "settings.organisation",
    "finding.response_sent_on",
    "actions.owner",
    "actions.done_on",
    "corrections.done_on",
    "steps.done_on",
    "containment.done_on",
    "effects.reviewed_on",
    "effects.reviewer",
    "finding.close_due",
    "finding.closed_on",
}
OF_THE_HOUSE = {"finding.process", "finding.site", "settings.organisation"}
"""Of these, what a row or line asks of the finding where a person is named in it, and nobody signs."""

OF_OUR_SIDE = {"settings.organisation", "settings.owner", "contact.name", "contact.email", "contact.role",
               "finding.site", "finding.owner", "owner.role", "owner.email", "actions.owner"}
"""What a label asks of one of the two sides, and so of the customer where it names that one."""
