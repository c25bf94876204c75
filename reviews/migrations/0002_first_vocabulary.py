"""The first edition of the two scales: eLife's assessment terms with their definitions."""

from django.db import migrations

SOURCE = "eLife assessment terms, elifesciences.org/about/elife-assessments"
SCALES = {
    "significance": [
        ("useful", "Findings that have focused importance and scope."),
        (
            "valuable",
            "Findings that have theoretical or practical implications for a subfield.",
        ),
        (
            "important",
            "Findings that have theoretical or practical implications beyond a single subfield.",
        ),
        (
            "fundamental",
            "Findings that substantially advance our understanding of major research questions.",
        ),
        (
            "landmark",
            "Findings with profound implications that are expected to have widespread influence.",
        ),
    ],
    "strength": [
        ("inadequate", "Methods, data and analyses do not support the primary claims."),
        ("incomplete", "Main claims are only partially supported."),
        (
            "solid",
            "Methods, data and analyses broadly support the claims with only minor weaknesses.",
        ),
        (
            "convincing",
            "Appropriate and validated methodology in line with the current state of the art.",
        ),
        (
            "compelling",
            "Evidence that features methods, data and analyses more rigorous than the current "
            "state of the art.",
        ),
        (
            "exceptional",
            "Exemplary use of existing approaches that establish new standards for a field.",
        ),
    ],
}


def add_terms(apps, schema_editor):
    Vocabulary = apps.get_model("reviews", "Vocabulary")
    Term = apps.get_model("reviews", "Term")
    for scale, terms in SCALES.items():
        vocabulary = Vocabulary.objects.create(
            scale=scale, edition=1, is_current=True, source=SOURCE
        )
        Term.objects.bulk_create(
            Term(
                vocabulary=vocabulary,
                slug=slug,
                word=slug.capitalize(),
                definition=definition,
                rank=rank,
            )
            for rank, (slug, definition) in enumerate(terms, start=1)
        )


def remove_terms(apps, schema_editor):
    apps.get_model("reviews", "Term").objects.filter(vocabulary__edition=1).delete()
    apps.get_model("reviews", "Vocabulary").objects.filter(edition=1).delete()


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [migrations.RunPython(add_terms, remove_terms)]
