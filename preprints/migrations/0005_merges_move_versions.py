from django.db import migrations

# A version is written once. While two preprints are being merged or separated
# (`SET LOCAL verso.merging = 'on'`) it may change its preprint and its number, nothing else.
ALLOW_MOVES = """
CREATE FUNCTION verso_refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moved preprints_version%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('verso.merging', true) = 'on' THEN
    moved := OLD;
    moved.preprint_id := NEW.preprint_id;
    moved.number := NEW.number;
    IF moved IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% rows are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER version_immutable ON preprints_version;
CREATE TRIGGER version_immutable BEFORE UPDATE OR DELETE ON preprints_version
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_version_change();
"""
FORBID_MOVES = """
DROP TRIGGER version_immutable ON preprints_version;
CREATE TRIGGER version_immutable BEFORE UPDATE OR DELETE ON preprints_version
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_change();
DROP FUNCTION verso_refuse_version_change();
"""
# Titles and names are compared by their letters and digits only. The index holds a digest, for a
# title may be longer than an index row.
ADD_KEYS = """
CREATE FUNCTION verso_letters(words text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN lower(regexp_replace(normalize(words, NFKC), '[^[:alnum:]]', '', 'g'));
CREATE INDEX version_title_letters ON preprints_version (md5(verso_letters(title_plain)));
"""
DROP_KEYS = """
DROP INDEX version_title_letters;
DROP FUNCTION verso_letters(text);
"""


class Migration(migrations.Migration):
    dependencies = [("preprints", "0004_compared_edits"), ("events", "0002_append_only")]
    operations = [
        migrations.RunSQL(ALLOW_MOVES, FORBID_MOVES),
        migrations.RunSQL(ADD_KEYS, DROP_KEYS),
    ]
