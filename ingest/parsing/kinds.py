"""Kinds of records that are no texts, and the message for a person who gives one."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ingest.errors import NotAWork

_DATASET = _("This is a data set. Please give the link of the text about it.")
_SOFTWARE = _("This is software. Please give the link of the text about it.")
_POSTER = _("This is a poster. Please give the link of the text about the same work.")
_SLIDES = _("These are slides. Please give the link of the text about the same work.")
_PICTURE = _("This is a picture. Please give the link of the work it belongs to.")
_RECORDING = _("This is a recording. Please give the link of a text about the same work.")
_REVIEW = _("This is a review of another work, not a work itself.")
_PART = _("This is only a part of a work, such as a figure. Please give the work's own link.")
_SERIES = _("This is a whole journal, issue or series. Please give the link of one work in it.")
_COLLECTION = _("This is a collection. Please give the link of one work in it.")
_NOTICE = _("This is a notice about another work, such as a retraction. Please give its link.")
_GRANT = _("This is a grant or a prize, not a work.")

_SEPARATORS = str.maketrans("", "", "-_ /")
# The names sources give, in small letters, without hyphens, underscores and spaces.
_REFUSALS = {
    **dict.fromkeys(("dataset", "database"), _DATASET),
    **dict.fromkeys(("software", "computationalnotebook", "workflow", "model"), _SOFTWARE),
    "poster": _POSTER,
    **dict.fromkeys(("presentation", "slides", "lecture", "lesson"), _SLIDES),
    **dict.fromkeys(("image", "figure", "photo", "drawing", "diagram", "plot"), _PICTURE),
    **dict.fromkeys(("video", "audio", "videoaudio", "sound", "audiovisual"), _RECORDING),
    "peerreview": _REVIEW,
    "component": _PART,
    **dict.fromkeys(
        (
            "journal",
            "journalissue",
            "journalvolume",
            "bookseries",
            "bookset",
            "proceedings",
            "proceedingsseries",
            "reportseries",
            "conferenceproceeding",
            "standardseries",
        ),
        _SERIES,
    ),
    "collection": _COLLECTION,
    "notice": _NOTICE,
    **dict.fromkeys(("grant", "award"), _GRANT),
}


def refusal(kind: str) -> str | Promise:
    """What to tell a person who brings a thing of this kind, named as its source does.

    >>> str(refusal("peer-review"))
    'This is a review of another work, not a work itself.'
    """
    return _REFUSALS.get(kind.lower().translate(_SEPARATORS), NotAWork.message)
