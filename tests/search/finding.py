"""What is in the index."""

from django.contrib.postgres.search import SearchQuery

from preprints.models import Preprint
from search.documents import index_works
from search.models import Document
from search.services import follow_events
from tests.factories.times import NOW


def index(*works: Preprint) -> None:
    """These works with all of their texts, and what was written otherwise."""
    index_works([work.pk for work in works], now=NOW)
    while follow_events(now=NOW):
        pass


def found(words: str, config: str = "verso") -> set[tuple[str, int]]:
    """The texts that a search for the words would find: their kinds and numbers."""
    documents = Document.objects.current().filter(words=SearchQuery(words, config=config))
    return set(documents.values_list("kind", "object_id"))
