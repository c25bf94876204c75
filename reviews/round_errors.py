"""What can go wrong between the release of a round and its posting."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class NoKnownAuthor(ReviewError):  # noqa: N818
    message = _(
        "No author of this work is confirmed here, so there is nobody who could read it first. "
        "You can post the reviews and the assessment."
    )


class AuthorsFirst(ReviewError):  # noqa: N818
    message = _(
        "An author of this work is confirmed, so the authors read the reviews and the assessment "
        "first. Send them to the authors; they are posted once their time is over."
    )


class NotWithAuthors(ReviewError):  # noqa: N818
    message = _("This round is not with the authors, or has been posted already.")


class NotDueYet(ReviewError):  # noqa: N818
    message = _("The authors still have time to respond.")


class ReviewersStillAnswer(ReviewError):  # noqa: N818
    message = _(
        "The reviewers still have time to answer this draft. Wait until they have, or say in a "
        "sentence why you approve it earlier."
    )


class NotAskedAboutDraft(ReviewError):  # noqa: N818
    message = _("The editors do not ask the reviewers of this round about the assessment.")


class DissentWithoutReason(ReviewError):  # noqa: N818
    message = _("Please say what you would change in the assessment.")


class DraftIsChanged(ReviewError):  # noqa: N818
    message = _("The editors are changing the draft. You will be asked about the new one.")


class DraftIsApproved(ReviewError):  # noqa: N818
    message = _("The editors have approved the assessment, so answers do not change any more.")


class NoAssessmentOwed(ReviewError):  # noqa: N818
    message = _("An assessment of this work stands, so that none is owed.")
