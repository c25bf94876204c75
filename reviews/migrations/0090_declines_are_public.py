"""That a submission is declined is public from now on; those from before stay as they were."""

from django.db import migrations, models

# While it stands, neither its day nor its reasons change, also those that nobody has published.
DECLINES_STAY = """
CREATE FUNCTION verso_refuse_changed_decline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.state <> 'declined'
       OR current_setting('verso.changing_published', true) = 'on'
       OR (OLD.is_decline_public, OLD.decided_at, OLD.decline_code, OLD.decline_words,
           OLD.decline_text)
         IS NOT DISTINCT FROM
          (NEW.is_decline_public, NEW.decided_at, NEW.decline_code, NEW.decline_words,
           NEW.decline_text) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'a public decline does not change'
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER public_declines_stay BEFORE UPDATE OR DELETE ON reviews_submission
  FOR EACH ROW WHEN (OLD.is_decline_public) EXECUTE FUNCTION verso_refuse_changed_decline();
"""
DECLINES_GO = """
DROP TRIGGER public_declines_stay ON reviews_submission;
DROP FUNCTION verso_refuse_changed_decline();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0089_redact_later_words")]
    operations = [
        migrations.AddField("submission", "is_decline_public", models.BooleanField(default=False)),
        migrations.AddField(
            "appeal", "unpublished_reasons", models.JSONField(blank=True, default=list)
        ),
        migrations.AddConstraint(
            "submission",
            models.CheckConstraint(
                name="public_decline_is_of_declined_submission",
                condition=models.Q(is_decline_public=False) | models.Q(state="declined"),
            ),
        ),
        migrations.RunSQL(DECLINES_STAY, DECLINES_GO),
    ]
