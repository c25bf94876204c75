"""How a reviewer appears to readers: the kind of name, and what they read of declarations.

Which name a review then has is decided by `reviews.rules.byline_name`.
"""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Byline(models.TextChoices):
    SIGNED = "signed", _("With my name")
    PSEUDONYM = "pseudonym", _("Under my pseudonym")
    ANONYMOUS = "anonymous", _("Anonymously")


def public_declaration(
    byline_kind: str,
    *,
    text: str | None,
    is_declared: bool,
    is_of_ai: bool = False,
    has_editors: bool = True,
) -> str:
    """What readers read of a reviewer's competing interests, or (is_of_ai) use of AI.

    A free text can name its writer: where the name is hidden it goes to the two editors of the work
    only, and readers see one of two fixed sentences. `text` is not looked at then. has_editors:
    whether it belongs to a round.
    """
    if not is_declared and is_of_ai:
        return gettext("The reviewer declares no use of AI.")
    if not is_declared:
        return gettext("The reviewer declares none.")
    if byline_kind == Byline.SIGNED and text is not None:
        return text
    if not has_editors:
        return gettext("Declared to the journal; not shown, as the name is hidden.")
    return gettext("Declared to the editors, who found it compatible.")
