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
    dependencies = [("reviews", "0067_appeals_taken_over")]
    operations = [
        migrations.AlterField(
            model_name="sealedoriginal",
            name="part",
            field=models.CharField(choices=PARTS, max_length=20),
        ),
    ]
