from typing import Any

from factory import SelfAttribute, SubFactory

from curation.models import Entry, Issue
from reviews.models import IssueInterests
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.rows import RowFactory
from tests.factories.times import NOW


class IssueFactory(RowFactory[Issue]):
    """An issue in the making. To publish it: add entries, then `publish(issue)`."""

    class Meta:
        model = Issue

    volume = 1
    number = 1
    title = "Agents that choose"
    editor = SubFactory(UserFactory, editor=True)
    created_at = NOW


def publish(issue: Issue) -> Issue:
    """Set an issue published, as the service does last of all."""
    issue.state, issue.published_at = Issue.State.PUBLISHED, NOW
    issue.save()
    return issue


class EntryFactory(RowFactory[Entry]):
    """Whoever recommends it has declared to have no competing interests."""

    class Meta:
        model = Entry

    issue = SubFactory(IssueFactory)
    preprint = SubFactory(PreprintFactory)
    version = SelfAttribute("preprint.current_version")
    section = "Foundations"
    position = 1
    recommendation = "Read it for the second axiom. The rest follows."
    recommendation_html = "<p>Read it for the second axiom. The rest follows.</p>"
    first_sentence = "Read it for the second axiom."
    recommended_by = SelfAttribute("issue.editor")
    recommended_by_name = "Editor Example"

    @classmethod
    def _create(cls, model_class: type[Entry], *args: Any, **fields: Any) -> Entry:
        entry = super()._create(model_class, *args, **fields)
        IssueInterests.objects.get_or_create(
            issue=entry.issue.identifier,
            version=entry.version,
            editor=entry.recommended_by,
            defaults={"declared_at": NOW},
        )
        return entry
