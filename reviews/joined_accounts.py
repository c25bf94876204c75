"""Why two accounts cannot be joined: one person would stand on two sides of one review."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.joining import REASONS
from accounts.models import User
from preprints.models import Author, Version
from reviews.models import HeldResponse, Response, Review, Submission, TriageProposal


def reasons_against(kept: User, given_up: User) -> list[str]:
    reasons = []
    if shared := _rounds(kept) & _rounds(given_up):
        reasons.append(
            _("Both accounts have written for the same round, of %s, and one person writes once.")
            % _works(_works_of_rounds(shared))
        )
    if shared_versions := _without_round(kept) & _without_round(given_up):
        works = Version.objects.filter(pk__in=shared_versions).values_list("preprint", flat=True)
        reasons.append(
            _(
                "Both accounts have volunteered a review of the same version, of %s, and one "
                "person writes one."
            )
            % _works(set(works))
        )
    if crossed := _crossed(_parts(kept), _parts(given_up)):
        reasons.append(
            _("One account reviews or edits a work that the other has a part in, too: %s.")
            % _works(crossed)
        )
    advice = _("Please write to the editors, who can say what is to be done.")
    return [f"{reason} {advice}" for reason in reasons]


REASONS.append(reasons_against)


def _rounds(user: User) -> set[tuple[str, int]]:
    """Those that the account has a review in, and those that it has responded to, posted or not."""
    own = Review.objects.in_rounds().filter(reviewer=user)
    reviews = own.values_list("round", flat=True)
    responses = Response.objects.filter(author=user).values_list("round", flat=True)
    held = HeldResponse.objects.filter(author=user).values_list("round", flat=True)
    return {("review", pk) for pk in reviews} | {("response", pk) for pk in (*responses, *held)}


def _without_round(user: User) -> set[int]:
    """The versions of which the account has a review without a round."""
    own = Review.objects.filter(reviewer=user, round=None)
    return set(own.values_list("version", flat=True))


def _works_of_rounds(rounds: set[tuple[str, int]]) -> set[int]:
    submissions = Submission.objects.filter(rounds__in=[pk for _what, pk in rounds])
    return set(submissions.values_list("preprint", flat=True))


def _parts(user: User) -> dict[str, set[int]]:
    """The works that the account is an author, a reviewer, an editor of."""
    own = Review.objects.filter(reviewer=user).exclude(status=Review.Status.DISOWNED)
    edited = Submission.objects.filter(
        Q(editor=user) | Q(second_editor=user) | Q(pk__in=_proposed(user))
    )
    return {
        "author": set(Author.objects.filter(user=user).values_list("version__preprint", flat=True)),
        "reviewer": set(own.values_list("version__preprint", flat=True)),
        "editor": set(edited.values_list("preprint", flat=True)),
    }


def _proposed(user: User) -> "QuerySet[TriageProposal, int]":
    """Submissions that the account has proposed a decision on, or decided after a proposal: also
    those whose editors an upheld appeal has taken away."""
    part = Q(proposed_by=user) | Q(second_editor=user) | Q(ended_by=user)
    return TriageProposal.objects.filter(part).values_list("submission", flat=True)


def _crossed(first: dict[str, set[int]], second: dict[str, set[int]]) -> set[int]:
    """Works of which the two would be one person in two parts, or both of their editors."""
    pairs = [(one, other) for one in first for other in second if one != other]
    crossed: set[int] = first["editor"] & second["editor"]
    return crossed.union(*(first[one] & second[other] for one, other in pairs))


def _works(preprint_ids: set[int]) -> str:
    return ", ".join(f"V{pk}" for pk in sorted(preprint_ids))
