"""What can go wrong in making an issue, in words for the editor who meets it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _


class CurationError(Exception):
    """Something that is not allowed; `message` says what and what to do instead.

    Keyword arguments fill the places in the message: `NoRecommendation(title="…")`.
    """

    message: str | Promise = _("That cannot be done now.")

    def __init__(self, **words: str) -> None:
        super().__init__()
        if words:
            self.message = str(self.message) % words

    def __str__(self) -> str:
        return str(self.message)


class NotAnEditor(CurationError):  # noqa: N818
    message = _("Only the journal's editors can make issues.")


class NumberTaken(CurationError):  # noqa: N818
    message = _("There is an issue with this number already. Choose another one.")


class IssuePublished(CurationError):  # noqa: N818
    message = _("This issue is published, so it and its entries can no longer be changed.")


class NotEligible(CurationError):  # noqa: N818
    message = _("“%(title)s” is not eligible. %(missing)s")


class AlreadyInIssue(CurationError):  # noqa: N818
    message = _("This work is in the issue already.")


class OwnWork(CurationError):  # noqa: N818
    message = _("Editors cannot recommend their own work. Another editor has to write this.")


IS_AUTHOR = _("You are an author of it.")


class UndeclaredTie(CurationError):  # noqa: N818
    message = _(
        "The catalogue ties you to “%(title)s”: %(found)s Declare it with what you think of it, or "
        "leave the work to another editor."
    )


class InterestsAsked(CurationError):  # noqa: N818
    """Where an act is refused until its editor has declared. url: of the page for that."""

    def __init__(self, url: str) -> None:
        super().__init__()
        words = _now(
            "Nothing was saved in the issue yet. Please declare your competing interests of this "
            "work first, {link}, then send this again. What you typed is kept."
        )
        there = _now("on its page (opens in a new tab)")
        link = format_html('<a href="{}" target="_blank">{}</a>', url, there)
        self.message = format_html(escape(words), link=link)


class PublisherHasToDeclare(CurationError):  # noqa: N818
    message = _("You have not declared your competing interests of every work in it yet.")


class RecommenderHasToDeclare(CurationError):  # noqa: N818
    message = _(
        "%(name)s has not declared competing interests of “%(title)s” yet. They declare on this "
        "page, or another editor who has declared signs the recommendation."
    )


class TextChanged(CurationError):  # noqa: N818
    """conflicts: saved texts of fields that the writer changed too. newer: of other fields.
    seen: the fingerprint of all of them, for a form that shows them.
    """

    message = _(
        "Another editor saved another text while you wrote. Theirs is shown here, yours is in the "
        "form. If you save again, yours replaces theirs; they find theirs in “My work”."
    )

    def __init__(
        self, conflicts: Mapping[str, str], *, newer: Mapping[str, str], seen: str
    ) -> None:
        super().__init__()
        self.conflicts, self.newer, self.seen = conflicts, newer, seen


class NoEntries(CurationError):  # noqa: N818
    message = _("The issue has no entries yet.")


class NoEditorial(CurationError):  # noqa: N818
    message = _("The editorial is not written yet.")


class EditorialHasPlaceholder(CurationError):  # noqa: N818
    message = _("The title or the editorial still has a placeholder: %(words)s")


class EntryHasPlaceholder(CurationError):  # noqa: N818
    message = _("What is written about “%(title)s” still has a placeholder: %(words)s")


class NoSection(CurationError):  # noqa: N818
    message = _(
        "“%(title)s” has no section and would stand under “%(section)s”. "
        "Give it a section, or move it above all sections."
    )


class NoRecommendation(CurationError):  # noqa: N818
    message = _("“%(title)s” has no recommendation yet.")


class NewerVersion(CurationError):  # noqa: N818
    message = _(
        "A newer version of “%(title)s” has been reviewed since you added it. "
        "Remove the entry and add the work again."
    )


class RecommendedOwnWork(CurationError):  # noqa: N818
    message = _("“%(title)s” is recommended by one of its authors.")


class UnsavedText(CurationError):  # noqa: N818
    message = _("Some of your text is not saved in the issue yet. Save it first.")
