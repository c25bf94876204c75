"""The status of a preprint: its word, and a plain sentence."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preprints.models import Preprint
from web.term_scale import NUMBERS


def status_label(preprint: Preprint) -> str:
    """The status in lists: its word, and for which issue where one was selected."""
    # Not get_status_display(): it translates all words of the choices to find one.
    word = str(Preprint.Status(preprint.status).label)
    return f"{word} · {preprint.selected_for}" if preprint.selected_for else word


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The round that is under way; without words where none is. number: of its version. since: when
    it was opened."""

    kind: str = ""
    state: str = ""
    number: int = 0
    since: datetime | None = None


def status_sentence(
    status: str,
    *,
    status_at: datetime,
    reviews: int,
    assessments: int,
    has_response: bool,
    was_submitted: bool = False,
    has_reasons: bool = False,
    follow_up: str = "",
    version: int = 0,
    under_way: UnderWay = UnderWay(),
    until: date | None = None,
    latest: date | None = None,
    today: date | None = None,
    owed: str = "",
) -> str:
    """What is public and what is waited for.

    follow_up, owed: as `OpenSubmission` has them. version: the current number. until: by when
    whoever is waited for is to be done. latest: how long posting waits for corrections. today: None
    asks nothing of the days. was_submitted: ever. has_reasons: of a decline, public.

    >>> status_sentence("reviewed", status_at=datetime(2026, 3, 2), reviews=2, assessments=1,
    ...     has_response=False)
    'Two reviews and an assessment are public; the authors have not responded yet.'
    """
    is_late = _has_passed(latest or until, today)
    if under_way.state == "with-authors" and _has_passed(until, today):
        until, latest = latest or until, None  # corrections may wait until then
    outside = _outside_of_review(status_at, was_submitted, has_reasons, until, is_late=is_late)
    if status in outside:
        return " ".join([outside[status], _what_is_public(reviews, assessments)]).strip()
    if status == "under-review":
        owed_now = owed and _none_stands(reviews, assessments, until, is_late=is_late)
        return owed_now or _under_review(reviews, under_way, until, latest, is_late=is_late)
    following = _what_follows(status, has_response, follow_up, version, assessments)
    newest = _newest_owed(owed, until, is_late=is_late)
    later = _later_round(under_way, follow_up, until, latest, is_late=is_late)
    return _sentences(_public_and(following, reviews, assessments), newest, later)


def _later_round(
    under_way: UnderWay, follow_up: str, until: date | None, latest: date | None, *, is_late: bool
) -> str:
    """Of a work of which earlier reviews are public: what of it is under way, and what is next."""
    if not under_way.state:
        return ""
    is_said = follow_up in ("full", "editors")
    begun = "" if is_said else _looked_at_again(under_way)
    following = _next_in_round(under_way, until, latest, is_late=is_late)
    return _sentences(begun, following)


def _sentences(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _looked_at_again(under_way: UnderWay) -> str:
    words = (
        _("The editors assess version %(number)s anew.")
        if under_way.kind == "editors"
        else _("Version %(number)s is under review again.")
    )
    return words % {"number": under_way.number}


def _next_in_round(
    under_way: UnderWay, until: date | None, latest: date | None, *, is_late: bool
) -> str:
    """The next day, and whose it is."""
    if until is None:
        return ""
    if under_way.state == "with-authors":
        return _with_authors(until, latest, is_late=is_late)
    in_time, late = _steps_of_later_rounds()[under_way.kind, under_way.state]
    return (late if is_late else in_time) % {"day": date_format(until, "j F Y")}


def _steps_of_later_rounds() -> dict[tuple[str, str], tuple[str, str]]:
    """By kind and state of the round: in time, and late."""
    by_editors = (
        _("They take the next step of the assessment by %(day)s."),
        _("They were to take the next step of the assessment by %(day)s, and are late."),
    )
    return {
        ("full", "open"): (
            _("Its reviews are to come by %(day)s."),
            _("Its reviews were to come by %(day)s, and are late."),
        ),
        ("full", "released"): (
            _("Reviews of it are in; the editors take the next step of the assessment by %(day)s."),
            _(
                "Reviews of it are in; the editors were to take the next step of the assessment by "
                "%(day)s, and are late."
            ),
        ),
        ("editors", "open"): by_editors,
        ("editors", "released"): by_editors,
    }


def stopped_sentence(status: str) -> str:
    """Of a work of which a review is under way, and which is away; "" of one that is there.

    >>> stopped_sentence("retracted"), stopped_sentence("reviewed")
    ('Its review has stopped, and its editors end it.', '')
    """
    words = {
        "withdrawn": _(
            "Its review has stopped: it goes on if the work comes back, or its editors end it."
        ),
        "retracted": _("Its review has stopped, and its editors end it."),
    }
    return words.get(status, "")


def _has_passed(day: date | None, today: date | None) -> bool:
    return today is not None and day is not None and day < today


def _public_and(what_follows: str, reviews: int, assessments: int) -> str:
    if not reviews and not assessments:
        return _("Its reviews are about another version.")
    public = _what_is_public(reviews, assessments).removesuffix(".")
    return f"{public}; {what_follows}." if assessments else f"{public}."


def _what_follows(
    status: str, has_response: bool, follow_up: str, version: int, assessments: int
) -> str:
    """Once reviews and assessment are public."""
    if status == "final":
        return _("an author has declared the work final")
    if follow_up:
        return _of_revision(follow_up, version)
    if has_response:
        return _("the authors have responded")
    if assessments > 1:
        return _("the authors have not responded to the newest assessment yet")
    return _("the authors have not responded yet")


def _of_revision(follow_up: str, version: int) -> str:
    return {
        "decide": _("the editors decide what follows the revision, version %(number)s"),
        "full": _("version %(number)s is under review again"),
        "editors": _("the editors assess version %(number)s by themselves"),
        "none": _("the editors chose no new review of version %(number)s"),
    }[follow_up] % {"number": version}


def _outside_of_review(
    status_at: datetime,
    was_submitted: bool,
    has_reasons: bool,
    until: date | None,
    *,
    is_late: bool,
) -> dict[str, str]:
    """By status, of works that are not under review."""
    return {
        "listed": _("It is not under review.")
        if was_submitted
        else _("Nobody has asked for a review yet."),
        "declined": _(
            "The editors did not take it up for review; an author has published their reasons."
        )
        if has_reasons
        else _("The editors did not take it up for review."),
        "lapsed": _(
            "It waited too long for editors or reviewers. Its review can be asked for anew."
        ),
        "submitted": _submitted(status_at, until, is_late=is_late),
        "withdrawn": _("Withdrawn where it was posted."),
        "retracted": _("Retracted. Do not rely on it."),
    }


def _submitted(since: datetime, until: date | None, *, is_late: bool) -> str:
    waits = _("Waiting since %(day)s for the editors to decide whether to send it for review.") % {
        "day": date_format(since, "j F Y")
    }
    if until is None:
        return waits
    by = (
        _("They were to decide by %(day)s, and are late.")
        if is_late
        else _("They are to decide by %(day)s.")
    )
    return f"{waits} {by % {'day': date_format(until, 'j F Y')}}"


def _with_authors(until: date, latest: date | None, *, is_late: bool) -> str:
    days = {"day": date_format(until, "j F Y")}
    if is_late:
        days["day"] = date_format(latest or until, "j F Y")
        return (
            _(
                "The authors read the reviews and the assessment first; all was to be posted by "
                "%(day)s, and is late."
            )
            % days
        )
    if latest is None:
        return (
            _("The authors read the reviews and the assessment first; all is posted by %(day)s.")
            % days
        )
    days["latest"] = date_format(latest, "j F Y")
    return (
        _(
            "The authors read the reviews and the assessment first; all is posted by %(day)s, or "
            "by %(latest)s if the editors have factual corrections to answer."
        )
        % days
    )


def _under_review(
    reviews: int,
    under_way: UnderWay,
    until: date | None,
    latest: date | None,
    *,
    is_late: bool,
) -> str:
    if not reviews and under_way.state == "with-authors" and until is not None:
        return _with_authors(until, latest, is_late=is_late)
    if not reviews and under_way.state == "released":
        if until is None:
            return _("Reviews are in, and not public yet; the assessment is being prepared.")
        words = _(
            "Reviews are in, and not public yet; the editors take the next step of the "
            "assessment by %(day)s."
        )
        if is_late:
            words = _(
                "Reviews are in, and not public yet; the editors were to take the next step of "
                "the assessment by %(day)s, and are late."
            )
        return words % {"day": date_format(until, "j F Y")}
    if not reviews:
        return _open_for_review(under_way.since, until, is_late=is_late)
    return ngettext(
        "%(number)s review is public; the assessment is still to come.",
        "%(number)s reviews are public; the assessment is still to come.",
        reviews,
    ) % {"number": _number(reviews)}


def _none_stands(reviews: int, assessments: int, until: date | None, *, is_late: bool) -> str:
    return f"{_what_is_public(reviews, assessments)} {_owed(until, is_late=is_late)}".strip()


def _owed(until: date | None, *, is_late: bool) -> str:
    if until is None:
        return _("No assessment stands; the editors are to assess the work anew.")
    words = (
        _(
            "No assessment stands; the editors were to assess the work anew by %(day)s, and are "
            "late."
        )
        if is_late
        else _("No assessment stands; the editors are to assess the work anew by %(day)s.")
    )
    return words % {"day": date_format(until, "j F Y")}


def _newest_owed(owed: str, until: date | None, *, is_late: bool) -> str:
    """Of a work of which an earlier assessment is public. until: None while it has no day, as when
    editors decide first what follows."""
    if owed != "newest-withdrawn":
        return ""
    if until is None:
        return _("The newest assessment was withdrawn.")
    words = (
        _(
            "The newest assessment was withdrawn; the editors were to assess the work anew by "
            "%(day)s, and are late."
        )
        if is_late
        else _(
            "The newest assessment was withdrawn; the editors are to assess the work anew by "
            "%(day)s."
        )
    )
    return words % {"day": date_format(until, "j F Y")}


def _open_for_review(since: datetime | None, until: date | None, *, is_late: bool) -> str:
    if since is None:
        return _("Open for review; no review is public yet.")
    days = {"since": date_format(since, "j F Y")}
    if until is None:
        return _("Open for review since %(since)s; no review is public yet.") % days
    days["until"] = date_format(until, "j F Y")
    if is_late:
        words = _(
            "Open for review since %(since)s; reviews were to come by %(until)s, and are late."
        )
        return words % days
    return _("Open for review since %(since)s; reviews are to come by %(until)s.") % days


def _what_is_public(reviews: int, assessments: int) -> str:
    if not reviews and not assessments:
        return ""
    numbers = {"number": _number(reviews), "assessments": _number(assessments).lower()}
    if assessments > 1:
        words = ngettext(
            "%(number)s review and %(assessments)s assessments are public.",
            "%(number)s reviews and %(assessments)s assessments are public.",
            reviews,
        )
    elif assessments:
        words = ngettext(
            "%(number)s review and an assessment are public.",
            "%(number)s reviews and an assessment are public.",
            reviews,
        )
    else:
        words = ngettext("%(number)s review is public.", "%(number)s reviews are public.", reviews)
    return words % numbers


def _number(count: int) -> str:
    """A count at the beginning of a sentence: "Two"."""
    return str(NUMBERS[count - 1]).capitalize() if 0 < count <= len(NUMBERS) else str(count)
