"""The authors' response to the reviews and the assessment of a round."""

from collections.abc import Callable
from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from drafts.services import finish_draft
from events.outbox import promise
from events.services import record_event
from reviews import rules
from reviews.models import Response, Round
from reviews.published import response_hash, response_key, response_personal
from reviews.services.reviewing import lock_round
from reviews.services.submissions import known_author_ids
from text.markdown.render import render_markdown


def post_response(
    round_id: int,
    *,
    author: User,
    text: str,
    competing_interests: str,
    now: datetime,
    saved_revision: int | None = None,
) -> Response:
    """The author's answer.

    saved_revision: of the draft that holds this text; None does not ask for newer text.
    Raises NoAssessmentYet, NotAnAuthor, AlreadyResponded or DraftOutOfDate.
    """
    # Its number is known once the round is locked; a slow text is rendered before.
    placeholder = f"p{token_hex(16)}-"
    html = render_markdown(text, id_prefix=placeholder)
    return _post_rendered(
        round_id,
        author=author,
        text=text,
        html_with=lambda prefix: html.replace(placeholder, prefix),
        competing_interests=competing_interests,
        now=now,
        saved_revision=saved_revision,
    )


@transaction.atomic
def _post_rendered(
    round_id: int,
    *,
    author: User,
    text: str,
    html_with: Callable[[str], str],
    competing_interests: str,
    now: datetime,
    saved_revision: int | None,
) -> Response:
    answered = lock_round(round_id)
    rules.check_can_respond(
        round_state=answered.state,
        is_author=author.pk in known_author_ids(answered.submission.preprint_id),
        has_responded=answered.responses.filter(author=author).exists(),
    )
    highest = Response.objects.filter(version=answered.version).aggregate(top=Max("number"))["top"]
    number = (highest or 0) + 1
    response = Response.objects.create(
        round=answered,
        version=answered.version,
        author=author,
        author_name=author.profile.name,
        number=number,
        text=text,
        text_html=html_with(f"p{answered.pk}-{number}-"),
        competing_interests=competing_interests,
        posted_at=now,
    )
    finish_draft(author, response_draft_key(answered), saved_revision=saved_revision)
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
            "hash": response_hash(response),
        },
        personal=response_personal(response),
    )


def response_draft_key(answered: Round) -> str:
    return f"response:{answered.pk}"
