"""The sections of the access table, in their order."""

from tests.access import (
    account_requests,
    editing_requests,
    own_service_requests,
    reading_requests,
    reviewing_requests,
    service_requests,
)
from tests.access.journal import Journal
from tests.access.requests import Request

SECTIONS = {
    "Pages to read": reading_requests.pages,
    "API": reading_requests.api,
    "Feeds": reading_requests.feeds,
    "Submitting a work": reviewing_requests.submitting,
    "One’s own submissions": reviewing_requests.own_submissions,
    "Reviewing": reviewing_requests.reviewing,
    "Responding": reviewing_requests.responding,
    "Reading first": reviewing_requests.reading_first,
    "Revising": reviewing_requests.revising,
    "Saving a draft": reviewing_requests.drafts,
    "Secret links of a guest": reviewing_requests.links,
    "Secret links that everybody has opened": reviewing_requests.opened_links,
    "The link that asks an author": reviewing_requests.consent,
    "Editors: triage": editing_requests.triage,
    "Editors: lapsed works": editing_requests.reopening,
    "Editors: due days": editing_requests.due_days,
    "Editors: policies": editing_requests.policies,
    "Editors: invitations": editing_requests.inviting,
    "Editors: reviews": editing_requests.reviews,
    "Editors: rounds": editing_requests.rounds,
    "Editors: assessments": editing_requests.assessments,
    "Editors: revisions": editing_requests.revisions,
    "Editors: mails": editing_requests.mails,
    "Editors: duplicates": editing_requests.duplicates,
    "Editors: sources": editing_requests.sources,
    "Editors: issues": editing_requests.issues,
    "Own profile": account_requests.profile,
    "Own mails": account_requests.mails,
    "Signing in": account_requests.sign_in,
    "Admin": account_requests.admin,
    "Services: submitting a work": own_service_requests.submitting,
    "Services: triage": service_requests.triage,
    "Services: lapsed works": service_requests.reopening,
    "Services: due days": service_requests.due_days,
    "Services: policies": service_requests.policies,
    "Services: inviting": service_requests.inviting,
    "Services: answering an invitation, volunteering": service_requests.answering,
    "Services: reviews": service_requests.reviews,
    "Services: rounds": service_requests.rounds,
    "Services: assessments and responses": service_requests.assessments,
    "Services: revisions": service_requests.revisions,
    "Services: drafts": own_service_requests.drafts,
    "Services: own account": own_service_requests.account,
    "Services: mails": service_requests.mails,
    "Services: duplicates": service_requests.duplicates,
    "Services: sources": service_requests.sources,
    "Services: issues": service_requests.issues,
}


def requests_of(journal: Journal) -> dict[str, list[Request]]:
    return {title: list(make(journal)) for title, make in SECTIONS.items()}
