"""What readers will see of a text that is being written: shown by the partials of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.services import pseudonym_of
from reviews import rules
from reviews.confidence import CONFIDENCES, confidence_words
from reviews.errors import NoPseudonym
from reviews.interests import typed_interests, words_for_readers
from reviews.limits import MAX_TEXT
from reviews.models import Byline, Review, Revision, Term, Vocabulary
from reviews.models.byline import public_declaration
from reviews.models.reviews import PARTS
from reviews.other_interests import InterestLine
from reviews.rendering import RenderedParts
from text.code import colour_code
from text.markdown.render import render_markdown
from web.term_scale import TermScale, term_scale

BYLINE_NOTES = {
    Byline.SIGNED: gettext_lazy("signed review"),
    Byline.PSEUDONYM: gettext_lazy("under a lasting pseudonym"),
    Byline.ANONYMOUS: gettext_lazy("the editors know who wrote this"),
}
SCALE_FIELDS = (
    (Vocabulary.Scale.SIGNIFICANCE, "significance"),
    (Vocabulary.Scale.STRENGTH, "strength"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewText:
    """A review below its heading. `person_url` is set only where it is signed;
    `recommendations_html` only for its authors, its editors and its writer. Of one being written
    what is not chosen yet is empty."""

    byline: str
    byline_note: str
    person_url: str
    public_parts: list[tuple[str, str]]
    scales: tuple[TermScale, ...]
    confidence: str
    competing_interests: str
    ai_use: str
    recommendations_html: str


@dataclass(frozen=True, slots=True)
class AssessmentText:
    """An assessment that is not public yet."""

    html: str
    scales: tuple[TermScale, ...]
    competing_interests: str
    other_interests: tuple[InterestLine, ...] = ()  # added when it is posted
    identifier: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ResponseText:
    name: str
    html: str
    competing_interests: str


@dataclass(frozen=True, slots=True)
class AnswerText:
    """What an author answers to one review; byline: of its reviewer, as readers see it."""

    number: int
    byline: str
    html: str


@dataclass(frozen=True, slots=True)
class RevisionText:
    """A revision below its heading."""

    note_html: str
    answers: list[AnswerText]


@dataclass(frozen=True, slots=True)
class Preview:
    """part: the template that shows `shown`, on the page as in the preview."""

    part: str
    shown: ReviewText | AssessmentText | ResponseText | RevisionText


def preview_review(
    texts: Mapping[str, str], *, writer: User, terms: Mapping[str, Sequence[Term]]
) -> Preview:
    """texts: the fields of a `ReviewForm` as typed, whether or not they could be submitted."""
    kind, interests = texts.get("byline_kind", ""), typed_interests(texts)
    review = Review(
        byline_kind=kind,
        interest_kinds=list(interests.kinds),
        competing_interests=interests.words,
        ai_use=_declared_ai_use(texts),
        **{f"{part}_html": html for part, html in _rendered_parts(texts).items()},
    )
    is_linked = kind == Byline.SIGNED and not writer.is_guest
    shown = ReviewText(
        byline=_byline(kind, writer, texts.get("pseudonym", "")),
        byline_note=str(BYLINE_NOTES[Byline(kind)]) if kind in Byline.values else "",
        person_url=writer.profile.get_absolute_url() if is_linked else "",
        public_parts=[(head, colour_code(html)) for head, html in review.public_parts()],
        scales=_scales(texts, terms),
        confidence=confidence_words(_step(texts.get("confidence", ""))),
        competing_interests=_as_read(kind, review.declared_interests)
        if texts.get("interests_choice")
        else "",
        ai_use=_as_read(kind, review.ai_use, is_of_ai=True) if texts.get("ai_choice") else "",
        recommendations_html=review.recommendations_html,
    )
    return Preview("reviews/_review_text.html", shown)


def _as_read(byline_kind: str, text: str, *, is_of_ai: bool = False) -> str:
    """A declaration; each form is of a review in a round."""
    return public_declaration(byline_kind, text=text, is_declared=bool(text), is_of_ai=is_of_ai)


def _step(chosen: str) -> int | None:
    return int(chosen) if chosen in map(str, CONFIDENCES) else None


def preview_assessment(texts: Mapping[str, str], *, terms: Mapping[str, Sequence[Term]]) -> Preview:
    shown = AssessmentText(
        html=_rendered(texts, "text"),
        scales=_scales(texts, terms),
        competing_interests=_declared_interests(texts),
    )
    return Preview("reviews/_assessment_text.html", shown)


def _declared_interests(texts: Mapping[str, str]) -> str:
    """Of who writes under their own name; "" while nothing is chosen."""
    return words_for_readers(typed_interests(texts)) if texts.get("interests_choice") else ""


def preview_response(texts: Mapping[str, str], *, author: User) -> Preview:
    shown = ResponseText(
        name=author.profile.name,
        html=_rendered(texts, "text"),
        competing_interests=_declared_interests(texts),
    )
    return Preview("reviews/_response_text.html", shown)


def preview_revision(texts: Mapping[str, str], *, reviews: Sequence[Review]) -> Preview:
    """reviews: those that it answers."""
    rendered = {review: _rendered(texts, f"answer_{review.number}") for review in reviews}
    shown = RevisionText(
        note_html=_rendered(texts, "note"),
        answers=[
            AnswerText(review.number or 0, review.byline(), html)
            for review, html in rendered.items()
            if html
        ],
    )
    return Preview("reviews/_revision_text.html", shown)


def revision_text(revision: Revision) -> RevisionText:
    """One query, for the answers; their reviews' reviewers are not loaded."""
    answers = revision.answers.select_related("review").defer("review__reviewer")
    return RevisionText(
        note_html=revision.note_html,
        answers=[
            AnswerText(answer.review.number or 0, answer.review.byline(), answer.text_html)
            for answer in answers
        ],
    )


def _byline(kind: str, writer: User, pseudonym: str) -> str:
    if kind not in Byline.values:
        return _("How the review is signed is not chosen yet")
    try:
        return rules.byline_name(
            kind,
            name=writer.profile.name,
            pseudonym=pseudonym_of(writer) or pseudonym.strip(),
            anonymous=_("Anonymous reviewer"),
        )
    except NoPseudonym:
        return _("No pseudonym chosen yet")


def _declared_ai_use(texts: Mapping[str, str]) -> str:
    return texts.get("ai_use", "").strip() if texts.get("ai_choice") == "declared" else ""


def _rendered(texts: Mapping[str, str], part: str) -> str:
    text = texts.get(part, "")[:MAX_TEXT]
    html = render_markdown(text, id_prefix=f"preview-{part}-") if text.strip() else ""
    return colour_code(html)


def _rendered_parts(texts: Mapping[str, str]) -> dict[str, str]:
    parts = {part: texts.get(part, "")[:MAX_TEXT] for part in PARTS}
    return RenderedParts.of(parts, id_prefix="preview-").html


def _scales(texts: Mapping[str, str], terms: Mapping[str, Sequence[Term]]) -> tuple[TermScale, ...]:
    """Of the terms that are chosen; `terms` as `selectors.terms.current_terms` gives them."""
    drawn = []
    for scale, name in SCALE_FIELDS:
        lowest_first = sorted(terms[scale], key=lambda term: term.rank)
        for term in lowest_first:
            if str(term.pk) == texts.get(name):
                label = str(scale.label)
                short = scale.short_label
                drawn.append(term_scale(label, lowest_first, term.rank, short_label=short))
    return tuple(drawn)
