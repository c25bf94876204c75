"""The authors' response to the reviews and the assessment of a round."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.db.models import F, Max

from accounts.models import User
from drafts.services import finish_draft
from events.outbox import promise
from events.services import record_event
from reviews import rules
from reviews.interests import Interests
from reviews.models import HeldResponse, Response, Round
from reviews.published import response_key, response_personal, response_public
from reviews.services.reviewing import lock_round
from reviews.services.submissions import known_author_ids
from text.markdown.render import render_markdown


@dataclass(frozen=True, slots=True)
class _RenderedText:
    """HTML whose ids begin with a placeholder, until the number of the response is known."""

    html: str
    placeholder: str

    def with_prefix(self, prefix: str) -> str:
        return self.html.replace(self.placeholder, prefix)


def hold_response(
    round_id: int,
    *,
    author: User,
    text: str,
    interests: Interests,
    now: datetime,
    saved_revision: int | None = None,
) -> HeldResponse:
    """Write the response before the round is posted, or another text in its place.

    It is posted with the round. interests: of the author. saved_revision: of the draft that holds
    this text; None does not ask for newer text.
    Raises NotWithAuthors, NotAnAuthor or DraftOutOfDate.
    """
    placeholder = _placeholder()
    texts = {
        "text": text,
        "text_html": render_markdown(text, id_prefix=placeholder),
        "html_prefix": placeholder,
        **interests.row_fields,
    }
    return _hold_rendered(
        round_id, author=author, texts=texts, now=now, saved_revision=saved_revision
    )


@transaction.atomic
def _hold_rendered(
    round_id: int,
    *,
    author: User,
    texts: dict[str, object],
    now: datetime,
    saved_revision: int | None,
) -> HeldResponse:
    sent = lock_round(round_id)
    rules.check_can_hold_response(
        round_state=sent.state, is_author=author.pk in known_author_ids(sent.submission.preprint_id)
    )
    finish_draft(author, response_draft_key(sent), saved_revision=saved_revision)
    known = sent.held_responses.filter(author=author).first()
    if known is not None and _says_the_same(known, texts) and not known.is_to_earlier_texts:
        return known  # the same form, sent again
    held, _is_new = HeldResponse.objects.update_or_create(
        round=sent, author=author, defaults={**texts, "written_at": now}
    )
    record_event(
        "response.held",
        about=sent.version,
        actor_id=author.pk,
        now=now,
        data={"round": sent.number},
    )
    return held


def _says_the_same(known: HeldResponse, texts: dict[str, object]) -> bool:
    typed = ("text", "interest_kinds", "competing_interests")
    return all(getattr(known, name) == texts[name] for name in typed)


def post_held_responses(posted: Round, *, now: datetime) -> None:
    """Post what the authors have written; the caller has locked the round, and posts it.

    What somebody wrote who is confirmed as an author no more stays unread; what was written to
    earlier texts stays in its author's form.
    """
    authors = known_author_ids(posted.submission.preprint_id)
    own = posted.held_responses.filter(author__in=authors, written_at__gte=F("round__sent_at"))
    for held in own.select_related("author__profile"):
        _create(
            posted,
            author=held.author,
            text=held.text,
            html=_RenderedText(held.text_html, held.html_prefix),
            interests=held.interests,
            now=now,
        )
        held.delete()


def post_response(
    round_id: int,
    *,
    author: User,
    text: str,
    interests: Interests,
    now: datetime,
    saved_revision: int | None = None,
) -> Response:
    """The author's answer.

    saved_revision: of the draft that holds this text; None does not ask for newer text.
    Raises NoAssessmentYet, NotAnAuthor, AlreadyResponded or DraftOutOfDate.
    """
    # Its number is known once the round is locked; a slow text is rendered before.
    placeholder = _placeholder()
    html = render_markdown(text, id_prefix=placeholder)
    return _post_rendered(
        round_id,
        author=author,
        text=text,
        html=_RenderedText(html, placeholder),
        interests=interests,
        now=now,
        saved_revision=saved_revision,
    )


@transaction.atomic
def _post_rendered(
    round_id: int,
    *,
    author: User,
    text: str,
    html: _RenderedText,
    interests: Interests,
    now: datetime,
    saved_revision: int | None,
) -> Response:
    answered = lock_round(round_id)
    rules.check_can_respond(
        round_state=answered.state,
        is_author=author.pk in known_author_ids(answered.submission.preprint_id),
        has_responded=answered.responses.filter(author=author).exists(),
    )
    finish_draft(author, response_draft_key(answered), saved_revision=saved_revision)
    return _create(
        answered,
        author=author,
        text=text,
        html=html,
        interests=interests,
        now=now,
    )


def _create(
    answered: Round,
    *,
    author: User,
    text: str,
    html: _RenderedText,
    interests: Interests,
    now: datetime,
) -> Response:
    """Number the response and post it; the caller has locked its round and asked the rules."""
    highest = Response.objects.filter(version=answered.version).aggregate(top=Max("number"))["top"]
    number = (highest or 0) + 1
    response = Response.objects.create(
        round=answered,
        version=answered.version,
        author=author,
        author_name=author.profile.name,
        number=number,
        text=text,
        text_html=html.with_prefix(f"p{answered.pk}-{number}-"),
        **interests.row_fields,
        posted_at=now,
    )
    _record_response(response, now=now)
    promise("reviews.notify_of_response", response_id=response.pk)
    return response


def _record_response(response: Response, *, now: datetime) -> None:
    record_event(
        "response.posted",
        about=response.version,
        actor_id=response.author_id,
        now=now,
        data={
            "response": response.identifier,
            "row": response_key(response),
        },
        public=response_public(response),
        personal=response_personal(response),
    )


def _placeholder() -> str:
    """Stands in no text that anybody types."""
    return f"p{token_hex(16)}-"


def response_draft_key(answered: Round) -> str:
    return f"response:{answered.pk}"
