"""Searching: the same words, facets and counts as on the page of a search."""

import base64
import binascii
from typing import Any
from urllib.parse import urlencode

from django.utils.encoding import force_str
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import PROBLEM_TYPE, ProblemSerializer
from api.filters import check_parameters
from api.shapes import Shape
from api.viewsets import PublicView
from preprints.models import Kind, Preprint
from search.asking import asked_search
from search.context import words_in_context
from search.facets import ALL_REVIEWED, Facets, terms_in_use
from search.finding import Found, Search, find
from search.models import DocumentKind
from search.queries import LONGEST_QUERY, Query, parse_query
from search.statements import SORTS
from search.texts import found_texts, found_works
from web import addresses
from web.list_lengths import API_ROWS_A_PAGE, MOST_API_ROWS_A_PAGE

# Facets that are minimums; as in the lists of the API their names say so.
_MINIMUMS = {"significance_min": "significance", "strength_min": "strength"}
_NAMES = {name: parameter for parameter, name in _MINIMUMS.items()}
_RESOURCES = {
    DocumentKind.WORK: "preprints",
    DocumentKind.ASSESSMENT: "assessments",
    DocumentKind.REVIEW: "reviews",
    DocumentKind.RESPONSE: "responses",
    DocumentKind.EDITORIAL: "issues",
}
_STATUSES = [(ALL_REVIEWED, "reviewed or later"), *Preprint.Status.choices]


class SearchParameters(s.Serializer[object]):
    """What may be asked."""

    q = s.CharField(
        required=False,
        max_length=LONGEST_QUERY,
        help_text='Words, `"a phrase"`, `-without`, `author:name`, `subject:name`, `source:arxiv`.',
    )
    type = s.ChoiceField(
        choices=DocumentKind.choices, required=False, help_text="Only texts of this type."
    )
    significance_min = s.CharField(
        required=False, help_text="Only on works assessed with this term or a higher one."
    )
    strength_min = s.CharField(
        required=False, help_text="Only on works assessed with this term or a higher one."
    )
    status = s.ChoiceField(
        choices=_STATUSES,
        required=False,
        help_text="Only on works of this status; `all-reviewed` means reviewed or later.",
    )
    subject = s.CharField(required=False, help_text="Only on works of this subject: its slug.")
    source = s.CharField(  # type: ignore[assignment]
        required=False, help_text="Only on works whose canonical place is there."
    )
    kind = s.ChoiceField(
        choices=[choice for choice in Kind.choices if choice[0] != Kind.UNKNOWN],
        required=False,
        help_text="Only on works of this kind.",
    )
    issue = s.CharField(
        required=False, help_text="Only on works of this issue: `1.2` is volume 1, issue 2."
    )
    year = s.RegexField(
        r"^[0-9]{4}$", required=False, help_text="Only texts that were posted in this year."
    )
    sort = s.ChoiceField(
        choices=SORTS,
        required=False,
        help_text="`best` unless given; without words `newest`.",
    )
    exact = s.ChoiceField(
        choices=["true"], required=False, help_text="Search for no other words than these."
    )
    cursor = s.CharField(
        required=False, help_text="Where the page begins; taken from `next` and `previous`."
    )
    limit = s.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_API_ROWS_A_PAGE,
        default=API_ROWS_A_PAGE,
        help_text="How many results a page has.",
    )


class ContextPieceSerializer(Shape):
    """A piece of what stands around the words that were found."""

    text = s.CharField()
    is_match = s.BooleanField(help_text="Whether it is one of the words.")


class SearchHitSerializer(Shape):
    """A text that was found: a work, an assessment, a review, a response or an editorial."""

    type = s.ChoiceField(choices=DocumentKind.choices)
    identifier = s.CharField()
    title = s.CharField(help_text="Its own, or that of the work it is about.")
    by = s.CharField(
        allow_blank=True, help_text="Who wrote it, as on its page; of an editorial the issue."
    )
    at = s.DateTimeField(allow_null=True)
    passage = ContextPieceSerializer(many=True)
    page = s.URLField()
    api_url = s.URLField()


class FacetChoiceSerializer(Shape):
    """A value, and how many of the texts have it."""

    value = s.CharField()
    words = s.CharField()
    texts = s.IntegerField(min_value=1)


class FacetSerializer(Shape):
    """A parameter that narrows the search, with those values that some of the texts have."""

    name = s.CharField()
    words = s.CharField()
    choices = FacetChoiceSerializer(many=True)


class SearchAnswerSerializer(Shape):
    """One page of a search."""

    next = s.URLField(allow_null=True)
    previous = s.URLField(allow_null=True)
    results = SearchHitSerializer(many=True)
    texts = s.IntegerField(help_text="How many are found, sorted and counted.")
    is_bounded = s.BooleanField(help_text="Whether there are more texts than those.")
    searched_for = s.CharField(
        allow_blank=True, help_text="Other words than `q` where those were mistyped."
    )
    is_corrected = s.BooleanField(help_text="Whether `searched_for` has other words.")
    is_loose = s.BooleanField(help_text="Whether the texts lack one of the words.")
    proposed = s.CharField(allow_null=True, help_text="A `q` that finds more.")
    unknown = s.ListField(
        child=s.CharField(),
        help_text="What stood after `subject:` or `source:` in `q` and is none.",
    )
    facets = FacetSerializer(many=True)


class SearchView(PublicView):
    @extend_schema(
        operation_id="search",
        summary="Search all public texts",
        description="Works, assessments, reviews, responses and editorials, the best match first. "
        "At most 2,000 texts are sorted and counted.",
        parameters=[SearchParameters],
        responses={
            200: SearchAnswerSerializer,
            **{(status, PROBLEM_TYPE): ProblemSerializer for status in (400, 429, 503)},
        },
    )
    def get(self, request: Request) -> Response:
        asked = _read_parameters(request)
        facets = Facets(terms_in_use())
        search, unknown = _search(asked, facets)
        found = find(search)
        return Response(
            {
                "next": _address(request, search.page + 1 if search.page < found.pages else 0),
                "previous": _address(request, search.page - 1),
                "results": _hits(found),
                "texts": found.texts,
                "is_bounded": found.is_bounded,
                "searched_for": str(found.query),
                "is_corrected": found.is_corrected,
                "is_loose": found.is_loose,
                "proposed": str(found.proposed) if found.proposed else None,
                "unknown": unknown,
                "facets": _counted(facets, found, asked),
            }
        )


def _read_parameters(request: Request) -> dict[str, Any]:
    """By their names in the address of the page. Raises ValidationError."""
    check_parameters(request, frozenset(SearchParameters._declared_fields))
    parameters = SearchParameters(data=request.query_params.dict())
    parameters.is_valid(raise_exception=True)
    values: dict[str, Any] = parameters.validated_data
    return {_MINIMUMS.get(name, name): value for name, value in values.items()}


def _search(asked: dict[str, Any], facets: Facets) -> tuple[Search, list[str]]:
    query = parse_query(asked.get("q", ""))
    _refuse_what_means_nothing(asked, query, facets)
    page = _read_cursor(asked["cursor"]) if "cursor" in asked else 1
    search, unknown = asked_search(asked, query, facets, page=page, size=asked["limit"])
    if not search.is_asked:
        raise ValidationError({"q": ["Say what to search for, or narrow by another parameter."]})
    return search, unknown


def _refuse_what_means_nothing(asked: dict[str, Any], query: Query, facets: Facets) -> None:
    errors = {}
    if query.identifier:
        errors["q"] = ["An identifier leads to its work at /by-id/<scheme>/<name>."]
    elif query.is_cut:
        errors["q"] = ["These are more words than a search can have."]
    for facet in facets.all:
        if facet.name in asked and facet.chosen(asked) is None:
            known = ", ".join(choice.value for choice in facet.choices)
            name = _NAMES.get(facet.name, facet.name)
            errors[name] = [f"There is no such value. The values are: {known}."]
    if errors:
        raise ValidationError(errors)


def _hits(found: Found) -> list[dict[str, Any]]:
    """A query for each type of text on the page, and one for the words around."""
    texts = found_texts(found.hits, found_works(found.hits))
    around = words_in_context([one.text for one in texts], found.query)
    return [
        {
            "type": one.hit.kind,
            "identifier": one.identifier,
            "title": one.title,
            "by": one.by,
            "at": one.at,
            "passage": [{"text": piece.text, "is_match": piece.is_match} for piece in pieces],
            "page": addresses.absolute(one.url),
            "api_url": addresses.resource(
                _RESOURCES[DocumentKind(one.hit.kind)], one.hit.object_id
            ),
        }
        for one, pieces in zip(texts, around, strict=True)
    ]


def _counted(facets: Facets, found: Found, asked: dict[str, Any]) -> list[dict[str, Any]]:
    counted = []
    for facet in facets.with_years(found.counts, asked):
        counts = found.counts.of(facet.mark)
        choices = [
            {"value": choice.value, "words": force_str(choice.words), "texts": texts}
            for choice in facet.choices
            if (texts := choice.texts(counts))
        ]
        if choices:
            name = _NAMES.get(facet.name, facet.name)
            counted.append({"name": name, "words": force_str(facet.label), "choices": choices})
    return counted


def _address(request: Request, page: int) -> str | None:
    """Of another page of the same search; None for page 0."""
    if not page:
        return None
    query = request.query_params.dict() | {"cursor": _write_cursor(page)}
    return addresses.absolute(f"{request.path}?{urlencode(query)}")


def _write_cursor(page: int) -> str:
    return base64.urlsafe_b64encode(f"page {page}".encode()).rstrip(b"=").decode()


def _read_cursor(cursor: str) -> int:
    """Raises ValidationError for what we did not write."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        word, page = text.split(" ")
        if word != "page" or not page.isdecimal() or len(page) > 4 or int(page) < 1:
            raise ValueError(cursor)
    except (ValueError, binascii.Error) as error:
        raise ValidationError({"cursor": ["This is not a cursor of this search."]}) from error
    return int(page)
