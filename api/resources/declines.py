"""Declined submissions of a work: when, and why where an author published the editors' reasons."""

from rest_framework import serializers as s

from api.resources.assessments import OtherInterestsSerializer
from api.resources.shared import listed_redactions_field
from api.shapes import Shape
from reviews.models import Appeal, Submission
from reviews.models.sealed_originals import DECLINE
from web.sql import subquery

DECLINED = subquery(Submission.objects.publicly_declined())
UPHELD = subquery(Appeal.objects.exclude(published_decline={}))
IN_UTC = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')""".format
KEPT = "a.published_decline"  # as `published_declines.keep_public_decline` makes it


def _published(column: str, otherwise: str = "NULL") -> str:
    """Of a decline whose reasons nobody has published they stay in the database."""
    return f"CASE WHEN reasons_published_at IS NOT NULL THEN {column} ELSE {otherwise} END"


DECLINES = f"""
FROM (
    SELECT preprint_id, {_published("decline_code")} AS code,
           {_published("decline_words")} AS words, {_published("decline_text")} AS text,
           {_published("decline_interests", "'[]'::jsonb")} AS interests,
           (decided_at AT TIME ZONE 'UTC')::date AS declined_on,
           reasons_published_at AS published_at, NULL::timestamptz AS taken_back_at,
           (
               SELECT max(one.decided_at) FROM reviews_appeal one
               WHERE one.declined_id = declined.id AND one.decision_at = declined.decided_at
                 AND one.state = 'dismissed'
           ) AS dismissed_at, redactions,
           1 + (SELECT count(*) FROM {UPHELD} k WHERE k.work_id = declined.id) AS number
    FROM {DECLINED} declined
    UNION ALL
    SELECT w.preprint_id, {KEPT}->>'code', {KEPT}->>'words', {KEPT}->>'text',
           coalesce({KEPT}->'interests', '[]'::jsonb), left({KEPT}->>'declined_at', 10)::date,
           ({KEPT}->>'published_at')::timestamptz, a.decided_at, NULL, w.redactions,
           row_number() OVER (PARTITION BY a.work_id ORDER BY a.decided_at, a.id)
    FROM {UPHELD} a JOIN reviews_submission w ON w.id = a.work_id
) d WHERE d.preprint_id = p.id ORDER BY declined_on
"""

# All of its submission, each with the decline that it is of in the name of its part.
REDACTIONS = f"""
(SELECT coalesce(jsonb_agg(one.redaction ORDER BY one.place), '[]'::jsonb)
 FROM jsonb_array_elements(d.redactions) WITH ORDINALITY AS one(redaction, place)
 WHERE one.redaction->>'part' ~ ('^{DECLINE}' || d.number || '(-|$)'))
"""


class DeclineSerializer(Shape):
    """That the editors declined to have it reviewed; why, once an author has published it."""

    code = s.CharField(
        allow_null=True,
        help_text="The journal's own word for the reason, which never changes; null, as are the "
        "words and the text, while no author has published why.",
    )
    words = s.CharField(allow_null=True, help_text="The reason, as it was worded then.")
    text = s.CharField(allow_null=True, help_text="The editors' words to the submitter.")
    other_interests = s.ListField(
        child=OtherInterestsSerializer(),
        source="interests",
        help_text="What the editors declare who declined it, each as `declined`; empty where the "
        "reasons are not published, or were before these were public.",
    )
    declined_on = s.DateField()
    published_at = s.DateTimeField(
        source=IN_UTC("published_at"),
        allow_null=True,
        help_text="When an author published why; null where nobody has.",
    )
    taken_back_at = s.DateTimeField(
        source=IN_UTC("taken_back_at"),
        allow_null=True,
        help_text="When an appeal against it was upheld; null while it stands.",
    )
    appeal_dismissed_at = s.DateTimeField(
        source=IN_UTC("dismissed_at"),
        allow_null=True,
        help_text="When an appeal against it was dismissed; null where none was.",
    )
    redactions = listed_redactions_field(REDACTIONS)
