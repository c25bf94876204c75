from django.db import migrations, models

PARTS = [
    ("summary", "Summary"),
    ("strengths", "Strengths"),
    ("weaknesses", "Weaknesses"),
    ("evidence", "Do the arguments and data support the claims?"),
    ("recommendations", "Recommendations to the authors"),
    ("text", "Text"),
    ("competing_interests", "Competing interests"),
    ("ai_use", "Use of AI"),
]


class Migration(migrations.Migration):
    dependencies = [("reviews", "0066_other_interests_of_editors")]
    operations = [
        migrations.AlterField(
            model_name="sealedoriginal",
            name="part",
            field=models.CharField(choices=PARTS, max_length=20),
        ),
    ]
