"""What readers learn of the answers of a round's reviewers to the draft of its assessment."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def agreement_in_words(*, asked: int, agreed: int, dissented: int | None) -> str:
    """dissented: None where it was not counted, as before it was public.

    >>> agreement_in_words(asked=4, agreed=2, dissented=1)
    '4 reviewers were asked about this assessment: 2 agreed, 1 disagreed, 1 had not answered when \
it was approved.'
    >>> agreement_in_words(asked=1, agreed=0, dissented=0)
    '1 reviewer was asked about this assessment: 1 had not answered when it was approved.'
    >>> agreement_in_words(asked=2, agreed=1, dissented=None)
    '2 reviewers were asked about this assessment: 1 had agreed when it was approved.'
    """
    question = ngettext(
        "%(number)s reviewer was asked about this assessment:",
        "%(number)s reviewers were asked about this assessment:",
        asked,
    ) % {"number": asked}
    return f"{question} {_answers(asked, agreed, dissented)}"


def _answers(asked: int, agreed: int, dissented: int | None) -> str:
    if dissented is None:
        return _("%(number)s had agreed when it was approved.") % {"number": agreed}
    silent = asked - agreed - dissented
    counted = (
        (agreed, _("%(number)s agreed")),
        (dissented, _("%(number)s disagreed")),
        (silent, _("%(number)s had not answered when it was approved")),
    )
    return ", ".join(words % {"number": count} for count, words in counted if count) + "."
