"""What can go wrong with revisions, and with what the editors decide about newer versions."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class AlreadyRevised(ReviewError):  # noqa: N818
    message = _("This version has already been declared as the revision.")


class NotTheNewestVersion(ReviewError):  # noqa: N818
    message = _("A newer version of the work has appeared. Please take that one.")


class NothingToRevise(ReviewError):  # noqa: N818
    message = _(
        "A revision is a version that is newer than the assessed one. There is none here yet: post "
        "it where the work is public, and it appears here."
    )


class RevisionWaits(ReviewError):  # noqa: N818
    message = _("A revision of this work waits for the editors’ decision. Please wait for it.")


class ReviewGoesOn(ReviewError):  # noqa: N818
    message = _("This work is under review now. Please wait for the editors’ assessment.")


class AlreadyDecided(ReviewError):  # noqa: N818
    message = _("What follows this revision has already been decided.")


class AssessmentOwed(ReviewError):  # noqa: N818
    message = _(
        "The work is to be assessed anew: its assessment was withdrawn, or an appeal against it "
        "was upheld. Please choose a new review, full or by the editors alone."
    )


class DecisionWithoutReason(ReviewError):  # noqa: N818
    message = _("Please say in a sentence why. The authors read it.")


class VersionIsAssessed(ReviewError):  # noqa: N818
    message = _("This version has an assessment already, its own or one confirmed for it.")


class ConfirmedWithoutReason(ReviewError):  # noqa: N818
    message = _("Please say in a sentence why it still holds. Everybody can read it.")


class NotAssessedYet(ReviewError):  # noqa: N818
    message = _("This work has not been assessed yet, so nothing follows from a version of it.")


class AlreadyFinal(ReviewError):  # noqa: N818
    message = _("This version has already been declared final.")


class DeclaredFinal(ReviewError):  # noqa: N818
    message = _(
        "An author has declared this work final since, so its review does not go on. A newer "
        "version can be declared a revision."
    )


class FinalNotRevised(ReviewError):  # noqa: N818
    message = _(
        "This version has been declared final, so it cannot be declared a revision. "
        "A newer version can be, once it is posted."
    )


class WithdrawnNotFinal(ReviewError):  # noqa: N818
    message = _(
        "This work was withdrawn or retracted where it was posted, so no version of it is final."
    )
