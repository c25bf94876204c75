"""What can go wrong when roles are given, in words for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class OutsideTheirSubjects(ReviewError):  # noqa: N818
    message = _(
        "Editors who are limited to subjects decide on works of these alone, and this one has none "
        "of them: it needs an editor of its subjects, or a managing editor who widens the limit."
    )


class RoleReasonMissing(ReviewError):  # noqa: N818
    message = _("Please write why. The person reads it in the mail; so do the managing editors.")


class OnlyOneManagingEditor(ReviewError):  # noqa: N818
    message = _(
        "This is the only managing editor. Make somebody else a managing editor first: without one "
        "nobody could give roles or change the policies."
    )
