import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Why an appeal against an assessment was decided so is published with the decision, as of 0038.
REFUSE = """
CREATE TRIGGER appeal_stays BEFORE UPDATE OR DELETE ON reviews_appeal
  FOR EACH ROW WHEN (OLD.assessment_id IS NOT NULL AND OLD.decided_at IS NOT NULL)
  EXECUTE FUNCTION verso_refuse_published_change('by_id', 'editor_id', 'text', 'text_html');
"""
ALLOW = "DROP TRIGGER appeal_stays ON reviews_appeal;"


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0071_lapses_of_later_rounds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='sealedoriginal',
            name='sealed_original_is_of_one_text',
        ),
        migrations.AddField(
            model_name='appeal',
            name='redactions',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='correction',
            name='redactions',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='revision',
            name='redactions',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='sealedoriginal',
            name='appeal',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='originals', to='reviews.appeal'),
        ),
        migrations.AddField(
            model_name='sealedoriginal',
            name='correction',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='originals', to='reviews.correction'),
        ),
        migrations.AddField(
            model_name='sealedoriginal',
            name='revision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='originals', to='reviews.revision'),
        ),
        migrations.AlterField(
            model_name='sealedoriginal',
            name='part',
            field=models.CharField(max_length=20),
        ),
        migrations.AddConstraint(
            model_name='sealedoriginal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('appeal', None), ('assessment', None), ('correction', None), ('response', None), ('review__isnull', False), ('revision', None)), models.Q(('appeal', None), ('assessment__isnull', False), ('correction', None), ('response', None), ('review', None), ('revision', None)), models.Q(('appeal', None), ('assessment', None), ('correction', None), ('response__isnull', False), ('review', None), ('revision', None)), models.Q(('appeal', None), ('assessment', None), ('correction', None), ('response', None), ('review', None), ('revision__isnull', False)), models.Q(('appeal', None), ('assessment', None), ('correction__isnull', False), ('response', None), ('review', None), ('revision', None)), models.Q(('appeal__isnull', False), ('assessment', None), ('correction', None), ('response', None), ('review', None), ('revision', None)), _connector='OR'), name='sealed_original_is_of_one_text'),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
