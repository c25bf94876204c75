"""The evidence of an issue: everything its selection rests on, as plain JSON anyone can recompute.

Reviewers appear as "reviewer 1", "reviewer 2", counted anew for each work and ordered by what they
gave. One label for one person over several works would tie a signed review to an unsigned one. The
ratings are those of one round, for the same reason.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from curation import limits, ranking, rules
from curation.models import Issue
from curation.selectors.candidates import Candidate, Considered, RatedTerms, ScaleTerms
from reviews.limits import LOWEST_STRENGTH
from reviews.models import Term

FORMAT = 2
KNOWN_FORMATS = (1, FORMAT)  # 1 says nothing of the time that the authors had to respond
TOLERANCE = 1e-9  # what the last digits of another machine's arithmetic may differ by

Json = dict[str, Any]


def issue_evidence(
    issue: Issue,
    considered: Considered,
    *,
    selected: Collection[int],
    code_version: str,
    now: datetime,
) -> Json:
    """selected: ids of the preprints in the issue."""
    return {
        "format": FORMAT,
        "code_version": code_version,
        "made_at": now.isoformat(),
        "issue": {"volume": issue.volume, "number": issue.number, "title": issue.title},
        "parameters": _parameters(considered),
        "candidates": [
            _candidate_json(
                candidate, considered.scales, is_selected=candidate.preprint.pk in selected
            )
            for candidate in considered.candidates
        ],
    }


def _parameters(considered: Considered) -> Json:
    return {
        "prior_weight": ranking.PRIOR_WEIGHT,
        "journal_mean": _pair(considered.journal_mean),
        "rated_reviews": [
            {**_pair(rating), "count": count}
            for rating, count in sorted(
                considered.rated.items(), key=lambda item: (item[0].significance, item[0].strength)
            )
        ],
        "needed_reviewers": limits.REVIEWERS_TO_BE_ELIGIBLE,
        "lowest_strength": LOWEST_STRENGTH,
    }


def _pair(rating: ranking.Rating) -> Json:
    return {"significance": rating.significance, "strength": rating.strength}


def _candidate_json(candidate: Candidate, scales: ScaleTerms, *, is_selected: bool) -> Json:
    assessment = candidate.assessment
    return {
        "preprint": candidate.preprint.identifier,
        "version": candidate.version.identifier,
        "selected": is_selected,
        "eligible": candidate.is_eligible,
        "checklist": [
            {"name": check.name, "ok": check.ok, "sentence": check.sentence}
            for check in candidate.checks
        ],
        "assessment": assessment
        and {
            "identifier": assessment.identifier,
            "significance": _term(assessment.significance, scales),
            "strength": _term(assessment.strength, scales),
        },
        "response": {
            "responded": candidate.has_response,
            "until": _moment(assessment.respond_by if assessment else None),
        },
        "ratings": [
            _rating(n, terms, scales) for n, terms in enumerate(candidate.ratings, start=1)
        ],
        "score": score_json(candidate.score),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _rating(n: int, terms: RatedTerms, scales: ScaleTerms) -> Json:
    return {
        "reviewer": f"reviewer {n}",
        "significance": _term(terms.significance, scales),
        "strength": _term(terms.strength, scales),
    }


def _term(term: Term, scales: ScaleTerms) -> Json:
    return {"term": term.slug, "rank": term.rank, "of": len(scales.edition_of(term))}


def score_json(score: ranking.Score) -> Json:
    return {
        "significance": _estimate(score.significance),
        "strength": _estimate(score.strength),
        "overall": _estimate(score.overall),
    }


def _estimate(part: ranking.Estimate) -> Json:
    return {"n": part.n, "raw": part.raw, "shrunken": part.shrunken, "spread": part.spread}


def disagreements(evidence: Json) -> list[str]:
    """Recompute an issue's evidence; one line for each thing that does not come out the same.

    Raises KeyError, TypeError or ValueError for what is not such evidence.
    """
    if evidence["format"] not in KNOWN_FORMATS:
        raise ValueError(f"evidence of format {evidence['format']} is not known here")
    parameters = evidence["parameters"]
    counts = {_rating_of(row): int(row["count"]) for row in parameters["rated_reviews"]}
    differences = []
    journal_mean = ranking.mean_rating(counts)
    if not _same(_pair(journal_mean), parameters["journal_mean"]):
        differences.append("the journal's mean differs")
    for candidate in evidence["candidates"]:
        differences.extend(_disagreements_of(candidate, journal_mean, parameters["prior_weight"]))
        if evidence["format"] >= FORMAT:
            differences.extend(_wrong_response(candidate, made_at=evidence["made_at"]))
    return differences


def _disagreements_of(
    candidate: Json, journal_mean: ranking.Rating, prior_weight: float
) -> list[str]:
    name, differences = candidate["version"], []
    ratings = [
        ranking.Rating(*(_place(row[scale]) for scale in ("significance", "strength")))
        for row in candidate["ratings"]
    ]
    score = ranking.score(ratings, journal_mean, prior_weight=prior_weight)
    if not _same(score_json(score), candidate["score"]):
        differences.append(f"{name}: the score differs")
    if candidate["eligible"] != all(check["ok"] for check in candidate["checklist"]):
        differences.append(f"{name}: the checklist says otherwise than “eligible”")
    if candidate["selected"] and not candidate["eligible"]:
        differences.append(f"{name}: selected without being eligible")
    return differences


def _wrong_response(candidate: Json, *, made_at: str) -> list[str]:
    """Whether the item of the checklist is what the authors' time and response say."""
    response = candidate["response"]
    until = response["until"] and datetime.fromisoformat(response["until"])
    is_closed = rules.response_is_closed(
        until, bool(response["responded"]), now=datetime.fromisoformat(made_at)
    )
    held = {check["name"]: bool(check["ok"]) for check in candidate["checklist"]}
    if held["response"] == (is_closed and held["assessment"]):
        return []
    return [f"{candidate['version']}: the checklist says otherwise of the response"]


def _rating_of(row: Json) -> ranking.Rating:
    return ranking.Rating(float(row["significance"]), float(row["strength"]))


def _place(term: Json) -> float:
    return ranking.scaled(int(term["rank"]), of=int(term["of"]))


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, dict):
        return ours.keys() == theirs.keys() and all(
            _same(value, theirs[key]) for key, value in ours.items()
        )
    if isinstance(ours, float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= TOLERANCE
    return bool(ours == theirs)
