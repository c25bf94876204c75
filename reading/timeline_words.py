"""What happened to a preprint, in sentences made from its public events."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preprints.known_sources import source_label
from preprints.version_names import in_brackets
from reading.redaction_words import REDACTED
from reviews.models import WithdrawnBy

Data = dict[str, Any]


class EventLike(Protocol):
    kind: str
    subject: str
    at: datetime
    data: Data


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """What happened, when, and where it can be read ("" where nowhere)."""

    words: str
    at: datetime
    url: str = ""


def _listed(data: Data) -> str:
    return _("Listed here")


def _version_seen(data: Data) -> str:
    return _("Version %(number)s appeared") % {"number": data.get("number", "")}


def _edited(data: Data) -> str:
    words = int(data.get("words") or 0)
    return ngettext("Edited: %(n)d word", "Edited: %(n)d words", words) % {"n": words}


def _withdrawn(data: Data) -> str:
    return _("Withdrawn at its source")


def _returned(data: Data) -> str:
    return _("Back at its source, and no longer withdrawn")


def _retracted(data: Data) -> str:
    return _("Retracted, as %(source)s says") % {"source": _source(data)}


def _gone(data: Data) -> str:
    return _("No longer at %(source)s") % {"source": _source(data)}


def _back(data: Data) -> str:
    return _("Back at %(source)s") % {"source": _source(data)}


def _merged(data: Data) -> str:
    return _("%(merged)s was merged into %(kept)s: they are one work") % _pair(data)


def _separated(data: Data) -> str:
    return _("The merge of %(merged)s and %(kept)s was undone: they are two works") % _pair(data)


def _pair(data: Data) -> dict[str, str]:
    return {name: str(data.get(name, "")) for name in ("merged", "kept")}


def _source(data: Data) -> str:
    return source_label(str(data.get("source", "")))


def _received(data: Data) -> str:
    return _("Submitted for review")


def _accepted(data: Data) -> str:
    return _("Sent for review")


def _submission_withdrawn(data: Data) -> str:
    count = int(data.get("reviews") or 0)
    if not count:
        return _("The submission was withdrawn")
    return ngettext(
        "The submission was withdrawn; %d review had come in",
        "The submission was withdrawn; %d reviews had come in",
        count,
    ) % (count)


def _submission_ended(data: Data) -> str:
    count = int(data.get("reviews") or 0)
    why = _why_ended(data)
    if not count:
        return _("The editors ended the submission: %(why)s") % {"why": why}
    return ngettext(
        "The editors ended the submission: %(why)s; %(count)d review had come in",
        "The editors ended the submission: %(why)s; %(count)d reviews had come in",
        count,
    ) % {"why": why, "count": count}


def _round_ended(data: Data) -> str:
    return _("The editors ended a round of review: %(why)s") % {"why": _why_ended(data)}


def _why_ended(data: Data) -> str:
    if data.get("because") == "retracted":
        return _("the work was retracted where it was posted")
    return _("the work was withdrawn where it was posted")


def _paused(data: Data) -> str:
    """Of a work of which nothing is under way, nothing stops."""
    if not data.get("waiting"):
        return ""
    return _("Its review stopped: %(why)s") % {"why": _why_ended(data)}


def _resumed(data: Data) -> str:
    if not data.get("waiting"):
        return ""
    days = int(data.get("days") or 0)
    if not days:
        return _("The work is back: its review goes on")
    return ngettext(
        "The work is back: its review goes on, with each day a day later",
        "The work is back: its review goes on, with each day %(days)d days later",
        days,
    ) % {"days": days}


def _declined(data: Data) -> str:
    return _("The editors did not take it up for review")


def _reasons(data: Data) -> str:
    return _("An author published why the editors did not take it up for review")


def _consent(data: Data) -> str:
    return {
        "agreed": _("The authors agreed to the review"),
        "declined": _("An author declined the review"),
        "mailed-yes": _("An author, asked at an address given by the submitter, agreed"),
        "mailed-no": _("An author, asked at an address given by the submitter, declined"),
        "asked": _("The authors were asked whether they agree"),
        "no-answer": _("The authors have not answered"),
    }.get(str(data.get("consent", "")), _("What is known of the authors’ consent changed"))


def _tried(data: Data) -> str:
    return _("%(invited)s invited, %(declined)s declined, %(agreed)s agreed") % {
        name: int(data.get(name, 0)) for name in ("invited", "declined", "agreed")
    }


def _lapsed_round(data: Data) -> str:
    words = _("The new round of review ended without a review (%(tried)s); what is public stays")
    return words % {"tried": _tried(data)}


def _assessed_anew(data: Data) -> str:
    return _("The two editors assess the work anew")


def _continued_round(data: Data) -> str:
    return _("The editors look for reviewers again")


def _lapsed(data: Data) -> str:
    tried = _tried(data)
    return {
        "no-decision": _("Lapsed: the editors had not decided whether to send it for review"),
        "no-reviewer": _("Lapsed: nobody had agreed to review it (%(tried)s)"),
        "no-review": _("Lapsed: no review had come in (%(tried)s)"),
    }.get(str(data.get("reason", "")), _("Lapsed")) % {"tried": tried}


def _signed(data: Data) -> str:
    return _("Its reviewer signed %(name)s") % {"name": data.get("review", "")}


def _released(data: Data) -> str:
    number = int(data.get("reviews") or 0)
    words = ngettext("%(number)d review is in", "%(number)d reviews are in", number)
    return words % {"number": number}


def _reopened_round(data: Data) -> str:
    return _("The round is open again: none of its reviews is left")


def _sent_to_authors(data: Data) -> str:
    return _("The authors read the reviews and the assessment first")


def _review(data: Data) -> str:
    words = _("Review published: %(byline)s") % {"byline": "", **data}
    return words + in_brackets(str(data.get("review", "")))


def _assessment(data: Data) -> str:
    return _("Assessment published") + in_brackets(str(data.get("assessment", "")))


def _response(data: Data) -> str:
    return _("%(name)s responded to the reviews") % {"name": data.get("by", "")}


def _text_withdrawn(data: Data) -> str:
    how = {"how": dict(WithdrawnBy.choices).get(str(data.get("withdrawn_as", "")), "")}
    if "review" in data:
        return _("A review was withdrawn %(how)s") % how
    if "response" in data:
        return _("The response was withdrawn %(how)s") % how
    return _("The assessment was withdrawn %(how)s") % how


def _appeal(data: Data) -> str:
    if data.get("outcome") == "upheld":
        return _("An appeal against the assessment was upheld")
    return _("An appeal against the assessment was dismissed")


def _appeal_of_submission(data: Data) -> str:
    if data.get("outcome") == "upheld":
        return _("An appeal was upheld: the editors decide anew whether it is reviewed")
    return _("An appeal against the decision not to review it was dismissed")


def _revision(data: Data) -> str:
    return _("%(name)s declared this version the revision") % {"name": data.get("by", "")}


def _what_follows(data: Data) -> str:
    return {
        "none": _("The editors decided: no new review of the revision"),
        "editors": _("The editors assess the revision by themselves"),
        "full": _("The revision is reviewed again"),
    }.get(str(data.get("decision", "")), _("The editors decided what follows the revision"))


def _confirmed(data: Data) -> str:
    return _("The editors confirmed that the earlier assessment holds for this version")


def _reopened_assessment(data: Data) -> str:
    return {
        "work-withdrawn": _("Withdrawn since it was selected: the editors look again"),
        "retraction": _("Retracted since it was selected: the editors look again"),
        "withdrawal": _("The assessment of the selected work was withdrawn"),
        "new-version": _("A version newer than the selected one: the editors look again"),
        "assessment": _("The editors look again at the selected work after a later assessment"),
        "review": _("The editors look again at its assessment after a later review"),
    }.get(str(data.get("cause", "")), _("An editor asked to look again at its assessment"))


def _decided_again(data: Data) -> str:
    return {
        "stands": _("The editors looked again: the assessment stands"),
        "editors": _("The editors assess the selected work anew"),
        "full": _("The selected work is reviewed again"),
        "ended": _("The editors looked again: nothing follows"),
    }.get(str(data.get("decision", "")), _("The editors decided on its assessment"))


def _final(data: Data) -> str:
    return _("Declared final by an author")


def _issue(data: Data) -> str:
    return _("Selected for %(issue)s") % {"issue": data.get("issue", "")}


# What is not named here is not shown: a new kind of event stays private until it has a sentence.
SENTENCES: dict[str, Callable[[Data], str]] = {
    "preprint.listed": _listed,
    "version.seen": _version_seen,
    "version.edited": _edited,
    "preprint.withdrawn": _withdrawn,
    "preprint.returned": _returned,
    "preprint.retracted": _retracted,
    "preprint.merged": _merged,
    "preprint.separated": _separated,
    "location.gone": _gone,
    "location.back": _back,
    "submission.received": _received,
    "submission.accepted": _accepted,
    "submission.consent_changed": _consent,
    "submission.withdrawn": _submission_withdrawn,
    "submission.ended": _submission_ended,
    "round.ended": _round_ended,
    "submission.paused": _paused,
    "submission.resumed": _resumed,
    "submission.declined": _declined,
    "submission.reasons_published": _reasons,
    "submission.lapsed": _lapsed,
    "submission.reopened": lambda _data: _("Reopened by an editor"),
    "round.released": _released,
    "round.reopened": _reopened_round,
    "round.lapsed": _lapsed_round,
    "round.assessed_anew": _assessed_anew,
    "round.continued": _continued_round,
    "round.sent_to_authors": _sent_to_authors,
    "review.published": _review,
    "assessment.published": _assessment,
    "response.posted": _response,
    "assessment.appeal_decided": _appeal,
    "submission.appeal_decided": _appeal_of_submission,
    "review.signed": _signed,
    **REDACTED,
    "review.withdrawn": _text_withdrawn,
    "assessment.withdrawn": _text_withdrawn,
    "response.withdrawn": _text_withdrawn,
    "revision.declared": _revision,
    "revision.decided": _what_follows,
    "assessment.confirmed": _confirmed,
    "assessment.reopened": _reopened_assessment,
    "reopening.decided": _decided_again,
    "version.final": _final,
    "issue.published": _issue,
}
NAMED = {
    "review.published": "review",
    "assessment.published": "assessment",
    "response.posted": "response",
    "assessment.appeal_decided": "assessment",
    "review.signed": "review",
    "review.redacted": "review",
    "assessment.redacted": "assessment",
    "response.redacted": "response",
    "revision.redacted": "revision",
    "assessment.appeal_redacted": "assessment",
    "assessment.confirmation_redacted": "assessment",
    "reopening.reason_redacted": "assessment",
    "reopening.decision_redacted": "assessment",
    "review.tombstone_redacted": "review",
    "assessment.tombstone_redacted": "assessment",
    "response.tombstone_redacted": "response",
    "review.withdrawn": "review",
    "assessment.withdrawn": "assessment",
    "response.withdrawn": "response",
    "revision.declared": "revision",
}


def timeline(events: Iterable[EventLike]) -> list[TimelineItem]:
    """The events that have a sentence, in the order they come."""
    return [
        TimelineItem(words, event.at, _address(event))
        for event in events
        if event.kind in SENTENCES and (words := SENTENCES[event.kind](event.data))
    ]


def _address(event: EventLike) -> str:
    if event.kind == "issue.published":
        url = str(event.data.get("url", ""))
        return url if url.startswith("/issues/") else ""
    identifier = event.data.get(NAMED.get(event.kind, ""), "")
    return f"#{identifier}" if identifier else ""
