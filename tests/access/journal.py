"""What the journal of the access table holds, by the states of it."""

from dataclasses import dataclass, field
from typing import Any

from curation.models import Entry, Issue
from drafts.models import Draft
from preprints.models import Preprint, Version
from reviews.models import (
    Assessment,
    Invitation,
    MailedLink,
    Review,
    Revision,
    Round,
    Submission,
    TriageProposal,
)
from tests.access.people import Cast
from tests.reviews.selected import SelectedWork

# Of invitations that nobody can answer.
CLOSED = ("revoked", "declined", "disowned", "closed")


@dataclass
class Journal:
    """revisions: by what was decided. newer_versions: not declared yet.
    selected: works in an issue, by what became of their assessment since.
    submissions: "waiting", "waiting, by editor 2", "declined". rounds, assessments: by the
    state of the assessment, "none" while there is none, or by that of the round. reviews,
    invitations, links, drafts: by what the table says of their state. guest_links: what the guest's
    browser has opened.
    """

    cast: Cast
    submissions: dict[str, Submission] = field(default_factory=dict)
    proposals: dict[str, TriageProposal] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    assessments: dict[str, Assessment] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    links: dict[str, MailedLink] = field(default_factory=dict)
    newer_versions: dict[str, Version] = field(default_factory=dict)
    revisions: dict[str, Revision] = field(default_factory=dict)
    selected: dict[str, SelectedWork] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    works: dict[str, Preprint] = field(default_factory=dict)
    other: dict[str, Any] = field(default_factory=dict)
    guest_links: list[str] = field(default_factory=list)
