"""What can go wrong with an appeal, in words for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class NotYourDecision(ReviewError):  # noqa: N818
    message = _(
        "Only whom the decision concerns can appeal against it: of a work, its confirmed authors; "
        "while nobody is confirmed, who submitted it as an author."
    )


class NothingToAppeal(ReviewError):  # noqa: N818
    message = _("There is no decision to appeal against.")


class AppealedAlready(ReviewError):  # noqa: N818
    message = _("There has been an appeal against this decision; there is one for each.")


class AppealWithoutText(ReviewError):  # noqa: N818
    message = _("Please write why the decision is wrong.")


class AppealReasonMissing(ReviewError):  # noqa: N818
    message = _("Please write the reason. Whoever appealed reads it.")


class EditorIsInvolved(ReviewError):  # noqa: N818
    message = _("An appeal is decided by an editor who has no part in the work.")


class AppealIsTaken(ReviewError):  # noqa: N818
    message = _("Another editor has taken this appeal.")


class AppealIsDecided(ReviewError):  # noqa: N818
    message = _("The appeal is decided.")


class AppealNotTaken(ReviewError):  # noqa: N818
    message = _("Take the appeal first.")


class AppealHasItsEditor(ReviewError):  # noqa: N818
    message = _(
        "Whoever took this appeal decides it. It can be taken over once its day has passed, or "
        "when they are no editor any more or have a part in the work."
    )


class WhyTakeOver(ReviewError):  # noqa: N818
    message = _("Please write why you take it over. The editor who had it reads it.")
