"""The texts of an issue and of an entry that forms change, and the keys of their drafts."""

from curation.models import Entry, Issue
from drafts.merging import write_fingerprints


def issue_draft_key(issue: Issue) -> str:
    return f"issue:{issue.pk}"


def entry_draft_key(entry: Entry) -> str:
    return f"entry:{entry.pk}"


def issue_texts(issue: Issue) -> dict[str, str]:
    return {"title": issue.title, "editorial": issue.editorial}


def entry_texts(entry: Entry) -> dict[str, str]:
    return {"section": entry.section, "recommendation": entry.recommendation}


def issue_fingerprint(issue: Issue) -> str:
    """Changes with the issue's words; tells which of them somebody else saved meanwhile."""
    return write_fingerprints(issue_texts(issue))


def entry_fingerprint(entry: Entry) -> str:
    return write_fingerprints(entry_texts(entry))
