from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0005_confirm_earlier_reviews'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('byline_kind', 'anonymous'), ('confirmed_at__isnull', False), _connector='OR'), name='published_name_is_confirmed'),
        ),
    ]
