"""The works that may enter an issue, with everything that speaks for and against each."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from accounts.guests import people_behind
from accounts.models import User
from curation import ranking, rules
from curation.models import Entry, Issue
from preprints.models import Author, Preprint, PreprintQuerySet, Version
from reviews.limits import LOWEST_STRENGTH
from reviews.models import Assessment, ConfirmedAssessment, Response, Review, Submission, Term


@dataclass(frozen=True, slots=True)
class ScaleTerms:
    """Every edition of both vocabularies, loaded once."""

    terms: dict[int, Term]
    editions: dict[int, tuple[Term, ...]]

    def edition_of(self, term: Term) -> tuple[Term, ...]:
        """The terms of the same scale and edition, lowest first."""
        return self.editions[term.vocabulary_id]

    def place(self, term: Term) -> float:
        return ranking.scaled(term.rank, len(self.edition_of(term)))

    def rating(self, terms: "RatedTerms") -> ranking.Rating:
        return ranking.Rating(self.place(terms.significance), self.place(terms.strength))

    def bar_rank(self, term: Term) -> int | None:
        edition = self.edition_of(term)
        return next((term.rank for term in edition if term.slug == LOWEST_STRENGTH), None)


@dataclass(frozen=True, slots=True)
class RatedTerms:
    """The two terms one reviewer gave; who it was is not kept."""

    significance: Term
    strength: Term


@dataclass(frozen=True, slots=True)
class Candidate:
    """One work considered for an issue.

    assessment: the published one of the current version, if any. ratings: one for each independent
    reviewer of the newest round that has any, highest first, so that their order tells nothing.
    has_response: of the authors, to the assessment. author_ids: may not recommend it.
    planned_for: issues in the making that hold it.
    """

    preprint: Preprint
    version: Version
    assessment: Assessment | None
    handled_by: tuple[str, ...]
    checks: tuple[rules.Check, ...]
    ratings: tuple[RatedTerms, ...]
    score: ranking.Score
    has_response: bool
    author_ids: frozenset[int]
    planned_for: tuple[Issue, ...]

    @property
    def is_eligible(self) -> bool:
        return rules.is_eligible(self.checks)

    @property
    def missing(self) -> tuple[rules.Check, ...]:
        return tuple(check for check in self.checks if not check.ok)


@dataclass(frozen=True, slots=True)
class Considered:
    """The candidates, eligible ones first and each part by score; what their scores rest on."""

    candidates: tuple[Candidate, ...]
    scales: ScaleTerms
    rated: dict[ranking.Rating, int]
    journal_mean: ranking.Rating

    @property
    def eligible(self) -> tuple[Candidate, ...]:
        return tuple(candidate for candidate in self.candidates if candidate.is_eligible)

    def of(self, preprint_id: int) -> Candidate:
        """Raises LookupError where the preprint is not among them."""
        for candidate in self.candidates:
            if candidate.preprint.pk == preprint_id:
                return candidate
        raise LookupError(preprint_id)


def waiting_preprints() -> PreprintQuerySet:
    """Works with a published review of a round that have not been in an issue."""
    reviewed = Review.objects.published().in_rounds().filter(version__preprint=OuterRef("pk"))
    selected = Entry.objects.published().filter(preprint=OuterRef("pk"))
    return Preprint.objects.filter(Exists(reviewed), ~Exists(selected))


def candidates(*, now: datetime, preprints: PreprintQuerySet | None = None) -> Considered:
    """The candidates among `preprints`, or among all that wait; nine queries."""
    chosen = waiting_preprints() if preprints is None else preprints
    works = list(
        chosen.filter(current_version__isnull=False)
        .select_related("current_version")
        .defer("current_version__body_html", "current_version__abstract_html")
    )
    scales = _scales()
    rated = _rated(scales)
    journal_mean = ranking.mean_rating(rated)
    facts = _facts(works, scales)
    considered = [_candidate(work, facts, scales, journal_mean, now) for work in works]
    considered.sort(
        key=lambda candidate: (
            not candidate.is_eligible,
            -candidate.score.value,
            candidate.preprint.pk,
        )
    )
    return Considered(tuple(considered), scales, rated, journal_mean)


def author_ids(preprint_id: int) -> set[int]:
    """Its authors as far as we know them, whoever said to be one in a submission included."""
    return _authors([preprint_id])[preprint_id]


def _authors(preprint_ids: Collection[int]) -> defaultdict[int, set[int]]:
    """Those of each preprint; one whose submission was declined may still be one."""
    known = Author.objects.filter(version__preprint__in=preprint_ids, user__isnull=False)
    submitting = Submission.objects.filter(preprint__in=preprint_ids, is_author=True)
    rows = known.values_list("version__preprint", "user").union(
        submitting.values_list("preprint", "submitter")
    )
    authors: defaultdict[int, set[int]] = defaultdict(set)
    for preprint, user in rows:
        authors[preprint].add(user)
    return authors


_Rounds = dict[int, dict[int, RatedTerms]]  # what each person gave in each round, by its id


@dataclass(slots=True)
class _Facts:
    """What the tables say, by preprint (assessments by version); answered: ids of assessments."""

    assessments: dict[int, Assessment] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    submissions: dict[int, Submission] = field(default_factory=dict)
    rounds: dict[int, _Rounds] = field(default_factory=lambda: defaultdict(dict))
    authors: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    issues: dict[int, list[Issue]] = field(default_factory=lambda: defaultdict(list))


def _scales() -> ScaleTerms:
    terms = {term.pk: term for term in Term.objects.order_by("vocabulary", "rank")}
    editions: dict[int, list[Term]] = defaultdict(list)
    for term in terms.values():
        editions[term.vocabulary_id].append(term)
    return ScaleTerms(terms, {edition: tuple(words) for edition, words in editions.items()})


def _rated(scales: ScaleTerms) -> dict[ranking.Rating, int]:
    """How many confirmed reviews of the journal's rounds gave each pair of ratings."""
    counts: dict[ranking.Rating, int] = defaultdict(int)
    rows = (
        Review.objects.published()
        .in_rounds()
        .confirmed()
        .order_by()
        .values_list("significance_id", "strength_id")
    )
    for significance, strength, count in rows.annotate(count=Count("pk")):
        terms = RatedTerms(scales.terms[significance], scales.terms[strength])
        counts[scales.rating(terms)] += count
    return dict(counts)


def _facts(works: Sequence[Preprint], scales: ScaleTerms) -> _Facts:
    facts = _Facts()
    ids = [work.pk for work in works]
    _add_assessments(facts, [work.current_version_id for work in works])
    accepted = Submission.objects.filter(preprint__in=ids, state=Submission.State.ACCEPTED)
    for submission in accepted.select_related("editor__profile", "second_editor__profile"):
        facts.submissions[submission.preprint_id] = submission
    _add_reviews(facts, ids, scales)
    facts.authors = _authors(ids)
    for entry in Entry.objects.filter(preprint__in=ids).select_related("issue").order_by("issue"):
        facts.issues[entry.preprint_id].append(entry.issue)
    return facts


def _add_reviews(facts: _Facts, preprint_ids: Collection[int], scales: ScaleTerms) -> None:
    """By round, the newest last, and a person once in each.

    Never by person over several rounds: a review that was missing then would tell that its writer
    is that of a signed one of another round.
    """
    # Only what its reviewer has confirmed counts: whoever had the link could have written the rest.
    reviews = Review.objects.published().in_rounds().confirmed()
    of_works = reviews.filter(version__preprint__in=preprint_ids)
    rows = list(
        of_works.order_by("round__number", "round", "published_at", "pk").values_list(
            "version__preprint",
            "round",
            "reviewer",
            "reviewer__is_guest",
            "invitation__email",
            "significance",
            "strength",
        )
    )
    # Each review of a guest has a row of its own for its writer: the mailbox tells who is one.
    guests = people_behind([email for _, _, _, is_guest, email, _, _ in rows if is_guest])
    for preprint, opened, reviewer, is_guest, email, significance, strength in rows:
        terms = RatedTerms(scales.terms[significance], scales.terms[strength])
        person = guests[email.lower()] if is_guest else reviewer
        facts.rounds[preprint].setdefault(opened, {})[person] = terms


def _add_assessments(facts: _Facts, versions: Collection[int | None]) -> None:
    answers = Response.objects.published().filter(round=OuterRef("round"))
    published = Assessment.objects.published().filter(version__in=versions)
    for assessment in (
        published.select_related("significance", "strength", "round")
        .annotate(has_response=Exists(answers))
        .order_by("published_at")
    ):
        facts.assessments[assessment.version_id] = assessment
        if assessment.has_response:
            facts.answered.add(assessment.pk)
    _add_confirmed(facts, [pk for pk in versions if pk not in facts.assessments])


def _add_confirmed(facts: _Facts, versions: Collection[int | None]) -> None:
    """Of versions without an assessment of their own: the earlier one that editors confirmed."""
    answers = Response.objects.published().filter(round=OuterRef("assessment__round"))
    for confirmed in (
        ConfirmedAssessment.objects.in_force()
        .filter(version__in=versions)
        .select_related(
            *("assessment__significance", "assessment__strength"),
            *("assessment__version", "assessment__round"),
        )
        .annotate(has_response=Exists(answers))
    ):
        facts.assessments[confirmed.version_id] = confirmed.assessment
        if confirmed.has_response:
            facts.answered.add(confirmed.assessment_id)


def _candidate(
    work: Preprint,
    facts: _Facts,
    scales: ScaleTerms,
    journal_mean: ranking.Rating,
    now: datetime,
) -> Candidate:
    version = work.current_version
    if version is None:
        raise Version.DoesNotExist
    submission = facts.submissions.get(work.pk)
    authors = facts.authors[work.pk]
    involved = authors | _editors(submission)
    *_, newest = ({}, *facts.rounds[work.pk].values())
    ratings = [newest[reviewer] for reviewer in rules.independent(newest, involved)]
    ratings.sort(key=lambda terms: (-terms.significance.rank, -terms.strength.rank))
    assessment = facts.assessments.get(version.pk)
    if assessment is not None and assessment.version_id == version.pk:
        assessment.version = version
    return Candidate(
        preprint=work,
        version=version,
        assessment=assessment,
        handled_by=_editor_names(submission),
        checks=rules.checklist(_state_of(work, version, facts, scales, involved), now=now),
        ratings=tuple(ratings),
        score=ranking.score([scales.rating(terms) for terms in ratings], journal_mean),
        has_response=assessment is not None and assessment.pk in facts.answered,
        author_ids=frozenset(authors),
        planned_for=tuple(
            issue for issue in facts.issues[work.pk] if issue.state == Issue.State.DRAFT
        ),
    )


def _state_of(
    work: Preprint, version: Version, facts: _Facts, scales: ScaleTerms, involved: set[int]
) -> rules.CandidateState:
    assessment = facts.assessments.get(version.pk)
    submission = facts.submissions.get(work.pk)
    return rules.CandidateState(
        status=work.status,
        is_withdrawn=version.is_withdrawn,
        consent=submission.consent if submission else "",
        reviewers_by_round=[*facts.rounds[work.pk].values()],
        involved_ids=involved,
        assessed_at=assessment.published_at if assessment else None,
        respond_until=assessment.respond_by if assessment else None,
        strength_rank=assessment.strength.rank if assessment else None,
        bar_rank=scales.bar_rank(assessment.strength) if assessment else None,
        has_response=assessment is not None and assessment.pk in facts.answered,
        was_selected=any(issue.is_published for issue in facts.issues[work.pk]),
    )


def _editors(submission: Submission | None) -> set[int]:
    if submission is None:
        return set()
    return {pk for pk in (submission.editor_id, submission.second_editor_id) if pk is not None}


def _editor_names(submission: Submission | None) -> tuple[str, ...]:
    if submission is None:
        return ()
    people: list[User | None] = [submission.editor, submission.second_editor]
    return tuple(person.profile.name for person in people if person is not None)
