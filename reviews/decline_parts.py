"""The declines of a submission whose reasons are public, and their parts that can be redacted.

A submission can be declined again after an appeal, so each decline has a number, from 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reviews.models import Appeal, Submission
from reviews.models.redactable import REDACTION
from reviews.models.sealed_originals import DECLINE, OTHER


@dataclass(frozen=True, slots=True)
class PublishedDecline:
    """kept_in: the submission while the decline stands, else the appeal that took it back."""

    number: int
    kept_in: Submission | Appeal
    code: str
    text: str
    interests: Sequence[Mapping[str, Any]]

    @property
    def declined_at(self) -> datetime | None:
        """None of one that was taken back before its moment was kept."""
        if isinstance(self.kept_in, Submission):
            return self.kept_in.decided_at
        kept = self.kept_in.published_decline.get("declined_at")
        return datetime.fromisoformat(kept) if kept else None

    @property
    def prefix(self) -> str:
        return f"{DECLINE}{self.number}"

    def parts(self, redactions: Sequence[Mapping[str, str]]) -> dict[str, str]:
        """redactions: of all declines of the submission."""
        declared = {
            f"{self.prefix}-{OTHER}{number}": str(one["words"])
            for number, one in enumerate(self.interests, start=1)
        }
        reasons = {
            f"{self.prefix}-{REDACTION}{number}": one["reason"]
            for number, one in enumerate(redactions, start=1)
            if is_of_decline(one["part"], self.number)
        }
        return {self.prefix: self.text, **declared, **reasons}

    def fields_with(self, part: str, text: str) -> Mapping[str, object]:
        """Of `kept_in`, once this part of it, but no reason of a redaction, reads so."""
        said, interests = self.text, [dict(one) for one in self.interests]
        if part == self.prefix:
            said = text
        else:
            interests[int(part.rpartition("-")[2]) - 1]["words"] = text
        if isinstance(self.kept_in, Submission):
            return {"decline_text": said, "decline_interests": interests}
        kept = self.kept_in.published_decline | {"text": said}
        return {"published_decline": kept | ({"interests": interests} if interests else {})}


def declines_of(submission: Submission) -> list[PublishedDecline]:
    """In the order of their decisions."""
    kept = Appeal.objects.filter(work=submission).exclude(published_decline={})
    numbered = list(enumerate(kept.order_by("decided_at", "pk"), start=1))
    declines = [kept_decline(*one) for one in numbered if "text" in one[1].published_decline]
    if submission.reasons_published_at is not None:
        number, code = len(numbered) + 1, submission.decline_code
        text, interests = submission.decline_text, submission.decline_interests
        declines.append(PublishedDecline(number, submission, code, text, interests))
    return declines


def kept_decline(number: int, appeal: Appeal) -> PublishedDecline:
    """Taken back by an appeal, with its reasons public."""
    was = appeal.published_decline
    return PublishedDecline(number, appeal, was["code"], was["text"], was.get("interests", []))


def decline_of(submission: Submission, part: str) -> PublishedDecline:
    """The one that this part is of."""
    return next(one for one in declines_of(submission) if is_of_decline(part, one.number))


def is_of_decline(part: str, number: int) -> bool:
    return part == f"{DECLINE}{number}" or part.startswith(f"{DECLINE}{number}-")


def redactions_of(redactions: Sequence[Mapping[str, str]], number: int) -> list[Mapping[str, str]]:
    """Of this decline."""
    return [one for one in redactions if is_of_decline(one["part"], number)]
