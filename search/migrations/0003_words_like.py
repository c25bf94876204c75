"""Words that are like a mistyped one, always by the index: PostgreSQL takes a comparison of trigrams
to be as cheap as one of numbers, and would compare them all."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

FUNCTION = """
CREATE FUNCTION search_words_like(typed text, most integer) RETURNS SETOF varchar
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
  SELECT word FROM search_word WHERE word % typed ORDER BY similarity(word, typed) DESC LIMIT most
$$;
"""


class Migration(migrations.Migration):

    dependencies = [("search", "0002_all_texts")]

    operations = [
        migrations.RemoveIndex("word", "word_trigrams"),
        migrations.AddIndex(
            "word",
            GinIndex(fastupdate=False, fields=["word"], name="word_trigrams", opclasses=["gin_trgm_ops"]),
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION search_words_like(text, integer)"),
    ]
