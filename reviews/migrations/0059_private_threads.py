import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# What was written stays as it was; only the account of an editor may change, when two are joined.
REFUSE = """
CREATE TRIGGER thread_entry_stays BEFORE UPDATE OR DELETE ON reviews_threadentry
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_published_change('editor_id');
"""
ALLOW = "DROP TRIGGER thread_entry_stays ON reviews_threadentry;"


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0058_days_to_respond'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ThreadEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('text_html', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('editor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='thread_entries', to='reviews.review')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='thread', to='reviews.round')),
            ],
            options={
                'verbose_name_plural': 'thread entries',
                'ordering': ['round', 'number'],
                'constraints': [models.UniqueConstraint(fields=('round', 'number'), name='one_thread_entry_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('editor__isnull', False), ('review', None)), models.Q(('editor', None), ('review__isnull', False)), _connector='OR'), name='thread_entry_has_one_writer')],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
