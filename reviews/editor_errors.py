"""What can go wrong when roles are given, in words for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class OutsideTheirSubjects(ReviewError):  # noqa: N818
    message = _(
        "One of the two editors is limited to other subjects than those of this work. Choose an "
        "editor of its subjects, or ask a managing editor to widen the limit."
    )


class RoleReasonMissing(ReviewError):  # noqa: N818
    message = _("Please write why. The person reads it in the mail; so do the managing editors.")


class OnlyOneManagingEditor(ReviewError):  # noqa: N818
    message = _(
        "This is the only managing editor. Make somebody else a managing editor first: without one "
        "nobody could give roles or change the policies."
    )
