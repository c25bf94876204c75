"""Every term in use, ready to be drawn at its position on its scale."""

from collections import defaultdict
from typing import Protocol

from django.db.models import QuerySet

from reviews.models import Term, Vocabulary
from web.compiled import compiled
from web.term_scale import TermScale, term_scale


class Judged(Protocol):
    """An assessment or a published review: both terms are chosen."""

    @property
    def significance_id(self) -> int | None: ...
    @property
    def strength_id(self) -> int | None: ...


class Scales:
    """All scales, old editions included, in one query; `of(term_id)` draws one."""

    def __init__(self) -> None:
        self._terms: dict[int | None, Term] = {}
        self._scale_terms: defaultdict[int, list[Term]] = defaultdict(list)
        for term in _terms():
            self._terms[term.pk] = term
            self._scale_terms[term.vocabulary_id].append(term)
        self._drawn: dict[int | None, TermScale] = {}

    def of(self, term_id: int | None) -> TermScale:
        if term_id not in self._drawn:
            term = self._terms[term_id]
            scale = Vocabulary.Scale(term.vocabulary.scale)
            terms = self._scale_terms[term.vocabulary_id]
            self._drawn[term_id] = term_scale(
                str(scale.label), terms, term.rank, short_label=scale.short_label
            )
        return self._drawn[term_id]

    def pair(self, judged: Judged) -> tuple[TermScale, TermScale]:
        return self.of(judged.significance_id), self.of(judged.strength_id)

    def in_use(self) -> list[tuple[Vocabulary, list[Term]]]:
        """The current editions, significance first, each with its terms, highest first, as forms
        offer them."""
        scales = [(terms[0].vocabulary, terms[::-1]) for terms in self._scale_terms.values()]
        return sorted(
            [scale for scale in scales if scale[0].is_current], key=lambda scale: scale[0].scale
        )


@compiled
def _terms() -> "QuerySet[Term]":
    return Term.objects.select_related("vocabulary").order_by("vocabulary_id", "rank")
