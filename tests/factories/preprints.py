from factory import (
    LazyAttribute,
    RelatedFactory,
    SelfAttribute,
    Sequence,
    SubFactory,
    post_generation,
)

from preprints.models import Author, Edit, Location, Preprint, Subject, Version
from tests.factories.rows import RowFactory, insert
from tests.factories.times import NOW, POSTED


class SubjectFactory(RowFactory[Subject]):
    class Meta:
        model = Subject
        django_get_or_create = ("slug",)

    slug = "decision-theory"
    name = LazyAttribute(lambda subject: subject.slug.replace("-", " ").capitalize())
    description = "How an agent should choose."


class PreprintFactory(RowFactory[Preprint]):
    """A listed arXiv preprint with one location, one version and one author."""

    class Meta:
        model = Preprint
        skip_postgeneration_save = True

    kind = "theory"
    status_at = NOW
    first_posted_at = POSTED
    created_at = NOW

    location = RelatedFactory("tests.factories.preprints.LocationFactory", "preprint")
    version = RelatedFactory("tests.factories.preprints.VersionFactory", "preprint")

    @post_generation
    def subjects(self, create: bool, extracted: list[Subject] | None, **kwargs: object) -> None:
        if extracted:
            self.subjects.set(extracted)


class LocationFactory(RowFactory[Location]):
    class Meta:
        model = Location

    preprint = SubFactory(PreprintFactory, location=None)
    source = "arxiv"
    external_id = Sequence(lambda n: f"2601.{n + 1:05d}")
    url = LazyAttribute(lambda place: f"https://arxiv.org/abs/{place.external_id}")
    is_canonical = True
    first_seen_at = NOW


class VersionFactory(RowFactory[Version]):
    """A version; it becomes the preprint's current one."""

    class Meta:
        model = Version
        skip_postgeneration_save = True

    preprint = SubFactory(PreprintFactory, version=None)
    number = 1
    source_version = LazyAttribute(lambda version: f"v{version.number}")
    title = "Axioms for careful agents"
    title_html = SelfAttribute("title")
    title_plain = SelfAttribute("title")
    abstract = "We state four axioms and show what follows from them."
    abstract_html = LazyAttribute(lambda version: f"<p>{version.abstract}</p>")
    teaser = SelfAttribute("abstract")
    author_line = "Ada Example"
    author_count = 1
    posted_at = POSTED
    seen_at = NOW
    content_hash = "0" * 64

    @post_generation
    def become_current(self, create: bool, extracted: object, **kwargs: object) -> None:
        insert(Author(version=self, position=1, name="Ada Example"))
        self.preprint.current_version = self
        self.preprint.save(update_fields=["current_version"])


def forum_post(external_id: str, source: str = "lesswrong") -> Preprint:
    """A post whose text was read at a forum."""
    preprint = PreprintFactory(
        version=None, location__source=source, location__external_id=external_id
    )
    VersionFactory(preprint=preprint, location=preprint.locations.get())
    return preprint


class EditFactory(RowFactory[Edit]):
    """A small edit of a post whose text may be shown."""

    class Meta:
        model = Edit

    version = SubFactory(VersionFactory, body_html="<p>The text of the post.</p>")
    title = SelfAttribute("version.title")
    body_html = "<p>The text of this post.</p>"
    words_changed = 1
    content_hash = "1" * 64
    seen_at = NOW
