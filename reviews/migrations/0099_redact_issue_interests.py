import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0098_interests_of_issues'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='sealedoriginal',
            name='sealed_original_is_of_one_text',
        ),
        migrations.AddField(
            model_name='sealedoriginal',
            name='declaration',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='originals', to='reviews.issueinterests'),
        ),
        migrations.AddConstraint(
            model_name='sealedoriginal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('appeal', None), ('assessment', None), ('confirmation', None), ('correction', None), ('declaration', None), ('decline', None), ('reopening', None), ('response', None), ('review__isnull', False), ('revision', None)), models.Q(('appeal', None), ('assessment__isnull', False), ('confirmation', None), ('correction', None), ('declaration', None), ('decline', None), ('reopening', None), ('response', None), ('review', None), ('revision', None)), models.Q(('appeal', None), ('assessment', None), ('confirmation', None), ('correction', None), ('declaration', None), ('decline', None), ('reopening', None), ('response__isnull', False), ('review', None), ('revision', None)), models.Q(('appeal', None), ('assessment', None), ('confirmation', None), ('correction', None), ('declaration', None), ('decline', None), ('reopening', None), ('response', None), ('review', None), ('revision__isnull', False)), models.Q(('appeal', None), ('assessment', None), ('confirmation', None), ('correction__isnull', False), ('declaration', None), ('decline', None), ('reopening', None), ('response', None), ('review', None), ('revision', None)), models.Q(('appeal__isnull', False), ('assessment', None), ('confirmation', None), ('correction', None), ('declaration', None), ('decline', None), ('reopening', None), ('response', None), ('review', None), ('revision', None)), models.Q(('appeal', None), ('assessment', None), ('confirmation', None), ('correction', None), ('declaration', None), ('decline', None), ('reopening__isnull', False), ('response', None), ('review', None), ('revision', None)), models.Q(('appeal', None), ('assessment', None), ('confirmation__isnull', False), ('correction', None), ('declaration', None), ('decline', None), ('reopening', None), ('response', None), ('review', None), ('revision', None)), models.Q(('appeal', None), ('assessment', None), ('confirmation', None), ('correction', None), ('declaration', None), ('decline__isnull', False), ('reopening', None), ('response', None), ('review', None), ('revision', None)), models.Q(('appeal', None), ('assessment', None), ('confirmation', None), ('correction', None), ('declaration__isnull', False), ('decline', None), ('reopening', None), ('response', None), ('review', None), ('revision', None)), _connector='OR'), name='sealed_original_is_of_one_text'),
        ),
    ]
