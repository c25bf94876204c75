"""Declined submissions of a work, where an author published the editors' reasons."""

from rest_framework import serializers as s

from api.resources.assessments import OtherInterestsSerializer
from api.shapes import Shape
from reviews.models import Appeal, Submission
from web.sql import subquery

PUBLISHED = subquery(Submission.objects.filter(reasons_published_at__isnull=False))
UPHELD = subquery(Appeal.objects.exclude(published_decline={}))
IN_UTC = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')""".format
KEPT = "a.published_decline"  # as `services.appealing` keeps them

DECLINES = f"""
FROM (
    SELECT preprint_id, decline_code AS code, decline_words AS words, decline_text AS text,
           decline_interests AS interests, (decided_at AT TIME ZONE 'UTC')::date AS declined_on,
           reasons_published_at AS published_at, NULL::timestamptz AS taken_back_at
    FROM {PUBLISHED} declined
    UNION ALL
    SELECT w.preprint_id, {KEPT}->>'code', {KEPT}->>'words', {KEPT}->>'text',
           coalesce({KEPT}->'interests', '[]'::jsonb), left({KEPT}->>'declined_at', 10)::date,
           ({KEPT}->>'published_at')::timestamptz, a.decided_at
    FROM {UPHELD} a JOIN reviews_submission w ON w.id = a.work_id
) d WHERE d.preprint_id = p.id ORDER BY declined_on
"""


class DeclineSerializer(Shape):
    """Why the editors declined to have it reviewed, published by an author."""

    code = s.CharField(help_text="The journal's own word for the reason, which never changes.")
    words = s.CharField(help_text="The reason, as it was worded then.")
    text = s.CharField(help_text="The editors' words to the submitter.")
    other_interests = s.ListField(
        child=OtherInterestsSerializer(),
        source="interests",
        help_text="What the editors declare who declined it, each as `declined`; empty where the "
        "reasons were published before these were public.",
    )
    declined_on = s.DateField()
    published_at = s.DateTimeField(source=IN_UTC("published_at"), allow_null=True)
    taken_back_at = s.DateTimeField(
        source=IN_UTC("taken_back_at"),
        allow_null=True,
        help_text="When an appeal against it was upheld; null while it stands.",
    )
