"""Asking a forum, in whichever dialect it understands."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from ingest.errors import UnexpectedAnswer
from ingest.http.client import SourceClient
from ingest.sources.forummagnum.answers import LONGEST_COMPLAINT, complaints
from ingest.sources.forummagnum.queries import Speech
from ingest.sources.forummagnum.sites import Site


def ask(
    site: Site, question: Callable[[Speech], dict[str, Any]], client: SourceClient, speech: Speech
) -> tuple[bytes, Speech]:
    """The answer, and the speech that was understood. Raises IngestError."""
    tried = set()
    complaint = ""
    while speech not in tried:
        tried.add(speech)
        answer = client.post_json(
            f"{base_url(site)}/graphql", question(speech), pace_key=site.pace.key
        )
        not_understood = complaints(answer.content)
        if not not_understood:
            return answer.content, speech
        complaint = complaint or not_understood[0]
        speech = speech.after(not_understood) or speech
    raise UnexpectedAnswer(f"GraphQL: {complaint[:LONGEST_COMPLAINT]}")


def base_url(site: Site) -> str:
    return str(getattr(settings, site.address_setting)).rstrip("/")
