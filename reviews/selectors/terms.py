"""The terms that forms offer."""

from reviews.models import Term


def current_terms() -> dict[str, list[Term]]:
    """The terms in use by scale, highest first, in one query."""
    terms: dict[str, list[Term]] = {}
    in_use = Term.objects.filter(vocabulary__is_current=True).select_related("vocabulary")
    for term in in_use.order_by("vocabulary", "-rank"):
        terms.setdefault(term.vocabulary.scale, []).append(term)
    return terms
