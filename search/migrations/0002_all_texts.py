"""One index over works, reviews, assessments, responses and editorials.

The index is made anew: the log is followed from its beginning.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

KIND = {
    "max_length": 10,
    "choices": [
        ("work", "Preprint"),
        ("assessment", "Assessment"),
        ("review", "Review"),
        ("response", "Author response"),
        ("editorial", "Editorial"),
    ],
}
# English stems, and words as they are, both without accents.
DICTIONARIES = """
CREATE TEXT SEARCH CONFIGURATION verso (COPY = english);
ALTER TEXT SEARCH CONFIGURATION verso
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
CREATE TEXT SEARCH CONFIGURATION verso_names (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION verso_names
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""
NO_DICTIONARIES = """
DROP TEXT SEARCH CONFIGURATION verso;
DROP TEXT SEARCH CONFIGURATION verso_names;
"""
TEXTS = {
    "reviews_review": "review",
    "reviews_assessment": "assessment",
    "reviews_response": "response",
}
FUNCTIONS = """
CREATE FUNCTION search_text_written() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO search_staledocument (kind, object_id, preprint_id)
    SELECT TG_ARGV[0], r.id, v.preprint_id
      FROM written r JOIN preprints_version v ON v.id = r.version_id;
    RETURN NULL;
  END
$$;
CREATE FUNCTION search_issue_written() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_TABLE_NAME = 'curation_issue' THEN
      INSERT INTO search_staledocument (kind, object_id) SELECT 'editorial', id FROM written;
    ELSE
      INSERT INTO search_staledocument (kind, object_id)
      SELECT DISTINCT 'editorial', issue_id FROM written;
    END IF;
    RETURN NULL;
  END
$$;
CREATE FUNCTION search_work_changed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO search_staledocument (kind, object_id, preprint_id)
    SELECT 'work', n.id, n.id FROM before o JOIN written n ON n.id = o.id
     WHERE n.merged_into_id IS DISTINCT FROM o.merged_into_id
        OR n.current_version_id IS NULL AND o.current_version_id IS NOT NULL
        OR o.shows_full_text AND NOT n.shows_full_text;
    RETURN NULL;
  END
$$;
CREATE TRIGGER search_work_changed AFTER UPDATE ON preprints_preprint
  REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION search_work_changed();
"""
NO_FUNCTIONS = """
DROP FUNCTION search_text_written() CASCADE;
DROP FUNCTION search_issue_written() CASCADE;
DROP FUNCTION search_work_changed() CASCADE;
"""


def triggers() -> str:
    made = [
        _triggers(table, f"search_text_written('{kind}')") for table, kind in TEXTS.items()
    ]
    made += [_triggers(f"curation_{row}", "search_issue_written()") for row in ("issue", "entry")]
    return "".join(made)


def _triggers(table: str, function: str) -> str:
    rows = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
    return "".join(
        f"""
CREATE TRIGGER search_{act.lower()} AFTER {act} ON {table}
  REFERENCING {which} TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION {function};
"""
        for act, which in rows.items()
    )


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0001_documents"),
        ("preprints", "0016_nothing_published_is_emptied"),
        ("reviews", "0081_nothing_published_is_emptied"),
        ("curation", "0008_nothing_published_is_emptied"),
    ]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(DICTIONARIES, NO_DICTIONARIES),
        migrations.DeleteModel("Document"),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(**KIND)),
                ("object_id", models.BigIntegerField()),
                ("preprint_id", models.BigIntegerField(blank=True, db_index=True, null=True)),
                ("at", models.DateTimeField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("status", models.CharField(blank=True, max_length=12)),
                ("work_kind", models.CharField(blank=True, max_length=12)),
                ("source", models.CharField(blank=True, max_length=20)),
                ("year", models.SmallIntegerField()),
                ("subject_ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ("significance_id", models.BigIntegerField(blank=True, null=True)),
                ("strength_id", models.BigIntegerField(blank=True, null=True)),
                ("issue_id", models.BigIntegerField(blank=True, null=True)),
                ("indexed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["words"], name="document_words")],
                "constraints": [models.UniqueConstraint(fields=["kind", "object_id"], name="one_document_a_text")],
            },
        ),
        migrations.CreateModel(
            name="StaleDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(**KIND)),
                ("object_id", models.BigIntegerField()),
                ("preprint_id", models.BigIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["word"], name="word_trigrams", opclasses=["gin_trgm_ops"])],
            },
        ),
        migrations.AddField(
            model_name="follower",
            name="words_until",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.RunSQL(FUNCTIONS + triggers(), NO_FUNCTIONS),
        # The follower makes all of it anew, from the beginning of the log.
        migrations.RunSQL("UPDATE search_follower SET position = 0", migrations.RunSQL.noop),
        # What the triggers put aside from now on is not what was there before.
        migrations.RunSQL(
            "INSERT INTO search_staledocument (kind, object_id) SELECT 'editorial', id FROM curation_issue",
            migrations.RunSQL.noop,
        ),
    ]
