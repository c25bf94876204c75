from django.db import migrations

# The work's row tells how significant it is, so that a list in that order is read off an index.
CREATE = """
CREATE FUNCTION verso_rank_work(work_id bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE preprints_preprint AS work SET significance_rank = newest.rank
    FROM (SELECT coalesce((
            SELECT term.rank
              FROM reviews_assessment AS assessment
              JOIN preprints_version AS version ON version.id = assessment.version_id
              JOIN reviews_term AS term ON term.id = assessment.significance_id
             WHERE version.preprint_id = work_id AND assessment.state = 'published'
             ORDER BY assessment.published_at DESC, assessment.id DESC LIMIT 1), 0) AS rank
         ) AS newest
   WHERE work.id = work_id AND work.significance_rank <> newest.rank;
$$;

CREATE FUNCTION verso_rank_assessed_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM verso_rank_work(version.preprint_id)
     FROM preprints_version AS version WHERE version.id = coalesce(NEW.version_id, OLD.version_id);
  RETURN NULL;
END $$;

-- Versions go to another work when two of them are merged, and come back from there.
CREATE FUNCTION verso_rank_moved_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM reviews_assessment WHERE version_id = NEW.id) THEN
    PERFORM verso_rank_work(OLD.preprint_id), verso_rank_work(NEW.preprint_id);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER assessment_ranks_work
  AFTER INSERT OR DELETE OR UPDATE OF state, significance_id, published_at ON reviews_assessment
  FOR EACH ROW EXECUTE FUNCTION verso_rank_assessed_work();
CREATE TRIGGER moved_version_ranks_works AFTER UPDATE OF preprint_id ON preprints_version
  FOR EACH ROW EXECUTE FUNCTION verso_rank_moved_version();

SELECT verso_rank_work(work_id)
  FROM (SELECT DISTINCT version.preprint_id AS work_id
          FROM reviews_assessment AS assessment
          JOIN preprints_version AS version ON version.id = assessment.version_id) AS assessed;
"""
DROP = """
DROP TRIGGER moved_version_ranks_works ON preprints_version;
DROP TRIGGER assessment_ranks_work ON reviews_assessment;
DROP FUNCTION verso_rank_moved_version();
DROP FUNCTION verso_rank_assessed_work();
DROP FUNCTION verso_rank_work(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0103_revisions_ended_with_their_work"),
        ("preprints", "0018_significance_rank"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
