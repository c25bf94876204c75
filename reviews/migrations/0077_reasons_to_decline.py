"""The reasons to decline become a list of the policy; what was declined keeps their words."""

from django.db import migrations, models

import reviews.decline_reasons

# Until now the words stood in the code.
WORDS = {
    "out-of-scope": "Outside the journal's subjects",
    "not-a-research-work": "Not a work of research",
    "not-ready": "Not ready for review",
    "no-reviewers": "No suitable reviewers can be found",
    "other": "Another reason",
}
REASONS_STAY = """
CREATE OR REPLACE FUNCTION verso_refuse_changed_reasons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.state <> 'declined'
       OR current_setting('verso.changing_published', true) = 'on'
       OR ({old}) IS NOT DISTINCT FROM ({new}) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'published reasons of a decline do not change'
    USING ERRCODE = 'restrict_violation';
END $$;
"""
PUBLISHED = ("decline_code", "decline_text", "decided_at", "reasons_published_at")
# A code may be used by a decline, a proposal or an event, so none ever leaves the list.
CODES_STAY = """
CREATE FUNCTION verso_refuse_dropped_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM jsonb_array_elements(OLD.decline_reasons) AS reason
    WHERE NOT NEW.decline_reasons @> jsonb_build_array(
      jsonb_build_object('code', reason -> 'code'))
  ) THEN
    RAISE EXCEPTION 'a reason to decline is never dropped'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER codes_of_reasons_stay BEFORE UPDATE ON reviews_policy
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_dropped_reason();
"""
CODES_GO = """
DROP TRIGGER codes_of_reasons_stay ON reviews_policy;
DROP FUNCTION verso_refuse_dropped_reason();
"""


def reasons_stay(*names):
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    return REASONS_STAY.format(old=old, new=new)


def write_words(apps, schema_editor):
    submissions = apps.get_model("reviews", "Submission").objects
    proposals = apps.get_model("reviews", "TriageProposal").objects
    for code, words in WORDS.items():
        submissions.filter(decline_code=code, decline_words="").update(decline_words=words)
        proposals.filter(code=code, words="").update(words=words)
    for appeal in apps.get_model("reviews", "Appeal").objects.exclude(published_decline={}):
        code = appeal.published_decline["code"]
        appeal.published_decline.setdefault("words", WORDS.get(code, code))
        appeal.save(update_fields=["published_decline"])


class Migration(migrations.Migration):
    dependencies = [("reviews", "0076_interest_kinds_of_submissions")]
    operations = [
        migrations.AddField(
            "policy",
            "decline_reasons",
            models.JSONField(default=reviews.decline_reasons.first_reasons),
        ),
        migrations.AddConstraint(
            "policy",
            models.CheckConstraint(
                name="one_decline_reason_is_offered",
                condition=models.Q(decline_reasons__contains=[{"is_offered": True}]),
            ),
        ),
        migrations.RunSQL(CODES_STAY, CODES_GO),
        migrations.AddField(
            "submission", "decline_words", models.CharField(blank=True, max_length=80)
        ),
        migrations.AddField(
            "triageproposal", "words", models.CharField(blank=True, max_length=80)
        ),
        migrations.AlterField(
            "submission", "decline_code", models.CharField(blank=True, max_length=24)
        ),
        migrations.AlterField(
            "triageproposal", "code", models.CharField(blank=True, max_length=24)
        ),
        migrations.RunPython(write_words, migrations.RunPython.noop),
        migrations.RunSQL(reasons_stay(*PUBLISHED, "decline_words"), reasons_stay(*PUBLISHED)),
    ]
