import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# As of 0038: what is published stays. Whose account it is may change, for accounts are joined.
TABLE = "reviews_issueinterests"
REFUSE = f"""
CREATE TRIGGER issue_interests_stay BEFORE UPDATE OR DELETE ON {TABLE}
  FOR EACH ROW WHEN (OLD.published_at IS NOT NULL)
  EXECUTE FUNCTION verso_refuse_published_change('editor_id');
CREATE TRIGGER {TABLE}_not_emptied BEFORE TRUNCATE ON {TABLE}
  FOR EACH STATEMENT EXECUTE FUNCTION verso_refuse_change();
"""
ALLOW = f"""
DROP TRIGGER {TABLE}_not_emptied ON {TABLE};
DROP TRIGGER issue_interests_stay ON {TABLE};
"""


class Migration(migrations.Migration):

    dependencies = [
        ('preprints', '0017_authors_are_not_emptied'),
        ('reviews', '0097_days_to_declare_and_of_left_works'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IssueInterests',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interest_kinds', models.JSONField(blank=True, default=list)),
                ('competing_interests', models.TextField(blank=True)),
                ('redactions', models.JSONField(blank=True, default=list)),
                ('issue', models.CharField(max_length=30)),
                ('whose', models.CharField(choices=[('recommends', 'Competing interests of the editor who recommends it:'), ('other', 'Competing interests of another editor who chose it or published it:')], default='other', max_length=10)),
                ('declared_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('editor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issue_interests', to='preprints.version')),
            ],
            options={
                'verbose_name_plural': 'issue interests',
                'ordering': ['issue', 'version', '-whose', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('issue', 'version', 'editor'), name='one_declaration_a_work_in_an_issue')],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
