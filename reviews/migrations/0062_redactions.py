import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# A sealed original stays as it was; only the account of the editor may change, when two are joined.
REFUSE = """
CREATE TRIGGER sealed_original_stays BEFORE UPDATE OR DELETE ON reviews_sealedoriginal
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_published_change('redacted_by_id');
"""
ALLOW = "DROP TRIGGER sealed_original_stays ON reviews_sealedoriginal;"


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0061_editor_interests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='assessment',
            name='redactions',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='response',
            name='redactions',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='review',
            name='redactions',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name='SealedOriginal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('summary', 'Summary'), ('strengths', 'Strengths'), ('weaknesses', 'Weaknesses'), ('evidence', 'Do the arguments and data support the claims?'), ('text', 'Text')], max_length=10)),
                ('text', models.TextField()),
                ('redacted_at', models.DateTimeField()),
                ('assessment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='originals', to='reviews.assessment')),
                ('redacted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('response', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='originals', to='reviews.response')),
                ('review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='originals', to='reviews.review')),
            ],
            options={
                'ordering': ['redacted_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('assessment', None), ('response', None), ('review__isnull', False)), models.Q(('assessment__isnull', False), ('response', None), ('review', None)), models.Q(('assessment', None), ('response__isnull', False), ('review', None)), _connector='OR'), name='sealed_original_is_of_one_text')],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
