"""Answers that begin with the point they are to, by its name and its first words."""

import re
from collections.abc import Iterable, Sequence

from django.http import HttpRequest

from reviews.models import Review

QUOTED = 200  # characters of a point, at most
_MARKS = re.compile(r"[\\`*_\[\]<>$#~|^]")  # of Markdown, and of formulas


def asks_for_points(request: HttpRequest) -> bool:
    """Whether the button was pressed that adds the points to an answer."""
    return "points" in request.POST


def answered_context(reviews: Sequence[Review]) -> dict[str, object]:
    """What the page of an answer needs of the reviews that it is to."""
    return {"reviews": reviews, "has_points": any(review.points for review in reviews)}


def with_points(text: str, reviews: Iterable[Review]) -> str:
    """The text, and below it each point that it does not name yet, to be answered.

    reviews: published ones, each with its version loaded.
    """
    offered = [
        f"**{name}**\n\n> {first_words(words)}\n"
        for review in reviews
        for number, words in enumerate(review.points, start=1)
        if not re.search(rf"{re.escape(name := review.point_identifier(number))}(?![0-9])", text)
    ]
    return "\n".join([*([f"{text.rstrip()}\n"] if text.strip() else []), *offered])


def first_words(words: str, *, most: int = QUOTED) -> str:
    plain = " ".join(_MARKS.sub(" ", words).split())
    if len(plain) <= most:
        return plain
    return f"{plain[:most].rpartition(' ')[0] or plain[:most]} …"
